"""Asks that come again: a series is begun from a sent ask, and each date makes one new ask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sekisho.apps.accounts.queries import actor_of_uid
from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    DraftWords,
    copy_ask,
    save_plan,
    save_words,
)
from sekisho.apps.asks.actions.waves import send_wave
from sekisho.apps.asks.queries.drafts import AskView, ask_for, asks_by_ids
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.asks.queries.sets import set_of, sets_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.reminders.models import Issue, Series
from sekisho.apps.reminders.queries.due import place_of
from sekisho.apps.reminders.queries.later import one_series_for
from sekisho.engines.reminders import (
    Every,
    Limits,
    Place,
    Turn,
    due_dates,
    is_office_time,
    next_after,
)
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Problem
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Rhythm:
    """First date, how often, what happens on free days, whether an issue sends itself."""

    anchor: date
    every: Every
    turn: Turn = Turn.NEXT
    sends_itself: bool = False


@transaction.atomic
def begin_series(actor: Actor, *, uid: uuid.UUID, rhythm: Rhythm, now: datetime) -> uuid.UUID:
    """Let a sent ask come again; returns the outside id of the series.

    Raises NotFound, Conflict for a draft, Invalid for a date that cannot be reckoned with.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if ask.is_draft:
        raise Conflict("reminders.not_sent_yet")
    place = _place(ask.organisation_id)
    row = Series.objects.create(
        uid=new_id(),
        organisation_id=ask.organisation_id,
        title=ask.title.as_dict(),
        anchor=rhythm.anchor,
        every=rhythm.every,
        turn=rhythm.turn,
        next_on=_next(rhythm, place, place.day(now)),
        sends_itself=rhythm.sends_itself,
        last_ask_id=ask.id,
        by_uid=actor.uid or new_id(),
        created_at=now,
        updated_at=now,
    )
    _record(actor, "reminders.series_begun", row.uid, now)
    return row.uid


@transaction.atomic
def stop_series(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Make no more asks of a series. Raises NotFound."""
    view = one_series_for(actor, uid)
    Series.objects.filter(pk=view.id).update(is_on=False, updated_at=now)
    _record(actor, "reminders.series_stopped", uid, now)


def make_issue(*, series_id: int, now: datetime) -> AskView | None:
    """Make the ask of a series whose date has come; None when there is nothing to do.

    After a silence one is made, for the latest date; earlier ones are passed over. The date, the
    ask and the next date are one transaction, so a date makes one ask however often it is called.
    """
    try:
        made = _issue(series_id, now)
    except Problem as problem:
        _halt(series_id, problem.code, now)
        return None
    if made is None:
        return None
    actor, ask_id, sends_itself = made
    if sends_itself:
        _send(actor, series_id, ask_id, now)
    return asks_by_ids([ask_id])[ask_id]


@transaction.atomic
def _issue(series_id: int, now: datetime) -> tuple[Actor, int, bool] | None:
    row = Series.objects.select_for_update().get(pk=series_id)
    place = _place(row.organisation_id)
    today = place.day(now)
    if not row.is_on or row.next_on > today or row.last_ask_id is None:
        return None
    if row.sends_itself and not is_office_time(now, place, Limits()):
        return None  # nobody is written to at midnight, nor without a colleague who can look
    rhythm = Rhythm(row.anchor, Every(row.every), Turn(row.turn))
    later = due_dates(row.next_on, today, **_dates(rhythm, place))
    dates = (row.next_on, *later)
    actor = actor_of_uid(row.by_uid)
    ask_id = _copied(actor, row, dates[-1], now)
    issues = [Issue(series=row, on=day, made_at=now) for day in dates]
    issues[-1].ask_id = ask_id
    Issue.objects.bulk_create(issues)
    row.next_on = _next(rhythm, place, today)
    row.last_ask_id, row.updated_at, row.code = ask_id, now, ""
    row.save()
    _record(actor, "reminders.issue_made", row.uid, now)
    return actor, ask_id, row.sends_itself


def _copied(actor: Actor, row: Series, day: date, now: datetime) -> int:
    """A draft like the last one, with the month in its title and the latest version of the set."""
    last = asks_by_ids([row.last_ask_id or 0])[row.last_ask_id or 0]
    uid = copy_ask(actor, uid=last.uid, now=now)
    ask = ask_for(actor, uid, Capability.RUN)
    title = _titled(Bilingual.from_dict(row.title), day)
    words = DraftWords(title, ask.reason, ask.sender, needs_approver=ask.needs_approver)
    revision = save_words(actor, uid=uid, revision=ask.revision, words=words, now=now)
    plan = DraftPlan(_latest(actor, ask.question_set_id), ask.answer_days)
    save_plan(actor, uid=uid, revision=revision, plan=plan, now=now)
    return ask.id


def _titled(title: Bilingual, day: date) -> Bilingual:
    ja = f"{title.ja}（{day.year}年{day.month}月）" if title.ja else ""
    return Bilingual(ja, f"{title.en} ({day:%b %Y})" if title.en else "")


def _latest(actor: Actor, set_id: int | None) -> uuid.UUID | None:
    chosen = set_of(set_id)
    if chosen is None:
        return None
    same = [one for one in sets_for(actor, chosen_id=set_id) if one.key == chosen.key]
    return max(same, key=lambda one: one.id).uid


def _send(actor: Actor, series_id: int, ask_id: int, now: datetime) -> None:
    """Send an issue when nothing at all was found against it; else it waits as a draft."""
    ask = asks_by_ids([ask_id])[ask_id]
    try:
        found = [one for one in preflight_of(actor, ask, now=now).snags if one.section != "mail"]
        if not found:
            send_wave(actor, uid=ask.uid, revision=ask.revision, now=now)
            return
        code = found[0].code
    except Problem as problem:
        code = problem.code
    Series.objects.filter(pk=series_id).update(code=code[:80])


@transaction.atomic
def _halt(series_id: int, code: str, now: datetime) -> None:
    """Nothing can be made any more, as when the planner has left: the series stops and says so."""
    rows = Series.objects.filter(pk=series_id, is_on=True)
    if rows.update(is_on=False, code=code[:80], updated_at=now):
        uid = Series.objects.values_list("uid", flat=True).get(pk=series_id)
        _record(SYSTEM, "reminders.series_halted", uid, now)


def _place(organisation_id: int) -> Place:
    return place_of(organisations_by_ids(SYSTEM, [organisation_id])[organisation_id].country)


def _dates(rhythm: Rhythm, place: Place) -> dict[str, Any]:
    return {
        "anchor": rhythm.anchor,
        "every": rhythm.every,
        "turn": rhythm.turn,
        "calendar": place.calendar,
    }


def _next(rhythm: Rhythm, place: Place, today: date) -> date:
    return next_after(today, **_dates(rhythm, place))


def _record(actor: Actor, verb: str, uid: uuid.UUID, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "series", uid), now=now)
