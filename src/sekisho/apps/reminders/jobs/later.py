"""Planned sendings and series whose time has come; looked for each minute, by a worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sekisho.apps.reminders.actions.later import send_planned
from sekisho.apps.reminders.actions.series import make_issue
from sekisho.apps.reminders.actions.turns import start_once, take_turn
from sekisho.apps.reminders.queries.later import due_sendings, due_series
from sekisho.kernel import clock

_log = logging.getLogger(__name__)
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
    works: list[Callable[[], object]] = [
        partial(send_planned, ask_id=own, now=now) for own in due_sendings(now)
    ]
    works += [
        partial(make_issue, series_id=own, now=now) for own in due_series((now + _EAST).date())
    ]
    for work in works:
        _safely(work)


def _safely(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 - whatever is wrong with one ask concerns that ask alone
        _log.exception("A planned sending or an issue failed")
