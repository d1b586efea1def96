"""The clock port: who needs the time asks here; config fills the port, tests replace it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

_read: list[Callable[[], datetime]] = []


def fill(read: Callable[[], datetime]) -> None:
    """Give the port its reader; the last one given counts."""
    _read[:] = [read]


def now() -> datetime:
    """The present moment in UTC. Raises RuntimeError when config has not filled the port."""
    if not _read:
        raise RuntimeError("The clock port is empty: sekisho.config fills it at start.")
    return _read[0]()
