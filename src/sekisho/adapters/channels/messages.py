"""Builds a mail message in which no given text can become a header or a second recipient.

The bytes are written here, not by the standard library: its folding of Japanese headers loses and
invents blanks (tests/adapters/channels compare with what its parser reads back).
"""

from __future__ import annotations

import base64
import quopri
import re
import textwrap
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from sekisho.adapters.channels.addresses import Mailbox, checked_address
from sekisho.adapters.channels.enclosures import Enclosure, with_enclosures
from sekisho.kernel.errors import Invalid

_SUBJECT_LENGTH = 200
_NAME_LENGTH = 100
_LINE_LENGTH = 76
_FIRST_LINE_LENGTH = 60  # leaves room for the longest name of a folded header
_WORD_OCTETS = 42  # 56 base64 signs between =?utf-8?b? and ?= make 68, under the 75 allowed
_FOLD = "\r\n "
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TEXT = 'text/plain; charset="utf-8"'
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said, to one recipient; texts may hold anything. `reply_to` may be empty.

    `enclosures` are files that go with it, made by our own code.
    """

    to_address: str
    to_name: str
    subject: str
    text: str
    reply_to: str = ""
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the sender adds. `is_automatic` is for codes: it asks for no absence notes in return."""

    message_id: str
    date: datetime
    language: str
    is_automatic: bool = False


def message_id(uid: uuid.UUID, domain: str) -> str:
    """The Message-ID of a letter: always the same, so that a repeated letter is recognised."""
    return f"<{uid}@{domain}>"


def build_message(letter: Letter, sender: Mailbox, stamp: Stamp) -> bytes:
    """A plain-text message by RFC 5322, 2045 and 2047, in lines of at most 78 octets.

    Where files go with it the text is the first part of a multipart message (RFC 2046).
    Line breaks and control characters in subject and names become blanks, overlong ones are cut;
    an address may make its own line longer. Raises Invalid for an address that is no single plain
    one, with a code of its own when it is the address for replies.
    """
    text = body_text(letter.text)
    kind, encoding, body = _content(text, letter.enclosures)
    headers = {
        "From": mailbox_words(sender.name, sender.address),
        "To": mailbox_words(letter.to_name, checked_address(letter.to_address)),
        "Reply-To": _reply_address(letter.reply_to) if letter.reply_to else "",
        "Subject": header_words(one_line(letter.subject, _SUBJECT_LENGTH)),
        "Date": format_datetime(stamp.date),
        "Message-ID": stamp.message_id,
        "Auto-Submitted": "auto-generated" if stamp.is_automatic else "",  # RFC 3834, 5
        "MIME-Version": "1.0",
        "Content-Type": kind,
        "Content-Transfer-Encoding": encoding,
        "Content-Language": "en" if stamp.language.startswith("en") else "ja",
    }
    # The subject may be empty, the others are left out then.
    lines = (
        f"{name}: {value}\r\n" for name, value in headers.items() if value or name == "Subject"
    )
    return "".join(lines).encode("ascii") + b"\r\n" + body


def _content(text: str, enclosures: tuple[Enclosure, ...]) -> tuple[str, str, bytes]:
    """Type, transfer encoding and body of the whole message."""
    encoding, body = _body(text)
    if not enclosures:
        return _TEXT, encoding, body
    own = f"Content-Type: {_TEXT}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    kind, whole = with_enclosures((own, body), enclosures)
    return kind, "7bit", whole  # what _body gives is ASCII in any case


def _reply_address(text: str) -> str:
    try:
        return checked_address(text)
    except Invalid as problem:
        raise Invalid("channels.reply_address_wrong") from problem


def mailbox_words(name: str, address: str) -> str:
    """Name and checked address as the value of a header."""
    shown = one_line(name, _NAME_LENGTH)
    if not shown:
        return address
    if shown.isascii() and "=?" not in shown and len(shown) <= _FIRST_LINE_LENGTH:
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"{_FOLD}<{address}>'
    return f"{_encoded_words(shown)}{_FOLD}<{address}>"


def header_words(line: str) -> str:
    """One line of text as the value of a header, folded."""
    if line.isascii() and "=?" not in line:
        folded = textwrap.wrap(
            line, _FIRST_LINE_LENGTH, break_long_words=False, break_on_hyphens=False
        )
        if all(len(part) <= _LINE_LENGTH - 10 for part in folded):
            return _FOLD.join(folded)
    return _encoded_words(line)


def one_line(text: str, limit: int) -> str:
    """The text on one line of at most so many characters, without any control character."""
    if not text.isprintable():
        text = "".join(" " if _is_control(sign) else sign for sign in text)
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def body_text(text: str) -> str:
    """The text with plain line ends, without control characters and broken characters."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def _is_control(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind in {"Cc", "Cs", "Zl", "Zp"} or (kind == "Cf" and sign not in _JOINERS)


def _encoded_words(line: str) -> str:
    """RFC 2047, 2 and 5: base64 words of whole characters, each on a line of its own."""
    words = (base64.b64encode(part).decode("ascii") for part in _chunks(line))
    return _FOLD.join(f"=?utf-8?b?{word}?=" for word in words)


def _chunks(line: str) -> Iterator[bytes]:
    part = b""
    for sign in line:
        octets = sign.encode("utf-8")
        if len(part) + len(octets) > _WORD_OCTETS:
            yield part
            part = b""
        part += octets
    yield part


def _body(text: str) -> tuple[str, bytes]:
    """Name of the transfer encoding and the lines: as they are when that is safe (RFC 2045, 6)."""
    ended = text if text.endswith("\n") else f"{text}\n"
    octets = ended.replace("\n", "\r\n").encode("utf-8")
    if text.isascii() and max(map(len, text.split("\n"))) <= _LINE_LENGTH:
        return "7bit", octets
    if len(octets) - len(ended) < len(ended) // 6:  # mostly ASCII: readable on any machine
        return "quoted-printable", _lines(quopri.encodestring(ended.encode("utf-8")))
    return "base64", _lines(base64.encodebytes(octets))


def _lines(encoded: bytes) -> bytes:
    return encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
