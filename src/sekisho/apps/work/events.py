"""Who listens to which news and what runs when; rooms say so in their `apps.py`."""

from __future__ import annotations

_handlers: dict[str, list[str]] = {}
_plans: dict[str, tuple[str, int]] = {}


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


def plan(name: str, *, job: str, every_seconds: int) -> None:
    """Have the job with this dotted name, which takes no arguments, run every so many seconds."""
    _plans[name] = (job, every_seconds)


def planned() -> tuple[tuple[str, str, int], ...]:
    """Every plan as (name, job, seconds)."""
    return tuple((name, job, seconds) for name, (job, seconds) in _plans.items())
