"""The order in which an upload is questioned: size, name, type by content, structure, extension."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from sekisho.adapters.intake.containers import ZIP_MARK, hides_archive
from sekisho.adapters.intake.limits import EXTENSIONS, MEDIA_TYPES, Accepted, Kind, Limits
from sekisho.adapters.intake.names import clean_name, extension_of
from sekisho.adapters.intake.packages import OLE_MARK, check_archive
from sekisho.adapters.intake.pictures import (
    JPEG_MARK,
    PDF_MARK,
    PNG_MARK,
    check_jpeg,
    check_pdf,
    check_png,
)
from sekisho.adapters.intake.texts import check_text
from sekisho.kernel.errors import Invalid, TooLarge

_HEAD_BYTES = 1_024
_HEAD_MARKUP = re.compile(rb"<script|<!doctype|<html|<svg|<iframe|<\?php", re.IGNORECASE)
_TEXT_KINDS = frozenset({Kind.TXT, Kind.CSV})
_REFUSED_MARKS = {
    b"GIF8": "gif",
    b"BM": "bmp",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"RIFF": "riff",
    b"{\\rtf": "rtf",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"PK\x05\x06": "zip",
}


def inspect_upload(
    stream_or_path: BinaryIO | Path, *, declared_name: str, limits: Limits | None = None
) -> Accepted:
    """Accept an upload or refuse it with its reason; a stream is left at its end.

    `declared_name` is the sender's word: only its extension is compared with what the content is.
    The whole file, at most `limits.size_bytes`, is held in memory; an archive's members never are.
    Raises TooLarge, Invalid or Unreadable; the package's docstring lists codes and params.
    """
    limits = limits or Limits()
    name = clean_name(declared_name)
    data = _content(stream_or_path, name, limits)
    kind = _kind_by_content(data, name, limits)
    _check_whole(data, name, kind)
    kind = _agreed_kind(kind, name)
    if kind not in limits.kinds:
        raise Invalid("intake.type_not_allowed", file=name, kind=kind.value)
    digest = hashlib.sha256(data).hexdigest()
    return Accepted(kind, MEDIA_TYPES[kind], len(data), digest, name)


def _content(stream_or_path: BinaryIO | Path, name: str, limits: Limits) -> bytes:
    """All bytes, reading no more than one beyond the limit."""
    if isinstance(stream_or_path, Path):
        with stream_or_path.open("rb") as stream:
            data = stream.read(limits.size_bytes + 1)
    else:
        data = stream_or_path.read(limits.size_bytes + 1)
    if len(data) > limits.size_bytes:
        raise TooLarge("intake.too_large", file=name, limit_bytes=limits.size_bytes)
    if not data.strip(b"\xef\xbb\xbf\xfe\xff\x00\r\n\t "):
        raise Invalid("intake.empty", file=name)
    return data


def _kind_by_content(data: bytes, name: str, limits: Limits) -> Kind:
    """What the first bytes promise and the structure keeps."""
    if data.startswith(PDF_MARK):
        check_pdf(data, name)
        return Kind.PDF
    if data.startswith(PNG_MARK):
        check_png(data, name, limits.image_pixels)
        return Kind.PNG
    if data.startswith(JPEG_MARK):
        check_jpeg(data, name, limits.image_pixels)
        return Kind.JPEG
    if data.startswith(ZIP_MARK):
        return check_archive(data, name, limits)
    _refuse_known(data, name)
    check_text(data, name)
    return Kind.CSV if EXTENSIONS.get(extension_of(name)) is Kind.CSV else Kind.TXT


def _refuse_known(data: bytes, name: str) -> None:
    """Say by name what is recognised but never let in; the old Excel form gets its own hint."""
    if data.startswith(OLE_MARK):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Invalid("intake.encrypted", file=name, member="")
        is_excel = any(word.encode("utf-16-le") in data for word in ("Workbook", "Book"))
        raise Invalid("intake.old_excel" if is_excel else "intake.old_office", file=name)
    for mark, kind in _REFUSED_MARKS.items():
        is_text = len(mark) == len(b"BM") and b"\x00" not in data[:_HEAD_BYTES]
        if data.startswith(mark) and not is_text:
            raise Invalid("intake.type_not_allowed", file=name, kind=kind)


def _check_whole(data: bytes, name: str, kind: Kind) -> None:
    """Refuse a file that another reader would take for something else."""
    head = data[:_HEAD_BYTES]
    is_office = data.startswith(ZIP_MARK)
    found = None if kind in _TEXT_KINDS else _HEAD_MARKUP.search(head)
    at = found.start() if found else head.find(PDF_MARK) if kind is not Kind.PDF else -1
    if at < 0 and not is_office and hides_archive(data):
        at = data.rfind(b"PK\x05\x06")
    if at >= 0:
        raise Invalid("intake.polyglot", file=name, kind=kind.value, offset=at)


def _agreed_kind(kind: Kind, name: str) -> Kind:
    """The kind, if the name's extension says the same."""
    extension = extension_of(name)
    if EXTENSIONS.get(extension) is not kind:
        raise Invalid("intake.extension_differs", file=name, extension=extension, kind=kind.value)
    return kind
