"""Who listens to which news. Rooms subscribe in their `apps.py`; delivery is the worker's."""

from __future__ import annotations

_handlers: dict[str, list[str]] = {}


def subscribe(event_name: str, handler: str) -> None:
    """Have the function with this dotted name called for each event of that name.

    The handler takes the event's payload as keyword arguments (ids only) and must be idempotent:
    an event is delivered at least once.
    """
    known = _handlers.setdefault(event_name, [])
    if handler not in known:
        known.append(handler)


def handlers_of(event_name: str) -> tuple[str, ...]:
    """The dotted names subscribed to an event, in order of subscription."""
    return tuple(_handlers.get(event_name, ()))


def all_handlers() -> tuple[str, ...]:
    """Every subscribed dotted name, for the house test that resolves them."""
    return tuple(name for names in _handlers.values() for name in names)
