"""What a person wrote in a cell, as the value to keep, or why it will not do.

A reader takes the text of one cell, never empty, and returns the value; it raises CellFault with
the code of a sentence that tells what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sekisho.apps.organisations.queries.countries import country_code
from sekisho.apps.partners.queries.contacts import PURPOSES
from sekisho.engines.identity import corporate_number_fault, normalise_corporate_number

KINDS = ("procurement", "outsourcing", "service", "sales")
_LARGEST_CAPITAL = 10**16
_LARGEST_HEADCOUNT = 10_000_000
_CODE, _NAME, _SHORT, _TAG, _PHONE, _NOTE = 40, 200, 120, 60, 40, 4000
_MAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d+(?:\.\d+)?)(兆|億|百万|千万|十万|万|千|百)?")
_MONEY = re.compile(r"(?:\d+(?:\.\d+)?(?:兆|億|百万|千万|十万|万|千|百)?)+")
_WORTH = {"兆": 10**12, "億": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5}
_WORTH |= {"万": 10**4, "千": 1000, "百": 100, "": 1}
_MONEY_SIGNS = re.compile(r"^(?:jpy|¥|\\|約)+|[,\s]|(?:円|yen|jpy)$")
_PEOPLE_SIGNS = re.compile(r"^約|[,\s]|(?:名|人|people|persons|employees)$")
_SEPARATORS = re.compile(r"[、,，;；\n|｜]+")
_KIND_WORDS = {
    "procurement": "調達 購買 仕入 仕入れ 部品 物品 購買先 仕入先 purchase supplier parts",
    "outsourcing": "委託 業務委託 外注 外部委託 請負 委託先 外注先 subcontract contractor",
    "service": "サービス 役務 クラウド サービス利用 利用 service saas cloud services",
    "sales": "販売 販売先 販売店 代理店 顧客 sales dealer customer distributor reseller",
}
_PURPOSE_WORDS = {
    "security": "セキュリティ 情報セキュリティ セキュリティ窓口 security csirt infosec it",
    "sales": "営業 営業窓口 販売 取引窓口 sales account",
    "executive": "経営 経営層 役員 代表 代表者 社長 executive management ceo",
    "out_of_hours": "夜間休日 夜間・休日 夜間 休日 緊急 時間外 緊急連絡先 out_of_hours out of hours"
    " emergency 24h",
}
_LANGUAGE_WORDS = {"ja": "ja 日本語 日本 和文 japanese jp jpn", "en": "en 英語 英文 english eng"}


class CellFault(ValueError):
    """Why a cell will not do: the code of its sentence."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in [value, *words.split()]}


_KIND_BY_WORD = _by_word(_KIND_WORDS)
_PURPOSE_BY_WORD = _by_word(_PURPOSE_WORDS) | {
    "out of hours": "out_of_hours",
    "nights and holidays": "out_of_hours",
    "sales desk": "sales",
}
_LANGUAGE_BY_WORD = _by_word(_LANGUAGE_WORDS)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _line(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        plain = " ".join(text.split())
        if len(plain) > limit:
            raise CellFault("partners.row.too_long")
        return plain

    return read


def _code(text: str) -> str:
    return _line(_CODE)(unicodedata.normalize("NFKC", text))


def _corporate_number(text: str) -> str:
    fault = corporate_number_fault(text)
    if fault:
        raise CellFault(f"partners.row.corporate_number_{fault.rpartition('.')[2]}")
    return normalise_corporate_number(text)


def _country(text: str) -> str:
    found = country_code(text)
    if found is None:
        raise CellFault("partners.row.country")
    return found


def read_yen(text: str) -> int:
    """Yen from 1000000, 1,000万円, 1億5,000万円, 10百万円, ¥10,000 and full-width digits."""
    plain = _MONEY_SIGNS.sub("", _MONEY_SIGNS.sub("", _folded(text)))
    if not _MONEY.fullmatch(plain):
        raise CellFault("partners.row.capital")
    total = sum(Decimal(figure) * _WORTH[unit] for figure, unit in _PART.findall(plain))
    if total != int(total) or total > _LARGEST_CAPITAL:
        raise CellFault("partners.row.capital")
    return int(total)


def read_headcount(text: str) -> int:
    """People from 120, 1,200名, 約300人 and full-width digits."""
    plain = _PEOPLE_SIGNS.sub("", _folded(text))
    plain = plain.removesuffix(".0")
    if not plain.isascii() or not plain.isdecimal() or int(plain) > _LARGEST_HEADCOUNT:
        raise CellFault("partners.row.headcount")
    return int(plain)


def _word(table: dict[str, str], code: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        found = table.get(_folded(text))
        if found is None:
            raise CellFault(code)
        return found

    return read


def _purposes(text: str) -> list[str]:
    words = [word for word in _SEPARATORS.split(_folded(text)) if word.strip()]
    found = {_PURPOSE_BY_WORD.get(word.strip()) for word in words}
    if None in found:
        raise CellFault("partners.row.purposes")
    return [purpose for purpose in PURPOSES if purpose in found]


def read_tags(text: str) -> list[str]:
    """Tags parted by commas or line ends, each once, in their order."""
    words = (" ".join(word.split()) for word in _SEPARATORS.split(text))
    found = list(dict.fromkeys(filter(None, words)))
    if any(len(word) > _TAG for word in found):
        raise CellFault("partners.row.too_long")
    return found


def _email(text: str) -> str:
    plain = text.strip()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).strip()
    plain = plain.removeprefix("mailto:")
    if len(plain) > 254 or not _MAIL.fullmatch(plain) or ".." in plain:  # noqa: PLR2004 - RFC 5321
        raise CellFault("partners.row.email")
    return plain


def _note(text: str) -> str:
    if len(text) > _NOTE:
        raise CellFault("partners.row.too_long")
    return text.strip()


READERS: dict[str, Callable[[str], Any]] = {
    "own_code": _code,
    "name": _line(_NAME),
    "name_kana": _line(_NAME),
    "name_en": _line(_NAME),
    "corporate_number": _corporate_number,
    "country": _country,
    "capital_yen": read_yen,
    "headcount": read_headcount,
    "kind": _word(_KIND_BY_WORD, "partners.row.kind"),
    "what": _line(_NAME),
    "customer": _line(_NAME),
    "parent": _line(_NAME),
    "tags": read_tags,
    "department": _line(_SHORT),
    "contact": _line(_SHORT),
    "email": _email,
    "phone": _line(_PHONE),
    "language": _word(_LANGUAGE_BY_WORD, "partners.row.language"),
    "purposes": _purposes,
    "owner": _line(_NAME),
    "note": _note,
}
# Few different texts in a column of thousands: read once, remembered for the file.
REPEATED = frozenset(
    {"country", "capital_yen", "headcount", "kind", "tags", "language", "purposes"}
)
