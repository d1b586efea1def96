"""What one request that only reads may remember, so that rooms beside each other look up once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

_Found = TypeVar("_Found")
_memory: ContextVar[dict[Hashable, object] | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Remember what is looked up in here; nothing of it outlives the block.

    For a request that changes nothing: after a write, what was looked up before would be stale.
    """
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, look_up: Callable[[], _Found]) -> _Found:
    """What was found under this key in this request, else what is found now.

    The key names the question and everything its answer hangs on, the actor first. A look-up that
    raises is not remembered. Outside of `reading` every call looks anew.
    """
    memory = _memory.get()
    if memory is None:
        return look_up()
    if key not in memory:
        memory[key] = look_up()
    return cast("_Found", memory[key])
