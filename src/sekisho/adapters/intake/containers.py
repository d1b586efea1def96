"""The outside of a zip archive, read from its bytes before any library opens it.

A reader that goes by the front, one that goes by the end and one that goes by the directory must
all see the same members: that shuts out polyglots, overlapping bombs and swapped contents.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from sekisho.adapters.intake.limits import MIB_BYTES, Limits
from sekisho.adapters.intake.names import visible_text
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

ZIP_MARK = b"PK\x03\x04"
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
_END_MARK = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_DIRECTORY_ENTRY_BYTES = 1_000
_DESCRIPTOR_BYTES = 24
_ENCRYPTED, _DESCRIBED_LATER, _UTF8_NAMES = 0x1, 0x8, 0x800
_UNTOLD = 0xFFFFFFFF  # zip64: the size stands elsewhere
_MODES_OF_LINKS = 0o120000
_NAME = re.compile(r"(?!/)(?![A-Za-z]:)[^\\\x00-\x1f\x7f<>|\"*?:]+")


@dataclass(frozen=True, slots=True)
class End:
    """Where the archive's directory stands, as its last record tells."""

    at: int
    count: int
    directory_bytes: int
    directory_at: int
    comment: bytes
    comment_bytes: int


def find_end(data: bytes) -> End | None:
    """The end record that a lenient reader would use, or nothing where there is no archive."""
    at = data.rfind(_END_MARK, max(0, len(data) - 0xFFFF - _END.size))
    if at < 0 or at + _END.size > len(data):
        return None
    *_, count, size, start, comment_bytes = _END.unpack_from(data, at)
    comment = data[at + _END.size : at + _END.size + comment_bytes]
    return End(at, count, size, start, comment, comment_bytes)


def name_of(member: zipfile.ZipInfo) -> str:
    """A member's name as its writer meant it.

    Without the mark of UTF-8, Windows in Japan writes Shift_JIS, macOS UTF-8 all the same; zipfile
    reads such bytes as code page 437.
    """
    name = member.orig_filename
    if member.flag_bits & _UTF8_NAMES or name.isascii():
        return name
    raw = name.encode("cp437")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return name


def hides_archive(data: bytes) -> bool:
    """Whether a file that is not an archive from its front still opens as one from its end."""
    end = find_end(data)
    if end is None or end.directory_bytes > end.at:
        return False
    first = end.at - end.directory_bytes
    return data[first : first + 4] in (b"PK\x01\x02", _END_MARK)


def open_archive(data: bytes, file: str, limits: Limits) -> zipfile.ZipFile:
    """Open an archive whose outside is sound and whose members stay within the limits.

    Raises Unreadable, Invalid or TooLarge with the member's name.
    """
    end = find_end(data)
    if end is None or end.directory_at + end.directory_bytes != end.at:
        raise Unreadable("intake.archive_broken", file=file, member="")
    if end.at + _END.size + end.comment_bytes != len(data) or b"<" in end.comment:
        raise Invalid("intake.polyglot", file=file, kind="zip", offset=end.at)
    room = limits.archive_members * _DIRECTORY_ENTRY_BYTES
    if end.count > limits.archive_members or end.directory_bytes > room:
        limit = limits.archive_members
        raise TooLarge("intake.archive_members", file=file, count=end.count, limit=limit)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ARCHIVE_ERRORS as error:
        raise Unreadable("intake.archive_broken", file=file, member="") from error
    members = archive.infolist()
    if len(members) != end.count or not members:
        raise Unreadable("intake.archive_broken", file=file, member="")
    _check_names(members, file)
    _check_sizes(members, file, limits)
    _check_places(data, members, end, file)
    return archive


def _check_names(members: list[zipfile.ZipInfo], file: str) -> None:
    seen: set[str] = set()
    for member in members:
        name = unicodedata.normalize("NFC", name_of(member))
        shown = visible_text(name)
        parts = name.rstrip("/").split("/")
        if not _NAME.fullmatch(name) or any(part.strip() in {"", ".", ".."} for part in parts):
            raise Invalid("intake.archive_name", file=file, member=shown)
        is_veiled = visible_text(name, limit=len(name)) != name
        if is_veiled or (member.external_attr >> 16) & 0o170000 == _MODES_OF_LINKS:
            raise Invalid("intake.archive_name", file=file, member=shown)
        if name.casefold() in seen:
            raise Invalid("intake.archive_duplicate", file=file, member=shown)
        seen.add(name.casefold())
        if member.flag_bits & _ENCRYPTED:
            raise Invalid("intake.encrypted", file=file, member=shown)


def _check_sizes(members: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    total, packed = 0, 0
    for member in members:
        name = visible_text(member.filename)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("intake.archive_broken", file=file, member=name)
        total, packed = total + member.file_size, packed + member.compress_size
        if total > limits.archive_unpacked_bytes:
            most = limits.archive_unpacked_bytes
            raise TooLarge("intake.archive_unpacked", file=file, member=name, limit_bytes=most)
        _check_ratio(member.file_size, member.compress_size, (file, name), limits)
    _check_ratio(total, packed, (file, ""), limits)


def _check_ratio(unpacked: int, packed: int, place: tuple[str, str], limits: Limits) -> None:
    if unpacked > max(MIB_BYTES, packed * limits.archive_ratio):
        file, member = place
        limit = limits.archive_ratio
        raise TooLarge("intake.archive_ratio", file=file, member=member, limit=limit)


def _check_places(data: bytes, members: list[zipfile.ZipInfo], end: End, file: str) -> None:
    """Every member lies where its local header says, one after the other, with nothing between."""
    at, slack = 0, 0
    for member in sorted(members, key=lambda one: one.header_offset):
        name = visible_text(member.filename)
        if member.header_offset < at:
            raise Invalid("intake.archive_overlap", file=file, member=name)
        if member.header_offset > at + slack:
            raise Invalid("intake.polyglot", file=file, kind="zip", offset=at)
        at = member.header_offset + _local_bytes(data, member, file) + member.compress_size
        slack = _DESCRIPTOR_BYTES if member.flag_bits & _DESCRIBED_LATER else 0
    if at > end.directory_at:
        raise Invalid("intake.archive_overlap", file=file, member="")
    if at + slack < end.directory_at:
        raise Invalid("intake.polyglot", file=file, kind="zip", offset=at)


def _local_bytes(data: bytes, member: zipfile.ZipInfo, file: str) -> int:
    """The size of the local header, which must tell the same as the directory."""
    name = visible_text(member.filename)
    at = member.header_offset
    if at + _LOCAL.size > len(data):
        raise Unreadable("intake.archive_broken", file=file, member=name)
    mark, _, flags, method, _, _, crc, packed, unpacked, name_bytes, extra_bytes = (
        _LOCAL.unpack_from(data, at)
    )
    raw = data[at + _LOCAL.size : at + _LOCAL.size + name_bytes]
    known = raw.decode("utf-8" if flags & _UTF8_NAMES else "cp437", "replace")
    stated = (crc, packed, unpacked) == (member.CRC, member.compress_size, member.file_size)
    is_later = bool(flags & _DESCRIBED_LATER) or _UNTOLD in (packed, unpacked)
    if flags & _ENCRYPTED:
        raise Invalid("intake.encrypted", file=file, member=name)
    if mark != ZIP_MARK or method != member.compress_type or known != member.orig_filename:
        raise Unreadable("intake.archive_broken", file=file, member=name)
    if not (stated or is_later):
        raise Unreadable("intake.archive_broken", file=file, member=name)
    return int(_LOCAL.size + name_bytes + extra_bytes)
