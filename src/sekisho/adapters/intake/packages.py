"""Office packages (OOXML) and plain archives: what stands inside, member by member.

Source of the part and content type names: ECMA-376 part 2 (packages) and part 1 (documents).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from pyexpat import ExpatError, ParserCreate

from sekisho.adapters.intake.containers import ARCHIVE_ERRORS, open_archive
from sekisho.adapters.intake.limits import MIB_BYTES, Kind, Limits
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_MAIN_TYPES = {
    Kind.XLSX: b"spreadsheetml.sheet.main+xml",
    Kind.DOCX: b"wordprocessingml.document.main+xml",
    Kind.PPTX: b"presentationml.presentation.main+xml",
}
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject|ms-excel\.(?:intl)?macrosheet", re.IGNORECASE)
_MACRO_NAME = re.compile(r"vba(?:project|data)[^/]*\.(?:bin|xml)$|/macrosheets/", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+\.(?:xlsx|docx|pptx)$", re.IGNORECASE)
_NESTED = re.compile(r"\.(?:zip|7z|rar|gz|bz2|xz|tar|jar|cab|iso|lzh)$", re.IGNORECASE)
_NESTED_MARKS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_PROGRAM = re.compile(r"\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|js|hta|lnk|msi)$", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_REMOTE = re.compile(rb"ddeLink|attachedTemplate[^>]+TargetMode\s*=\s*[\"']External")
_CHUNK_BYTES = 64 * 1024
_OVERLAP_BYTES = 512


class _RootReachedError(Exception):
    """The parser has come to the root element; no document type can follow."""


def check_archive(data: bytes, file: str, limits: Limits, *, is_inner: bool = False) -> Kind:
    """Inspect an archive and tell which office format it is, or plain `zip`.

    Every member is unpacked once in small pieces, so sizes and checksums are known to be true.
    """
    with open_archive(data, file, limits) as archive:
        kind = _kind_of(archive, file)
        for member in archive.infolist():
            if not member.is_dir():
                _check_member(archive, member, (file, kind, is_inner), limits)
    return kind


def _kind_of(archive: zipfile.ZipFile, file: str) -> Kind:
    """The office format by the content type of the main part."""
    try:
        info = archive.getinfo(_TYPES)
    except KeyError:
        return Kind.ZIP
    types = b"".join(_pieces(archive, info, file, most_bytes=MIB_BYTES))
    if _MACRO_TYPE.search(types):
        raise Invalid("intake.macros", file=file, member=_TYPES)
    kinds = [kind for kind, mark in _MAIN_TYPES.items() if mark in types]
    if len(kinds) != 1:
        raise Invalid("intake.type_unknown", file=file)
    if "_rels/.rels" not in archive.namelist():
        raise Unreadable("intake.archive_broken", file=file, member="_rels/.rels")
    return kinds[0]


def _check_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    place: tuple[str, Kind, bool],
    limits: Limits,
) -> None:
    file, kind, is_inner = place
    name = member.filename
    if _MACRO_NAME.search(name):
        raise Invalid("intake.macros", file=file, member=name)
    if _PROGRAM.search(name):
        raise Invalid("intake.active_content", file=file, member=name)
    if kind is not Kind.ZIP and _EMBEDDED.match(name) and not is_inner:
        inner = b"".join(_pieces(archive, member, file, most_bytes=limits.size_bytes))
        _check_embedded(inner, f"{file}/{name}", limits)
        return
    lower = name.lower()
    pieces = _pieces(archive, member, file, most_bytes=limits.archive_unpacked_bytes)
    if kind is not Kind.ZIP and lower.endswith((".xml", ".rels")):
        _check_xml(pieces, file, name)
    else:
        _check_other(pieces, file, name)


def _check_embedded(inner: bytes, file: str, limits: Limits) -> None:
    """The table behind a chart is a workbook in its own right and must pass like one."""
    if (
        not inner.startswith(OLE_MARK)
        and check_archive(inner, file, limits, is_inner=True) is Kind.ZIP
    ):
        raise Invalid("intake.archive_nested", file=file, member="")


def _check_other(pieces: Iterator[bytes], file: str, member: str) -> None:
    """No archive inside an archive; no entities in old drawings, which need not be sound XML."""
    head = next(pieces, b"")
    if head.startswith(_NESTED_MARKS) or _NESTED.search(member):
        raise Invalid("intake.archive_nested", file=file, member=member)
    is_drawing = member.lower().endswith(".vml")
    for piece in (head, *pieces) if is_drawing else pieces:
        if is_drawing and _ENTITIES.search(piece):
            raise Invalid("intake.xml_entities", file=file, member=member)


def _check_xml(pieces: Iterator[bytes], file: str, member: str) -> None:
    """XML that comes to its root element without a document type, whatever its encoding.

    A document type can stand only before the root, so nothing beyond it needs parsing.
    """
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise Invalid("intake.xml_entities", file=file, member=member)

    def start(*_: object) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    is_small = member.endswith(".rels") or "/externalLinks/" in member
    head = b"".join(islice(pieces, 1))
    try:
        parser.Parse(head, True)
    except _RootReachedError:
        pass
    except (ExpatError, ValueError, LookupError) as error:
        line = parser.CurrentLineNumber
        raise Unreadable("intake.xml_broken", file=file, member=member, line=line) from error
    last = b""
    for piece in chain((head,), pieces):
        if is_small and _REMOTE.search(last[-_OVERLAP_BYTES:] + piece):
            raise Invalid("intake.active_content", file=file, member=member)
        last = piece


def _pieces(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, *, most_bytes: int
) -> Iterator[bytes]:
    """The member's content, unpacked piece by piece; its checksum is proved at the end."""
    name, seen = member.filename, 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK_BYTES):
                seen += len(piece)
                if seen > most_bytes:
                    raise TooLarge(
                        "intake.archive_unpacked", file=file, member=name, limit_bytes=most_bytes
                    )
                yield piece
    except ARCHIVE_ERRORS as error:
        raise Unreadable("intake.archive_broken", file=file, member=name) from error
    if seen != member.file_size:
        raise Unreadable("intake.archive_broken", file=file, member=name)
