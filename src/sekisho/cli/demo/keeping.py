"""A time of keeping under which something is due: the letters of last year's roll-call."""

from __future__ import annotations

from sekisho.kernel import clock
from sekisho.kernel.actor import Actor

_KIND, _MONTHS = "letters", 12


def keep_letters_a_year(aoi: Actor) -> int:
    """Keep letters for a year, as the page sets it; returns how many are due tonight."""
    from sekisho.apps.keeping.actions.rules import set_rule
    from sekisho.apps.keeping.queries.rules import due_with

    now = clock.now()
    due = due_with(aoi, _KIND, _MONTHS, now=now)
    set_rule(aoi, kind=_KIND, months=_MONTHS, seen_due=due, now=now)
    return due
