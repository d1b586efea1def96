"""Logs line by line: CSV with a heading, Zeek conn.log with tabs, one JSON object a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo

import numpy as np

from sekisho.adapters.flowlogs import values
from sekisho.adapters.flowlogs.columns import Role
from sekisho.adapters.flowlogs.limits import Lines
from sekisho.engines.observing import FlowBatch
from sekisho.kernel.errors import Unreadable

Cells = list[str]
Record = tuple[int, Cells | None]  # None: the line is no row
_NAMED = 100
_MARKS = ",\t;|"


class Broken:
    """Lines that are no rows: how many, and the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.lines: list[int] = []

    def add(self, line: int) -> None:
        """Note one line."""
        self.count += 1
        if len(self.lines) < _NAMED:
            self.lines.append(line)


def csv_records(lines: Lines) -> tuple[Cells, Iterator[Record]]:
    """Headings and records of a CSV file. Raises Unreadable (flowlogs.no_columns)."""
    numbered = iter(lines)
    for _number, head in numbered:
        if head.strip() and not head.startswith(b"#"):
            break
    else:
        raise Unreadable("flowlogs.no_columns")
    encoding = _encoding(head)
    first = head.decode(encoding, "replace").removeprefix("\ufeff")
    mark = max(_MARKS, key=first.count)
    columns = [cell.strip() for cell in _split(first, mark) or []]
    if len(columns) < 2:  # noqa: PLR2004 - a log has at least two ends
        raise Unreadable("flowlogs.no_columns")
    return columns, _records(numbered, encoding, mark, len(columns))


def _encoding(head: bytes) -> str:
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _records(
    numbered: Iterator[tuple[int, bytes]], encoding: str, mark: str, width: int
) -> Iterator[Record]:
    for number, raw in numbered:
        if not raw.strip():
            continue
        cells = _split(raw.decode(encoding, "replace"), mark)
        yield number, cells if cells is not None and len(cells) == width else None


def _split(line: str, mark: str) -> Cells | None:
    if '"' not in line:
        return line.split(mark)
    try:
        return next(csv.reader([line], delimiter=mark, strict=True))
    except csv.Error:
        return None


def zeek_records(lines: Lines) -> tuple[Cells, Iterator[Record]]:
    """Headings and records of a conn.log with tabs; later headings of a rotated log count on.

    Raises Unreadable (flowlogs.no_columns).
    """
    numbered = iter(lines)
    for _number, raw in numbered:
        if raw.startswith(b"#fields\t"):
            columns = raw.decode("utf-8", "replace").split("\t")[1:]
            return columns, _zeek(numbered, columns)
        if not raw.startswith(b"#"):
            break
    raise Unreadable("flowlogs.no_columns")


def _zeek(numbered: Iterator[tuple[int, bytes]], columns: Cells) -> Iterator[Record]:
    here = columns
    for number, raw in numbered:
        if raw.startswith(b"#fields\t"):
            here = raw.decode("utf-8", "replace").split("\t")[1:]
        if not raw or raw.startswith(b"#"):
            continue
        cells = raw.decode("utf-8", "replace").split("\t")
        if len(cells) != len(here):
            yield number, None
        elif here == columns:
            yield number, cells
        else:
            by_name = dict(zip(here, cells, strict=True))
            yield number, [by_name.get(name, "") for name in columns]


def json_records(lines: Lines, columns: Cells) -> Iterator[Record]:
    """Records of one JSON object a line, in the order of `columns`."""
    for number, raw in lines:
        if raw.strip():
            found = json_object(raw)
            cells = found and [_told(found.get(name)) for name in columns]
            yield number, cells or None


def json_object(raw: bytes) -> dict[str, object] | None:
    """The object of a line; None for what is none."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _told(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def text_batches(
    records: Iterable[Record],
    columns: Cells,
    mapping: Mapping[Role, str],
    *,
    zone: tzinfo,
    size: int,
    broken: Broken,
) -> Iterator[FlowBatch]:
    """The rows in batches; lines that cannot be read go to `broken`."""
    read = _reader({role: columns.index(name) for role, name in mapping.items()}, zone)
    rows: list[_Row] = []
    for number, cells in records:
        try:
            if cells is None:
                broken.add(number)
                continue
            rows.append((number, *read(cells)))
        except (ValueError, OverflowError):
            broken.add(number)
        if len(rows) >= size:
            yield _batch(rows)
            rows = []
    if rows:
        yield _batch(rows)


_Values = tuple[str, str, int, int, int, int, bool]
_Row = tuple[int, str, str, int, int, int, int, bool]


def _reader(at: Mapping[Role, int], zone: tzinfo) -> Callable[[Cells], _Values]:
    source, target, port = at[Role.SOURCE], at[Role.TARGET], at[Role.PORT]
    protocol, size = at.get(Role.PROTOCOL), at.get(Role.SIZE)
    time, action = at.get(Role.TIME), at.get(Role.ACTION)

    def read(cells: Cells) -> _Values:
        return (
            cells[source].strip(),
            cells[target].strip(),
            values.read_port(cells[port]),
            -1 if protocol is None else values.read_protocol(cells[protocol]),
            0 if size is None else values.read_size(cells[size]),
            values.NO_TIME if time is None else values.read_time(cells[time], zone),
            action is None or values.is_let_through(cells[action]),
        )

    return read


def _batch(rows: list[_Row]) -> FlowBatch:
    lines, sources, targets, ports, protocols, sizes, times, allowed = zip(*rows, strict=True)
    source_words, source_at = _coded(sources)
    target_words, target_at = _coded(targets)
    return FlowBatch(
        source_words,
        source_at,
        target_words,
        target_at,
        np.array(ports, dtype=np.int64),
        np.array(protocols, dtype=np.int64),
        np.array(sizes, dtype=np.int64),
        np.array(times, dtype=np.int64),
        np.array(allowed, dtype=bool),
        np.array(lines, dtype=np.int64),
    )


def _coded(words: Iterable[str]) -> tuple[list[str], np.ndarray]:
    places: dict[str, int] = {}
    codes = [places.setdefault(word, len(places)) for word in words]
    return list(places), np.array(codes, dtype=np.int64)
