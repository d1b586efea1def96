"""Words of a mail in whatever encoding its sender thought of; never an error, at worst a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any

# Windows writes signs into ISO-2022-JP and Shift_JIS that the standards do not have.
_WIDER = {
    "iso-2022-jp": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
}
_GUESSES = ("utf-8", "euc_jp", "cp932")  # hardly a text of a later one fits an earlier one
_MOST_SIGNS = 20_000
_LONGEST_HEADER = 4_000
_FAULTS = (LookupError, UnicodeError, ValueError, TypeError, AttributeError, MessageError)


class _ShortHeaders(Compat32):
    """Cuts headers that are long only to keep busy whoever reads them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, Any]:
        """As the standard policy does, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


SHORT_HEADERS = _ShortHeaders()


def decoded(octets: bytes, charset: str = "") -> str:
    """The text of these bytes: by their charset, else by the first that fits."""
    name = charset.lower().strip(" \"'")
    tries = [_WIDER.get(name, name)] if name else []
    if b"\x1b$" in octets:
        tries.append("iso2022_jp_ext")
    for codec in (*tries, *_GUESSES):
        try:
            return octets.decode(codec)
        except (LookupError, UnicodeError, ValueError):
            continue
    return octets.decode("ascii", "replace")


def headers(message: Message, name: str) -> list[str]:
    """Every header of that name, its encoded words (RFC 2047) read, on one line each."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [" ".join(_header_text(str(value)).split()) for value in found]


def header(message: Message, name: str) -> str:
    """The first header of that name, empty when there is none."""
    return next(iter(headers(message, name)), "")


def _header_text(value: str) -> str:
    raw = value.encode("ascii", "surrogateescape") if _is_raw(value) else value.encode("utf-8")
    if not raw.isascii() or b"\x1b" in raw:
        return decoded(raw)
    try:
        parts = decode_header(raw.decode("ascii"))
    except _FAULTS:
        return value
    return "".join(
        part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts
    )


def _is_raw(value: str) -> bool:
    """Whether the parser kept bytes that are no ASCII in its own way."""
    return all(sign < "\x80" or "\udc80" <= sign <= "\udcff" for sign in value)


def content_type(part: Message) -> str:
    """The media type in lower case; text/plain when it cannot be read."""
    try:
        return part.get_content_type()
    except _FAULTS:
        return "text/plain"


def parameter(part: Message, name: str) -> str:
    """A parameter of the media type in lower case, empty when it is missing or broken."""
    try:
        value = part.get_param(name)
    except _FAULTS:
        return ""
    return value.lower() if isinstance(value, str) else ""


def text_of(part: Message) -> str:
    """The words of one part, its transfer encoding undone; cut at 20,000 signs."""
    try:
        payload = part.get_payload(decode=True)
    except _FAULTS:
        return ""
    if not isinstance(payload, bytes):
        return ""
    return decoded(payload, parameter(part, "charset"))[:_MOST_SIGNS]


def first_words(message: Message) -> str:
    """The first readable part of a mail: plain text, or HTML without its tags."""
    for kind in ("text/plain", "text/html"):
        for part in _own_parts(message):
            if content_type(part) == kind and (words := text_of(part).strip()):
                return words if kind == "text/plain" else _without_tags(words)
    return ""


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts of the mail itself, not those of a mail inside it."""
    if content_type(message).startswith("message/"):
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _own_parts(part)
    else:
        yield message


def _without_tags(html: str) -> str:
    broken = re.sub(r"(?is)<(script|style)\b[^>]*>[^<]*</\1>", " ", html)
    broken = re.sub(r"(?i)<(br|/p|/div|/tr)\b[^>]{0,200}>", "\n", broken)
    return re.sub(r"<[^<>]{0,500}>", " ", broken).replace("&nbsp;", " ")
