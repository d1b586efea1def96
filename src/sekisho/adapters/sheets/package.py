"""Parts of a workbook, streamed out of its zip archive and through expat in bounded memory."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import BinaryIO

from sekisho.adapters.sheets.lane import Lane
from sekisho.adapters.sheets.limits import MIB_BYTES, SheetLimits
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

CHUNK_BYTES = 8 * 1024  # bounds the rows that wait between two pieces
DEPTH = 256
_DIRECTORY_BYTES = 2 * MIB_BYTES
_TOKEN_BYTES = MIB_BYTES
_END = struct.Struct("<4s4H2LH")
_ARCHIVE_ERRORS = (
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


class LocalNames(dict[str, str]):
    """Element names without their namespace prefix, remembered once met."""

    def __missing__(self, name: str) -> str:
        """Cut the prefix; long strange names are not remembered."""
        local = name.rpartition(":")[2]
        if len(self) < DEPTH:
            self[name] = local
        return local


@dataclass(slots=True)
class Handlers:
    """What a part's reader wants to hear; `pending` is called between two pieces of the part.

    `is_raw` hands on names with their prefix and leaves the depth to the reader: twice as fast.
    `lane` takes plain elements past the parser.
    """

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None
    pending: Callable[[], None] = field(default=lambda: None)
    is_raw: bool = False
    lane: Lane | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook archive; every reading of a part starts afresh."""

    archive: zipfile.ZipFile
    file: str
    limits: SheetLimits

    def has(self, part: str) -> bool:
        """Whether the archive holds that part."""
        return part in self.archive.NameToInfo

    def pieces(self, part: str) -> Iterator[bytes]:
        """The part's bytes; raises Unreadable, or TooLarge beyond `part_bytes`."""
        seen, most = 0, self.limits.part_bytes
        try:
            with self.archive.open(part) as stream:
                while piece := stream.read(CHUNK_BYTES):
                    seen += len(piece)
                    if seen > most:
                        raise TooLarge(
                            "sheets.unpacked", file=self.file, part=part, limit_bytes=most
                        )
                    yield piece
        except (*_ARCHIVE_ERRORS, KeyError) as error:
            raise Unreadable("sheets.broken", file=self.file, part=part) from error

    def parse(self, part: str, handlers: Handlers) -> Iterator[None]:
        """Send the part through the handlers, pausing after each piece of it.

        Raises Invalid for a document type, Unreadable for broken XML, TooLarge for a bomb.
        """
        parser, lane = _prepared(handlers, self.file, part), handlers.lane
        fed = 0
        for piece in self.pieces(part):
            for rest in lane.rest(piece) if lane else (piece,):
                self._feed(parser, part, rest, is_last=False)
                fed += len(rest)
                if lane:
                    lane.is_heard = parser.CurrentByteIndex == fed
            if fed - max(parser.CurrentByteIndex, 0) > _TOKEN_BYTES:
                raise TooLarge(
                    "sheets.unpacked", file=self.file, part=part, limit_bytes=_TOKEN_BYTES
                )
            handlers.pending()
            yield
        if lane:
            self._feed(parser, part, lane.last(), is_last=False)
            handlers.pending()
        self._feed(parser, part, b"", is_last=True)
        yield

    def _feed(self, parser: XMLParserType, part: str, piece: bytes, *, is_last: bool) -> None:
        try:
            parser.Parse(piece, is_last)
        except (ExpatError, LookupError, ValueError) as error:
            raise Unreadable("sheets.broken", file=self.file, part=part) from error

    def read(self, part: str, handlers: Handlers) -> None:
        """Send a whole part through the handlers."""
        for _ in self.parse(part, handlers):
            pass

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part inside the archive: id to (last word of the type, part name)."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                sort = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = (sort, posixpath.normpath(target).lstrip("/"))

        if self.has(relations):
            self.read(relations, Handlers(start))
        return found


@contextmanager
def open_package(stream: BinaryIO, file: str, limits: SheetLimits) -> Iterator[Package]:
    """Open the archive after a look at the size of its directory; the stream stays open."""
    _check_directory(stream, file)
    try:
        archive = zipfile.ZipFile(stream)
    except _ARCHIVE_ERRORS as error:
        raise Unreadable("sheets.broken", file=file, part="") from error
    with archive:
        if any(member.flag_bits & 1 for member in archive.infolist()):
            raise Invalid("sheets.encrypted", file=file)
        yield Package(archive, file, limits)


def _check_directory(stream: BinaryIO, file: str) -> None:
    """A directory of a hundred thousand members would fill the memory before any could be read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 0xFFFF - _END.size))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail) or tail.rfind(b"PK\x06\x06", 0, at) >= 0:
        raise Unreadable("sheets.broken", file=file, part="")
    if _END.unpack_from(tail, at)[5] > _DIRECTORY_BYTES:
        raise TooLarge("sheets.unpacked", file=file, part="", limit_bytes=_DIRECTORY_BYTES)


def _prepared(handlers: Handlers, file: str, part: str) -> XMLParserType:
    """A parser that refuses a document type and deep nesting, and hands on local names."""
    parser = ParserCreate()
    parser.buffer_text = True
    names, depth = LocalNames(), 0
    on_start, on_end = handlers.start, handlers.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise TooLarge("sheets.unpacked", file=file, part=part, limit_bytes=DEPTH)
        on_start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if on_end:
            on_end(names[name])

    def refuse(*_: object) -> None:
        raise Invalid("sheets.xml_entities", file=file, part=part)

    parser.StartElementHandler = on_start if handlers.is_raw else start
    parser.EndElementHandler = on_end if handlers.is_raw else end
    parser.StartDoctypeDeclHandler = refuse
    parser.CharacterDataHandler = handlers.text
    return parser
