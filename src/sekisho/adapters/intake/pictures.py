"""Pictures and PDF: the structure must hold from the first byte to the last."""

from __future__ import annotations

import re
import struct
import zlib

from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

PNG_MARK = b"\x89PNG\r\n\x1a\n"
JPEG_MARK = b"\xff\xd8\xff"
PDF_MARK = b"%PDF-"
_SCRIPT = re.compile(rb"<script|<!doctype|<\?php|<html", re.IGNORECASE)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_FILL, _JPEG_SCAN = 0xFF, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_PDF_TAIL_BYTES = 2_048


def check_png(data: bytes, file: str, pixels: int) -> None:
    """Walk all chunks with their checksums; nothing may follow the last."""
    at, first = len(PNG_MARK), True
    while True:
        if at + 12 > len(data):
            raise Unreadable("intake.broken", file=file, kind="png", offset=at)
        size, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data) or first != (name == b"IHDR") or not _has_checksum(data, at, end):
            raise Unreadable("intake.broken", file=file, kind="png", offset=at)
        if first:
            _check_pixels(struct.unpack_from(">II", data, at + 8), file, pixels)
        if name == b"IEND":
            break
        at, first = end, False
    _refuse_script(data, file, "png")
    if end != len(data):
        raise Invalid("intake.polyglot", file=file, kind="png", offset=end)


def _has_checksum(data: bytes, at: int, end: int) -> bool:
    """Whether the chunk from `at` to `end` carries the right CRC."""
    wanted: int = struct.unpack_from(">I", data, end - 4)[0]
    return zlib.crc32(memoryview(data)[at + 4 : end - 4]) == wanted


def check_jpeg(data: bytes, file: str, pixels: int) -> None:
    """Walk the segments up to the picture data; a frame with a size and an end must be there.

    Cameras add a second picture behind the end, so that alone is no reason to refuse.
    """
    at, has_frame = 2, False
    while True:
        if at + 4 > len(data) or data[at] != _JPEG_FILL:
            raise Unreadable("intake.broken", file=file, kind="jpeg", offset=at)
        marker = data[at + 1]
        if marker in _STANDALONE or marker == _JPEG_FILL:
            at += 1 if marker == _JPEG_FILL else 2
            continue
        if marker == _JPEG_SCAN:
            break
        if marker in _FRAMES and at + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 5)
            _check_pixels((width, height or 1), file, pixels)
            has_frame = True
        (size,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + max(size, 2)
    if not has_frame or data.find(b"\xff\xd9", at) < 0:
        raise Unreadable("intake.broken", file=file, kind="jpeg", offset=at)
    _refuse_script(data, file, "jpeg")


def _check_pixels(size: tuple[int, ...], file: str, pixels: int) -> None:
    width, height = size
    if width * height > pixels:
        raise TooLarge("intake.image_pixels", file=file, width=width, height=height, limit=pixels)
    if not width * height:
        raise Unreadable("intake.broken", file=file, kind="image", offset=0)


def _refuse_script(data: bytes, file: str, kind: str) -> None:
    if found := _SCRIPT.search(data):
        raise Invalid("intake.polyglot", file=file, kind=kind, offset=found.start())


def check_pdf(data: bytes, file: str) -> None:
    """Ask for the version, a cross-reference and the end mark, with nothing but space after it."""
    tail = data[-_PDF_TAIL_BYTES:]
    end = tail.rfind(b"%%EOF")
    if not re.match(rb"%PDF-[12]\.\d", data) or end < 0 or tail.rfind(b"startxref", 0, end) < 0:
        raise Unreadable("intake.broken", file=file, kind="pdf", offset=len(data))
    if tail[end + len(b"%%EOF") :].strip(b"\r\n\t \x00"):
        offset = len(data) - len(tail) + end
        raise Invalid("intake.polyglot", file=file, kind="pdf", offset=offset)
