"""CSV: encoding by strict decoding in a stated order, delimiter by agreement, quotes strictly.

Order: the byte order mark's word (UTF-8, UTF-16), then UTF-8, then CP932. A file that reads well
as UTF-8 for eight characters beyond ASCII and then breaks is damaged UTF-8, not CP932.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from sekisho.adapters.sheets.guard import unguard
from sekisho.adapters.sheets.limits import LARGEST_ROW, Place, Row
from sekisho.kernel.errors import TooLarge, Unreadable

_CHUNK_BYTES = 64 * 1024
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_LINES = 50
_DELIMITERS = ",\t;"
_BROKEN_UTF8_CHARACTERS = 8
_QUOTED = re.compile(r'"(?:[^"]|"")*+(?:"|\Z)')
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\uf8f0-\uf8f3\ufffe\uffff]")


def encoding_of(stream: BinaryIO, file: str) -> str:
    """One of utf-8-sig, utf-16, utf-8 and cp932; raises Unreadable naming the line."""
    stream.seek(0)
    head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse_from(_first_failure(stream, "utf-16"), file)
        return "utf-16"
    is_marked = head.startswith(codecs.BOM_UTF8)
    failure = _first_failure(stream, "utf-8")
    if failure is None:
        return "utf-8-sig" if is_marked else "utf-8"
    if is_marked or failure[1] >= _BROKEN_UTF8_CHARACTERS:
        _refuse_from(failure, file)
    _refuse_from(_first_failure(stream, "cp932"), file)
    return "cp932"


def _first_failure(stream: BinaryIO, encoding: str) -> tuple[int, int] | None:
    """Line where decoding fails and how many characters beyond ASCII were read before it."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, beyond_ascii = 1, 0
    while True:
        piece = stream.read(_CHUNK_BYTES)
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, "ignore")
            return line + good.count("\n"), beyond_ascii + _beyond_ascii(good)
        line, beyond_ascii = line + text.count("\n"), beyond_ascii + _beyond_ascii(text)
        if not piece:
            return None


def _beyond_ascii(text: str) -> int:
    return 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))


def _refuse_from(failure: tuple[int, int] | None, file: str) -> None:
    if failure is not None:
        raise Unreadable("sheets.text_encoding", file=file, line=failure[0])


def delimiter_of(stream: BinaryIO, encoding: str) -> str:
    """The separator on which most of the first lines agree; a comma where none stands out."""
    stream.seek(0)
    sample = codecs.getincrementaldecoder(encoding)().decode(stream.read(_SAMPLE_CHARACTERS))
    lines = [line for line in _QUOTED.sub("", sample).splitlines() if line][:_SAMPLE_LINES]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        width, times = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return times, width

    return max(_DELIMITERS, key=agreement)


def csv_rows(stream: BinaryIO, encoding: str, delimiter: str, place: Place) -> Iterator[Row]:
    """Rows that hold something, with guarded cells restored.

    Raises Unreadable (quotes, control characters) or TooLarge, each naming the row.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    lines = _Lines(text, place)
    try:
        yield from _rows(csv.reader(lines, delimiter=delimiter, strict=True), lines, place)
    except csv.Error as error:
        if "field limit" in str(error):
            _refuse("sheets.row_too_long", place, lines.row, csv.field_size_limit())
        raise Unreadable("sheets.csv_quotes", file=place.file, row=lines.row) from error
    finally:
        text.detach()


class _Lines:
    """The lines of the file, watched so that no row can grow without end."""

    def __init__(self, text: io.TextIOWrapper, place: Place) -> None:
        self.text, self.place = text, place
        self.row, self.characters = 1, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        most = self.place.limits.row_characters
        line = self.text.readline(most + 1)
        self.characters += len(line)
        if self.characters > most:
            _refuse("sheets.row_too_long", self.place, self.row, most)
        if _CONTROL.search(line):
            file = self.place.file
            raise Unreadable("sheets.control_character", file=file, row=self.row)
        if not line:
            raise StopIteration
        return line


def _rows(reader: Iterator[list[str]], lines: _Lines, place: Place) -> Iterator[Row]:
    seen = 0
    for number, cells in enumerate(reader, start=1):
        lines.row, lines.characters = number + 1, 0
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            seen += 1
            _check_row(cells, number, seen, place)
            yield Row(number, tuple(unguard(cell) if cell[:1] == "'" else cell for cell in cells))
        elif number > LARGEST_ROW:
            _refuse("sheets.too_many_rows", place, number, LARGEST_ROW)


def _check_row(cells: list[str], number: int, seen: int, place: Place) -> None:
    limits = place.limits
    if seen > limits.rows:
        _refuse("sheets.too_many_rows", place, number, limits.rows)
    if len(cells) > limits.columns:
        _refuse("sheets.too_many_columns", place, number, limits.columns, limits.columns + 1)
    longest = limits.cell_characters
    if max(map(len, cells)) > longest:
        column = next(at for at, cell in enumerate(cells, start=1) if len(cell) > longest)
        _refuse("sheets.cell_too_long", place, number, longest, column)


def _refuse(code: str, place: Place, row: int, limit: int, column: int = 1) -> NoReturn:
    where: dict[str, str | int] = {"sheet": place.sheet, "row": row, "column": column}
    raise TooLarge(code, file=place.file, limit=limit, **where)
