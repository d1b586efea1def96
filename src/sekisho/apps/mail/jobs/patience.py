"""When a letter is tried again: a fixed schedule, so that a reader can foretell it."""

from __future__ import annotations

from datetime import datetime, timedelta

_MINUTES = (1, 5, 15, 60, 240)  # after the first, second, … failure; the last one repeats
_WHILE_DOWN = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=2)


def next_try(
    attempts: int, *, since: datetime, now: datetime, is_channel_down: bool
) -> datetime | None:
    """When to try again after so many earlier failures; None when it is time to give up.

    `since` is the first failure in a row. While the whole server is away the wait stays short,
    because one look tells for all letters.
    """
    if now - since >= GIVE_UP_AFTER:
        return None
    wait = timedelta(minutes=_MINUTES[min(attempts, len(_MINUTES) - 1)])
    return now + (min(wait, _WHILE_DOWN) if is_channel_down else wait)
