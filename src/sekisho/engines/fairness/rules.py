"""The rules, one after another. A sentence is the unit: what it denies is not held against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from unicodedata import normalize

from sekisho.engines.fairness import words_en, words_ja
from sekisho.engines.fairness.concerns import (
    ALTERNATIVES,
    COST_ON_PARTNER,
    COST_TALK,
    FORCED_PRODUCT,
    NO_CONTACT,
    NO_RISK,
    SANCTION,
    SHORT_TIME,
    VAGUE,
    Asking,
    Concern,
    FairWords,
    Passage,
)
from sekisho.engines.fairness.katakana import is_common
from sekisho.kernel.text import Bilingual

_WORDS: Mapping[str, ModuleType] = {"ja": words_ja, "en": words_en}
_PARTNERSHIP, _CASES = "partnership-2022", "cases-2025"
_SAID_TO_PARTNERS = frozenset({"reason", "handling", "letter"})
# Names with capitals that are measures, standards, documents or ways to answer, not products.
_GENERIC = frozenset(
    "mfa fa tfa otp totp sms vpn edr xdr mdr ndr epp tls ssl ssh scp sftp ftps ftp https http "
    "id ids ips pc pcs usb os sbom spf dkim dmarc soc siem soar waf utm nas rdp smb pdf excel "
    "url qr csv json xml zip isms ismap iso iec ipa cve cvss epss kev cwe aes rsa sha hsm tpm "
    "pgp gpg mime sso saml oidc oauth fido passkey webauthn pam iam idp cloud web wi fi wifi "
    "wpa wep ldap vlan dmz ztna sase casb dlp mdm emm fw ngfw dns dnssec ntp smtp imap snmp "
    "ipsec ip mac bios uefi raid ups bcp bcm ddos csirt psirt scs jis nist cis pci dss gdpr "
    "owasp asvs cyclonedx spdx vex csaf api sql it ot iot ai plc ics cert jpcert nisc nco meti "
    "jftc nda sla p security action secure security-action multi two factor authentication "
    "application firewall gateway antivirus endpoint detection response management network "
    "access remote zero trust single sign on password passwords manager virtual private "
    "encryption backup backups patch patches update updates english japanese form forms portal "
    "link page sheet section annex appendix question table list file guide sekisho registration "
    "approval training".split()
)
_PARTS = re.compile(r"[ ・.+/-]")
_ORDINARY = re.compile(r"[A-Z][a-z]+")  # a word with a capital, as each sentence begins


def concerns_of(asking: Asking, words: FairWords) -> tuple[Concern, ...]:
    """All that a partner could rightly object to, missing things first, then by place.

    Empty for a request among group companies. Sources: `SOURCES`.
    """
    if not asking.has_partners:
        return ()
    every = (*_missing(asking, words), *_time(asking), *_found(asking, words))
    return tuple({concern.key: concern for concern in every}.values())


def with_advice(text: str, concern: Concern, language: str) -> str:
    """A text with the advice in it: in place of the sentence found, else at its end."""
    advice = getattr(concern.advice, language)
    if concern.found and concern.found in text:
        return text.replace(concern.found, advice)
    if not advice or advice in text:
        return text
    return f"{text.rstrip()}\n{advice}" if text.strip() else str(advice)


def _missing(asking: Asking, words: FairWords) -> Iterator[Concern]:
    reasons = frozenset({"reason"})
    lacking = _without(asking, "RISK", reasons)
    # A request without any reason is kept back elsewhere; here one is weighed.
    lacking = tuple(one for one in lacking if _texts(asking, one, reasons))
    if lacking:
        yield Concern(NO_RISK, "reason", lacking, _PARTNERSHIP, advice=words.purpose)
    silent = tuple(one for one in _languages(asking) if not _offers_talk(asking, one))
    if silent:
        yield Concern(COST_TALK, "handling", silent, _PARTNERSHIP, advice=words.cost_talk)
    rigid = _without(asking, "ALTERNATIVE", _SAID_TO_PARTNERS)
    if asking.asks_measures and rigid:
        yield Concern(ALTERNATIVES, "handling", rigid, _CASES, advice=words.alternatives)
    if not asking.has_contact:
        yield Concern(NO_CONTACT, "sender", _languages(asking), _PARTNERSHIP)


def _time(asking: Asking) -> Iterator[Concern]:
    if asking.days is not None and asking.days < asking.minimum_days:
        found = f"{asking.days}/{asking.minimum_days}"
        about = f"{asking.due}/{asking.minimum_days}"
        yield Concern(SHORT_TIME, "deadline", _languages(asking), _CASES, found, about=about)


def _found(asking: Asking, words: FairWords) -> Iterator[Concern]:
    for passage in asking.passages:
        if passage.language not in _WORDS:
            continue
        for sentence in sentences_of(passage.text, passage.language):
            yield from _in_sentence(passage, sentence, words)


def _in_sentence(passage: Passage, sentence: str, words: FairWords) -> Iterator[Concern]:
    said = _WORDS[passage.language]
    if _is_forced(said, sentence):
        yield _concern(FORCED_PRODUCT, passage, sentence, _PARTNERSHIP, words.no_product)
    if _is_threat(said, sentence):
        yield _concern(SANCTION, passage, sentence, _CASES, words.no_sanction)
    if said.COST_ON_THEM.search(sentence) and not said.SHARED.search(sentence):
        yield _concern(COST_ON_PARTNER, passage, sentence, _PARTNERSHIP, words.cost_talk)
    is_bare = passage.place == "question" and not passage.is_explained
    if is_bare and said.VAGUE.search(sentence):
        yield _concern(VAGUE, passage, sentence, _CASES, Bilingual())


def _is_forced(said: ModuleType, written: str) -> bool:
    sentence = normalize("NFKC", written)  # names in full width or half width katakana, too
    if said.NOT_DEMANDED.search(sentence) or said.QUESTION.search(sentence):
        return False
    if said.DESIGNATED.search(sentence):
        return True
    quoted = getattr(said, "QUOTED", None)
    if quoted is not None and quoted.search(sentence):
        return True
    hits = (*said.NAMED.finditer(sentence), *said.NAMED_AFTER.finditer(sentence))
    return any(_is_product(hit) for hit in hits) or _is_katakana_product(said, sentence)


def _is_katakana_product(said: ModuleType, sentence: str) -> bool:
    """Whether something is to be bought whose name in katakana is more than common words."""
    patterns = (getattr(said, name, None) for name in ("KATAKANA", "KATAKANA_AFTER"))
    hits = (hit for one in patterns if one is not None for hit in one.finditer(sentence))
    return any(not is_common(hit["name"]) for hit in hits)


def _is_product(hit: re.Match[str]) -> bool:
    """Whether the name has a part that is no generic word; the first word of a sentence alone may
    have its capital from that.
    """
    groups = hit.groupdict()
    name = groups["name"] or groups.get("only") or ""
    if groups["name"] and hit.start("name") == 0 and _ORDINARY.fullmatch(name):
        return False
    parts = [part.rstrip("0123456789") for part in _PARTS.split(name) if part[:1].isupper()]
    return any(len(part) > 1 and part.lower() not in _GENERIC for part in parts)


def _is_threat(said: ModuleType, sentence: str) -> bool:
    if said.QUESTION.search(sentence) or not said.BECAUSE_OF.search(sentence):
        return False
    no_more = getattr(said, "NO_MORE", None)
    if no_more is not None and no_more.search(sentence):
        return True
    return bool(said.SANCTION.search(sentence) and not said.SPARED.search(sentence))


def _concern(code: str, passage: Passage, sentence: str, source: str, advice: Bilingual) -> Concern:
    place, number = passage.place, passage.number
    return Concern(code, place, (passage.language,), source, sentence, number, advice)


def sentences_of(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a text, without space around; empty ones are left out."""
    parts = _WORDS[language].SPLIT.split(text)
    return tuple(part.strip() for part in parts if part and part.strip())


def _languages(asking: Asking) -> tuple[str, ...]:
    return tuple(sorted(asking.languages & set(_WORDS))) or ("ja",)


def _texts(asking: Asking, language: str, places: frozenset[str]) -> list[str]:
    return [
        one.text
        for one in asking.passages
        if one.language == language and one.place in places and one.text.strip()
    ]


def _without(asking: Asking, pattern: str, places: frozenset[str]) -> tuple[str, ...]:
    """The languages in which no text of these places holds the pattern."""
    return tuple(
        one
        for one in _languages(asking)
        if not any(
            getattr(_WORDS[one], pattern).search(text) for text in _texts(asking, one, places)
        )
    )


def _offers_talk(asking: Asking, language: str) -> bool:
    said = _WORDS[language]
    return any(
        said.COST.search(sentence)
        and said.TALK.search(sentence)
        and not said.REFUSED.search(sentence)
        for text in _texts(asking, language, _SAID_TO_PARTNERS)
        for sentence in sentences_of(text, language)
    )
