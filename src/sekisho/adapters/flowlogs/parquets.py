"""Flow logs kept as Parquet, read some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from sekisho.adapters.flowlogs import values
from sekisho.adapters.flowlogs.columns import Role
from sekisho.adapters.flowlogs.limits import FlowLimits
from sekisho.adapters.flowlogs.texts import Broken
from sekisho.engines.observing import FlowBatch
from sekisho.kernel.errors import TooLarge, Unreadable

_NO_PORT = -2  # no port can be that: the row is broken
_WORDS = pa.dictionary(pa.int32(), pa.string())
_TEXTS = (Role.SOURCE, Role.TARGET, Role.PROTOCOL, Role.ACTION)


def open_parquet(stream: BinaryIO, limits: FlowLimits, texts: list[str]) -> parquet.ParquetFile:
    """The file, its declared sizes looked at; columns in `texts` are read as dictionaries.

    Raises TooLarge (flowlogs.rows, flowlogs.part), Unreadable (flowlogs.broken).
    """
    stream.seek(0)
    try:
        found = parquet.ParquetFile(stream, read_dictionary=texts, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable("flowlogs.broken") from error
    about = found.metadata
    if about.num_rows > limits.rows:
        raise TooLarge("flowlogs.rows", limit=limits.rows)
    parts = (about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    if any(size > limits.part_bytes for size in parts):
        raise TooLarge("flowlogs.part", limit_bytes=limits.part_bytes)
    return found


def parquet_batches(
    stream: BinaryIO,
    mapping: Mapping[Role, str],
    *,
    zone: tzinfo,
    limits: FlowLimits,
    broken: Broken,
) -> Iterator[FlowBatch]:
    """The rows in batches, `lines` counting from 1. Raises as `open_parquet`, Unreadable
    (flowlogs.column_type) with `column`.
    """
    texts = [mapping[role] for role in _TEXTS if role in mapping]
    file = open_parquet(stream, limits, texts)
    first = 1
    kept: dict[Role, Any] = {}
    parts = file.iter_batches(limits.batch_rows, columns=list(mapping.values()), use_threads=True)
    while True:
        try:
            part = next(parts, None)
        except (pa.ArrowException, OSError) as error:
            raise Unreadable("flowlogs.broken") from error
        if part is None:
            return
        found = _Part(part, mapping, zone, kept).batch(first)
        first += part.num_rows
        yield _without_broken(found, broken)


class _Part:
    """Some rows. `kept` holds the last dictionary of a column: parts of one row group share it."""

    def __init__(
        self, part: Any, mapping: Mapping[Role, str], zone: tzinfo, kept: dict[Role, Any]
    ) -> None:
        self.part, self.mapping, self.zone, self.kept = part, mapping, zone, kept

    def batch(self, first: int) -> FlowBatch:
        sources, source_at = self._words(Role.SOURCE)
        targets, target_at = self._words(Role.TARGET)
        return FlowBatch(
            sources,
            source_at,
            targets,
            target_at,
            self._ports(),
            self._by_word(Role.PROTOCOL, values.read_protocol, -1),
            self._numbers(Role.SIZE, 0),
            self._times(),
            self._by_word(Role.ACTION, values.is_let_through, absent=True).astype(bool),
            np.arange(first, first + self.part.num_rows, dtype=np.int64),
        )

    def _column(self, role: Role) -> Any:
        return self.part.column(self.mapping[role])

    def _refuse(self, role: Role) -> Unreadable:
        return Unreadable("flowlogs.column_type", column=self.mapping[role])

    def _words(self, role: Role) -> tuple[list[str], np.ndarray]:
        """Distinct texts, and of each row the place of its own; a row without one has ""."""
        column = self._column(role)
        if not pa.types.is_dictionary(column.type):
            if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
                raise self._refuse(role)
            column = column.dictionary_encode()
        kind = column.type.value_type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise self._refuse(role)
        kept = self.kept.get(role)
        if kept is None or not kept[0].equals(column.dictionary):
            words = [word or "" for word in column.dictionary.to_pylist()]
            kept = self.kept[role] = (column.dictionary, [*words, ""])
        places = pc.fill_null(column.indices, len(column.dictionary))
        return kept[1], places.to_numpy(zero_copy_only=False)

    def _by_word(self, role: Role, read: Any, absent: Any) -> np.ndarray:
        if role not in self.mapping:
            return np.full(self.part.num_rows, absent)
        column = self._column(role)
        if pa.types.is_integer(column.type) or pa.types.is_boolean(column.type):
            words, places = _plain_words(pc.cast(column.dictionary_encode(), _WORDS))
        else:
            words, places = self._words(role)
        told = np.array([absent if word == "" else read(word) for word in words])
        return np.take(told, places)

    def _ports(self) -> np.ndarray:
        if _is_text(self._column(Role.PORT)):
            return self._read_each(Role.PORT, values.read_port, _NO_PORT)
        found = self._numbers(Role.PORT, -1)
        return np.where((found < -1) | (found > values.LAST_PORT), _NO_PORT, found)

    def _numbers(self, role: Role, absent: int) -> np.ndarray:
        if role not in self.mapping:
            return np.full(self.part.num_rows, absent, dtype=np.int64)
        column = self._column(role)
        if _is_text(column):
            return self._read_each(role, values.read_size, _NO_PORT)
        if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
            raise self._refuse(role)
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_finite(column), column, None)
        try:
            whole = pc.cast(pc.fill_null(column, absent), pa.int64(), safe=False)
        except pa.ArrowException as error:
            raise self._refuse(role) from error
        return np.asarray(whole.to_numpy(zero_copy_only=False), dtype=np.int64)

    def _times(self) -> np.ndarray:
        if Role.TIME not in self.mapping:
            return np.full(self.part.num_rows, values.NO_TIME, dtype=np.int64)
        column = self._column(Role.TIME)
        if pa.types.is_timestamp(column.type):
            seconds = pc.cast(pc.cast(column, pa.timestamp("us"), safe=False), pa.int64())
            whole = pc.fill_null(seconds, -1).to_numpy(zero_copy_only=False) // 10**6
            return whole if column.type.tz else self._shifted(whole)
        if _is_text(column):
            return self._read_each(Role.TIME, lambda text: values.read_time(text, self.zone), -2)
        found = self._numbers(Role.TIME, values.NO_TIME)
        scales = [found >= least for least, _scale in values.SCALES]
        whole = np.select(scales, [found // scale for _least, scale in values.SCALES], found)
        return np.where(whole < values.SCALES[-1][0], whole, _NO_PORT)

    def _shifted(self, seconds: np.ndarray) -> np.ndarray:
        """Times without a zone, taken in ours as of the batch's first row."""
        known = seconds[seconds >= 0]
        if not len(known):
            return seconds
        here = datetime.fromtimestamp(int(known[0]), UTC).replace(tzinfo=None)
        offset = self.zone.utcoffset(here)
        shift = int(offset.total_seconds()) if offset else 0
        return np.where(seconds >= 0, seconds - shift, seconds)

    def _read_each(self, role: Role, read: Any, wrong: int) -> np.ndarray:
        words, places = _plain_words(_dictionary(self._column(role)))
        found = np.full(len(words), wrong, dtype=np.int64)
        for place, word in enumerate(words):
            try:
                found[place] = read(word)
            except (ValueError, OverflowError):
                continue
        return np.take(found, places)


def _is_text(column: Any) -> bool:
    kind = column.type
    return bool(
        pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    )


def _dictionary(column: Any) -> Any:
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def _plain_words(column: Any) -> tuple[list[str], np.ndarray]:
    words = [str(word) for word in column.dictionary.to_pylist()]
    places = pc.fill_null(column.indices, len(words)).to_numpy(zero_copy_only=False)
    return [*words, ""], places.astype(np.int64, copy=False)


def _without_broken(found: FlowBatch, broken: Broken) -> FlowBatch:
    """The batch without rows whose port, time or size cannot be one."""
    is_bad = (found.ports == _NO_PORT) | (found.times < values.NO_TIME) | (found.sizes < 0)
    if not is_bad.any():
        return found
    for line in found.lines[is_bad].tolist():
        broken.add(line)
    kept = ~is_bad
    return FlowBatch(
        found.sources,
        found.source_at[kept],
        found.targets,
        found.target_at[kept],
        found.ports[kept],
        found.protocols[kept],
        found.sizes[kept],
        found.times[kept],
        found.is_allowed[kept],
        found.lines[kept],
    )
