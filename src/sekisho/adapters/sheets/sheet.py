"""A table file, opened: workbook or CSV, read row by row in bounded memory.

Workbooks are streamed by our own reader over expat: each limit holds while reading, error cells
stay visible, and long codes keep their digits. Nothing is computed, followed or executed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sekisho.adapters.sheets.cells import CellReader
from sekisho.adapters.sheets.csvfile import csv_rows, delimiter_of, encoding_of
from sekisho.adapters.sheets.limits import Place, Row, SheetLimits
from sekisho.adapters.sheets.package import Handlers, open_package
from sekisho.adapters.sheets.plain import PlainRows
from sekisho.adapters.sheets.workbook import Book, read_book, read_converters, read_texts
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

_ZIP_MARK = b"PK\x03\x04"
_OLE_MARK = b"\xd0\xcf\x11\xe0"
_CSV_SHEET = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table file whose outside has been read; no file handle stays open between readings.

    `encoding` and `delimiter` are empty for a workbook. `sheet_names` are the visible sheets in
    their order (a CSV has the one sheet ""); hidden ones can be read but are not offered.
    """

    file: str
    encoding: str
    delimiter: str
    sheet_names: tuple[str, ...]
    hidden_sheet_names: tuple[str, ...]
    _source: Path | bytes = field(repr=False)
    _limits: SheetLimits
    _book: Book | None = None

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """Rows that hold something, in order, numbered as the spreadsheet shows them.

        Without a name the first visible sheet is read. Formulas give the value stored with them,
        merged areas have text in their first cell only, dates are ISO 8601, truth is TRUE or
        FALSE. CSV cells that were guarded on export are restored.
        Raises Invalid (no such sheet), Unreadable or TooLarge, naming sheet, row and column.
        """
        name = self._chosen(sheet)
        place = Place(self.file, name, self._limits)
        with _opened(self._source) as stream:
            if self._book is None:
                yield from csv_rows(stream, self.encoding, self.delimiter, place)
            else:
                yield from _workbook_rows(stream, self._book, place)

    def _chosen(self, sheet: str | None) -> str:
        if sheet is None:
            return (self.sheet_names + self.hidden_sheet_names)[0]
        if sheet not in self.sheet_names + self.hidden_sheet_names:
            raise Invalid("sheets.no_such_sheet", file=self.file, sheet=sheet)
        return sheet


def open_sheet(
    source: Path | BinaryIO, *, limits: SheetLimits | None = None, name: str = ""
) -> Sheet:
    """Open an xlsx workbook or a CSV file by its content; `name` stands in messages for the file.

    A path is opened anew for each reading; a stream is read into memory once, here.
    Raises Invalid, Unreadable or TooLarge; the package's docstring lists codes and params.
    """
    limits = limits or SheetLimits()
    shown = name or (source.name if isinstance(source, Path) else "")
    kept = source if isinstance(source, Path) else source.read(limits.size_bytes + 1)
    with _opened(kept) as stream:
        if stream.seek(0, io.SEEK_END) > limits.size_bytes:
            raise TooLarge("sheets.too_large", file=shown, limit_bytes=limits.size_bytes)
        stream.seek(0)
        head = stream.read(len(_ZIP_MARK))
        stream.seek(0)
        if head.startswith(_ZIP_MARK):
            return _workbook(stream, kept, shown, limits)
        _refuse_old(stream, head, shown)
        encoding = encoding_of(stream, shown)
        delimiter = delimiter_of(stream, encoding)
    return Sheet(shown, encoding, delimiter, (_CSV_SHEET,), (), kept, limits)


def _workbook(stream: BinaryIO, kept: Path | bytes, file: str, limits: SheetLimits) -> Sheet:
    with open_package(stream, file, limits) as package:
        book = read_book(package)
    visible = tuple(name for name in book.parts if name not in book.hidden)
    hidden = tuple(name for name in book.parts if name in book.hidden)
    return Sheet(file, "", "", visible, hidden, kept, limits, book)


def _workbook_rows(stream: BinaryIO, book: Book, place: Place) -> Iterator[Row]:
    with open_package(stream, place.file, place.limits) as package:
        texts, converters = read_texts(package, book), read_converters(package, book)
        reader = CellReader(place, texts, converters)
        lane = PlainRows(reader).lane()
        handlers = Handlers(
            reader.start, reader.end, reader.words.append, reader.check, is_raw=True, lane=lane
        )
        for _ in package.parse(book.parts[place.sheet], handlers):
            yield from reader.take()


def _refuse_old(stream: BinaryIO, head: bytes, file: str) -> None:
    """An old binary workbook or a locked one gets its own sentence; no bytes are no table."""
    if head.startswith(_OLE_MARK):
        is_locked = "EncryptedPackage".encode("utf-16-le") in stream.read()
        raise Invalid("sheets.encrypted" if is_locked else "sheets.old_excel", file=file)
    if not head:
        raise Unreadable("sheets.empty", file=file)


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield io.BytesIO(source)
