"""What this room does by itself: sessions that have ended are forgotten."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from sekisho.kernel import clock

_CLEARED_AT_ONCE, _PORTIONS = 500, 40  # so the one writer of SQLite is never held for long


def clear_sessions() -> None:
    """Forget sessions past their end, in portions: they hold which links were opened where."""
    ended = Session.objects.filter(expire_date__lt=clock.now())
    for _portion in range(_PORTIONS):
        keys = list(ended.values_list("session_key", flat=True)[:_CLEARED_AT_ONCE])
        Session.objects.filter(session_key__in=keys).delete()
        if len(keys) < _CLEARED_AT_ONCE:
            return
