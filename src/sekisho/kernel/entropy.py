"""The randomness port: who needs an unguessable value asks here; config fills the port."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sekisho.kernel import clock
from sekisho.kernel.ids import RANDOM_BYTES, uuid7_from

_read: list[Callable[[int], bytes]] = []


def fill(read: Callable[[int], bytes]) -> None:
    """Give the port its source of bytes; the last one given counts."""
    _read[:] = [read]


def random_bytes(count: int) -> bytes:
    """So many unguessable bytes. Raises RuntimeError when config has not filled the port."""
    if not _read:
        raise RuntimeError("The randomness port is empty: sekisho.config fills it at start.")
    return _read[0](count)


def new_id() -> uuid.UUID:
    """A fresh UUIDv7 from the clock port and this port."""
    return uuid7_from(clock.now(), random_bytes(RANDOM_BYTES))
