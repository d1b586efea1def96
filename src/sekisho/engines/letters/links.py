"""Addresses in a letter that do not lead to this installation."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from sekisho.engines.letters.faults import Fault

SHOWN_LENGTH = 80
DEFAULT_PORTS = {"http": 80, "https": 443}

# A reader cannot see where these lead, and mail filters distrust them.
SHORTENERS = frozenset(
    """
    0rz.tw 2.gy 3.ly adf.ly aka.ms amzn.to b.link bit.do bit.ly bitly.com bl.ink buff.ly cli.gs
    clck.ru cutt.ly db.tt dlvr.it fb.me g.co gg.gg goo.gl goo.su ht.ly is.gd j.mp kutt.it lin.ee
    linktr.ee lnkd.in n9.cl nico.ms onl.bz onl.la onl.sc onl.tw ow.ly p.tl po.st qr.ae qr.paps.jp
    rb.gy rebrand.ly reurl.cc s.id short.gy short.io shorturl.at shorturl.asia smarturl.it
    snip.ly soo.gd spr.ly t.co t.ly t.me tiny.cc tiny.one tinyurl.com tny.im tr.im trib.al u.to
    urlz.fr ux.nu v.gd v.ht wp.me x.gd youtu.be
    """.split()
)

# Endings of a bare address besides those of two letters; others are more often a slip in a
# sentence ("Co.Ltd") than an address.
_ENDINGS = (
    "app|biz|click|cloud|club|com|dev|edu|example|gov|icu|info|invalid|link|live|mov|mil|net|"
    "online|org|page|shop|site|space|store|test|tokyo|top|website|work|xyz|zip"
)
# In Japanese text no space parts an address from the words around it, so a host of Latin letters
# ends where other letters begin; one that ends in other letters itself is taken with all of them.
_HOST = (
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    rf"(?:{_ENDINGS}|[a-z]{{2}}|xn--[a-z0-9-]+)(?![a-z0-9_-])"
)
_FOREIGN_HOST = rf"[\w.-]*[^\W\x00-\x7f]\.(?:{_ENDINGS}|[a-z]{{2}})(?![a-z0-9_-])"
_SHORT = rf"(?:www\.)?(?:{'|'.join(map(re.escape, sorted(SHORTENERS)))})(?![a-z0-9_-])"
_NUMBERS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?=[:/])"
_NO_MAIL = r"(?![a-z0-9_.+-]*@)"
_PATH = r"(?:[/?#\\][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%\\-]*)?"
_ADDRESS = re.compile(
    rf"[a-z][a-z0-9+.-]*:[/\\]{{2}}[^\s<>\"「」『』（）［］、。/?#\\]+{_PATH}"
    rf"|(?<![a-z0-9_@.-])(?:{_HOST}|{_SHORT}|{_NUMBERS}|{_FOREIGN_HOST}){_NO_MAIL}(?::[0-9]+)?{_PATH}",
    re.IGNORECASE,
)
# Left as they are, because they end an address and their narrow forms do not.
_KEPT = "（）［］"
_CLOSING = ".,;:!?)]}'\""


def link_faults(text: str, base_url: str) -> tuple[Fault, ...]:
    """Each address in the text that is shortened or leads elsewhere than below `base_url`.

    Takes text with or without {{fields}}; finds addresses with a scheme and bare domains, also in
    full-width letters; mail addresses are not links. Positions count characters of `text`. With an
    empty `base_url` every address is foreign. Codes: letters.link_shortened, letters.link_foreign.
    """
    plain, origins = _compatible(text)
    return tuple(
        Fault(code, origins[found.start()], address[:SHOWN_LENGTH])
        for found in _ADDRESS.finditer(plain)
        if (code := _judge(address := found[0].rstrip(_CLOSING), base_url))
    )


def _compatible(text: str) -> tuple[str, list[int]]:
    """The text as a browser reads its letters, and the place where each of those came from."""
    pieces, origins = [], []
    for place, character in enumerate(text):
        plain = character if character in _KEPT else unicodedata.normalize("NFKC", character)
        pieces.append(plain)
        origins += [place] * len(plain)
    return "".join(pieces), origins


def _judge(address: str, base_url: str) -> str | None:
    has_scheme = re.match("[a-z][a-z0-9+.-]*:", address, re.IGNORECASE)
    target = _split(address if has_scheme else f"{_split(base_url).scheme or 'https'}://{address}")
    host = (target.hostname or "").rstrip(".").removeprefix("www.")
    if host in SHORTENERS:
        return "letters.link_shortened"
    return None if _is_below(target, _split(base_url)) else "letters.link_foreign"


def _split(address: str) -> SplitResult:
    """The parts of an address; one that cannot be read has none."""
    try:
        # Browsers take a backslash for a slash.
        parts = urlsplit(address.replace("\\", "/"))
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _is_below(target: SplitResult, base: SplitResult) -> bool:
    path, root = target.path, base.path.rstrip("/")
    return (
        bool(base.hostname)
        and target.username is None
        and target.scheme == base.scheme
        and target.hostname == base.hostname
        and _port(target) == _port(base)
        and (path == root or path.startswith(f"{root}/"))
        and ".." not in path.split("/")
    )


def _port(parts: SplitResult) -> int | None:
    return parts.port or DEFAULT_PORTS.get(parts.scheme)
