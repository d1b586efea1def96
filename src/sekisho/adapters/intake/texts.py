"""Plain text: read strictly in a stated order, and free of anything a browser would run."""

from __future__ import annotations

import codecs
import re

from sekisho.kernel.errors import Invalid, Unreadable

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\uf8f0-\uf8f3\ufffe\uffff]")
_MARKUP = re.compile(
    r"\s*<(?:[!?]|(?:html|head|body|script|svg|iframe|img|object|embed|style|meta|link|a|b|div|p|"
    r"table|title|form|math|video|audio|base)(?=[\s>/]))",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"#!|@echo off|\s*<%|MIME-Version:|Windows Registry Editor", re.IGNORECASE)
_BROKEN_UTF8_CHARACTERS = 8


def check_text(data: bytes, file: str) -> None:
    """Accept UTF-8, UTF-16 with its mark, or CP932 without control characters or active content.

    Raises Unreadable (encoding, control character, each with the line) or Invalid (markup).
    """
    text = _decoded(data, file)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable("intake.text_control", file=file, line=line)
    if _MARKUP.match(text) or _SCRIPT.match(text):
        raise Invalid("intake.active_content", file=file, member="")


def _decoded(data: bytes, file: str) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1  # utf-8-sig counts without its mark
        if encoding == "utf-16" or _is_meant_as_utf8(data, error.start):
            raise Unreadable("intake.text_encoding", file=file, line=line) from error
        return _decoded_japanese(data, file)


def _is_meant_as_utf8(data: bytes, valid_bytes: int) -> bool:
    """Whether so much read well as UTF-8 that the rest is damage, not another encoding."""
    head = data[:valid_bytes].decode("utf-8", "ignore")
    many = len(head) - len(head.encode("ascii", "ignore")) >= _BROKEN_UTF8_CHARACTERS
    return data.startswith(codecs.BOM_UTF8) or many


def _decoded_japanese(data: bytes, file: str) -> str:
    try:
        return data.decode("cp932")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("intake.text_encoding", file=file, line=line) from error
