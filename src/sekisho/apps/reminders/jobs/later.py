"""Planned sendings and series whose time has come; looked for each minute, by a worker."""

from __future__ import annotations

from datetime import timedelta

from sekisho.apps.reminders.actions.later import send_planned
from sekisho.apps.reminders.actions.series import make_issue
from sekisho.apps.reminders.actions.turns import start_once, take_turn
from sekisho.apps.reminders.queries.later import due_sendings, due_series
from sekisho.kernel import clock

RUN = "sekisho.apps.reminders.jobs.later.make_due"
_EAST = timedelta(hours=14)  # where a day begins first


def look() -> None:
    """Have a worker send and make what is due."""
    now = clock.now()
    if due_sendings(now) or due_series((now + _EAST).date()):
        start_once(RUN, now=now)


def make_due() -> None:
    """Send every planned draft and make every ask of a series whose time has come."""
    take_turn(RUN)
    now = clock.now()
    for ask_id in due_sendings(now):
        send_planned(ask_id=ask_id, now=now)
    for series_id in due_series((now + _EAST).date()):
        make_issue(series_id=series_id, now=now)
