"""What a log may cost."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from sekisho.kernel.errors import TooLarge, Unreadable

MIB = 1024 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class FlowLimits:
    """`ratio` is unpacked to packed size, asked beyond the first 16 MiB; `part_bytes` the declared
    size of one row group of a Parquet file when unpacked.
    """

    unpacked_bytes: int = 8 * 1024 * MIB
    ratio: int = 200
    line_bytes: int = 64 * 1024
    rows: int = 100_000_000
    part_bytes: int = 1024 * MIB
    batch_rows: int = 262_144


class Lines:
    """The lines of a plain or gzipped stream, from the first; `packed` bytes of it were read."""

    def __init__(self, stream: BinaryIO, limits: FlowLimits) -> None:
        stream.seek(0)
        is_packed = stream.read(2) == _GZIP
        stream.seek(0)
        self._raw, self._limits = stream, limits
        self._source: Any = gzip.GzipFile(fileobj=stream) if is_packed else stream
        self._is_packed, self._unpacked = is_packed, 0
        self._text = io.BufferedReader(_Plain(self._source), MIB)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Number and content of each line, its ending cut off.

        Raises TooLarge, Unreadable (flowlogs.broken, flowlogs.line_too_long).
        """
        limit, number = self._limits.line_bytes, 0
        while True:
            try:
                line = self._text.readline(limit + 1)
            except (OSError, EOFError) as error:
                raise Unreadable("flowlogs.broken") from error
            if not line:
                return
            number += 1
            if number > self._limits.rows:
                raise TooLarge("flowlogs.rows", limit=self._limits.rows)
            if len(line) > limit:
                raise Unreadable("flowlogs.line_too_long", line=number, limit=limit)
            self._count(len(line))
            yield number, line.rstrip(b"\r\n")

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.unpacked_bytes:
            raise TooLarge("flowlogs.unpacked", limit_bytes=self._limits.unpacked_bytes)
        if self._is_packed and self._unpacked > 16 * MIB:
            packed = max(self._raw.tell(), 1)
            if self._unpacked > packed * self._limits.ratio:
                raise TooLarge("flowlogs.ratio", limit=self._limits.ratio)


class _Plain(io.RawIOBase):
    """A stream as BufferedReader wants it."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
