"""One log of whatever format: a look at its head, then its rows in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from typing import BinaryIO

import pyarrow as pa

from sekisho.adapters.flowlogs.columns import NEEDED, Role, guessed
from sekisho.adapters.flowlogs.limits import FlowLimits, Lines
from sekisho.adapters.flowlogs.parquets import open_parquet, parquet_batches
from sekisho.adapters.flowlogs.texts import (
    Broken,
    Record,
    csv_records,
    json_object,
    json_records,
    text_batches,
    zeek_records,
)
from sekisho.engines.observing import FlowBatch
from sekisho.kernel.errors import Invalid, Unreadable

_SHOWN, _LONGEST = 5, 60
_PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Sample:
    """The head of a log: its format (csv, zeek, json, parquet), columns, some rows, a guess."""

    format: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: Mapping[Role, str]


class FlowLog:
    """A log that can be read once from the start, as often as wanted."""

    def __init__(self, stream: BinaryIO, limits: FlowLimits, kind: str) -> None:
        self._stream, self._limits, self.format = stream, limits, kind
        self.broken = Broken()

    def sample(self) -> Sample:
        """Columns, the first rows, and which column is which as far as headings tell.

        Raises Unreadable, TooLarge.
        """
        if self.format == "parquet":
            columns, rows = self._parquet_head()
        else:
            columns, records = self._records()
            told = (cells for _line, cells in records if cells is not None)
            rows = [list(cells) for cells in islice(told, _SHOWN)]
        cut = tuple(tuple(cell[:_LONGEST] for cell in row) for row in rows)
        return Sample(self.format, tuple(columns), cut, guessed(columns))

    def batches(self, mapping: Mapping[Role, str], zone: tzinfo) -> Iterator[FlowBatch]:
        """The rows that can be read, in batches; `broken` counts the others.

        Raises Invalid (flowlogs.column_missing) with `column`, Unreadable, TooLarge.
        """
        self.broken = Broken()
        columns = self.sample().columns
        for role in NEEDED:
            if role not in mapping:
                raise Invalid("flowlogs.column_missing", column=role.value)
        for name in mapping.values():
            if name not in columns:
                raise Invalid("flowlogs.column_missing", column=name)
        if self.format == "parquet":
            yield from parquet_batches(
                self._stream, mapping, zone=zone, limits=self._limits, broken=self.broken
            )
            return
        found, records = self._records()
        yield from text_batches(
            records,
            found,
            mapping,
            zone=zone,
            size=self._limits.batch_rows,
            broken=self.broken,
        )

    def _records(self) -> tuple[list[str], Iterator[Record]]:
        lines = Lines(self._stream, self._limits)
        if self.format == "zeek":
            return zeek_records(lines)
        if self.format == "csv":
            return csv_records(lines)
        heads = (json_object(raw) for _number, raw in islice(lines, 100))
        columns = list(dict.fromkeys(name for head in heads if head for name in head))
        if not columns:
            raise Unreadable("flowlogs.no_columns")
        return columns, json_records(Lines(self._stream, self._limits), columns)

    def _parquet_head(self) -> tuple[list[str], list[list[str]]]:
        file = open_parquet(self._stream, self._limits, [])
        columns = list(file.schema_arrow.names)
        try:
            part = next(file.iter_batches(_SHOWN), None)
        except (pa.ArrowException, OSError) as error:
            raise Unreadable("flowlogs.broken") from error
        rows = part.to_pylist() if part is not None else []
        return columns, [[str(row.get(name, "")) for name in columns] for row in rows]


def open_log(stream: BinaryIO, limits: FlowLimits | None = None) -> FlowLog:
    """A log in a seekable stream, its format told by its content.

    Raises Unreadable (flowlogs.no_columns) for an empty one, and as reading lines does.
    """
    bounds = limits or FlowLimits()
    stream.seek(0)
    if stream.read(4) == _PARQUET:
        return FlowLog(stream, bounds, "parquet")
    for _number, head in Lines(stream, bounds):
        if head.strip():
            if head.startswith((b"#separator", b"#fields")):
                return FlowLog(stream, bounds, "zeek")
            return FlowLog(stream, bounds, "json" if head.lstrip()[:1] == b"{" else "csv")
    raise Unreadable("flowlogs.no_columns")
