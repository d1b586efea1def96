"""Reminders of the demo: switched on for every ask, looked at each morning, an ask for next year.

The plan decides by itself who is reminded; the story only says when the house looks.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sekisho.cli.demo.stage import OFFICE, PlayedClock, do_background_work
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor

_LOOKS_AT = time(10, 0)


def switch_reminders_on(aoi: Actor) -> None:
    """Every ask of home is followed by reminders from now on."""
    from sekisho.apps.organisations.queries import home_view
    from sekisho.apps.reminders.actions.plans import save_defaults
    from sekisho.engines.reminders import DEFAULT_PLAN

    at = home_view().uid
    save_defaults(aoi, organisation_uid=at, plan=DEFAULT_PLAN, is_on=True, now=clock.now())


def mornings_after(moment: datetime, *, days: int) -> list[datetime]:
    """The moments at which the house looks whom to remind, earliest first."""
    first = moment.astimezone(OFFICE).date() + timedelta(days=1)
    dates = (first + timedelta(days=day) for day in range(days))
    return [datetime.combine(date, _LOOKS_AT, OFFICE) for date in dates]


def remind_in(time: PlayedClock, moment: datetime) -> int:
    """Send the reminders that are due at a moment; returns how many letters."""
    from sekisho.apps.reminders.jobs.remind import send_letters, send_notes

    do_background_work()
    time.move(moment)
    sent = send_letters() + send_notes()
    do_background_work()
    return sent


def remind_the_silent(aoi: Actor, ask_id: int) -> None:
    """A short deadline leaves the plan no time: the office reminds everybody silent by hand."""
    from sekisho.apps.asks.actions.waves import send_reminder
    from sekisho.apps.asks.queries.drafts import asks_by_ids
    from sekisho.apps.asks.queries.reminders import ReminderChoice, next_number

    uid, choice = asks_by_ids([ask_id])[ask_id].uid, ReminderChoice(next_number(ask_id))
    send_reminder(aoi, uid=uid, choice=choice, now=clock.now())
    do_background_work()


def come_again(aoi: Actor, ask_id: int) -> None:
    """The check is asked again a year later, as a draft that somebody looks over."""
    from sekisho.apps.asks.queries.drafts import asks_by_ids
    from sekisho.apps.reminders.actions.series import Rhythm, begin_series
    from sekisho.engines.reminders import Every

    ask = asks_by_ids([ask_id])[ask_id]
    today = clock.now().astimezone(OFFICE).date()
    rhythm = Rhythm(today, Every.YEAR)
    begin_series(aoi, uid=ask.uid, rhythm=rhythm, now=clock.now())
