"""Planned sendings and series: what will be sent or made, what was, and what stood against it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sekisho.apps.asks.queries.drafts import AskView, asks_by_ids
from sekisho.apps.organisations.queries import granted_ids
from sekisho.apps.reminders.models import Issue, PlannedSending, SendingState, Series
from sekisho.apps.reminders.queries.standing import own_asks
from sekisho.engines.reminders import Every, Turn
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class SendingView:
    """When a draft is sent by itself, or why it was not."""

    ask: AskView
    at: datetime
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series; `last` is its latest issue, None once that was deleted."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    title: Bilingual
    anchor: date
    every: Every
    turn: Turn
    next_on: date
    sends_itself: bool
    is_on: bool
    code: str
    last: AskView | None


def sending_of(ask: AskView) -> SendingView | None:
    """The planned sending of an ask that the caller has fetched through its gate."""
    row = PlannedSending.objects.filter(pk=ask.id).first()
    return SendingView(ask, row.at, row.state, row.code) if row else None


def sendings_for(actor: Actor) -> tuple[SendingView, ...]:
    """Drafts that wait for their moment, and those that something stood against, soonest first."""
    open_ones = (SendingState.WAITING, SendingState.STOPPED)
    rows = PlannedSending.objects.filter(own_asks(actor), ask__state="draft", state__in=open_ones)
    found = list(rows.order_by("at")[:200])
    asks = asks_by_ids(row.pk for row in found)
    return tuple(SendingView(asks[row.pk], row.at, row.state, row.code) for row in found)


def due_sendings(now: datetime) -> tuple[int, ...]:
    """Inside numbers of the asks whose moment has come, soonest first."""
    rows = PlannedSending.objects.filter(state=SendingState.WAITING, at__lte=now)
    return tuple(rows.order_by("at").values_list("ask_id", flat=True))


def series_for(actor: Actor) -> tuple[SeriesView, ...]:
    """The series of the companies in whose name the actor may ask, soonest first."""
    own = granted_ids(actor, Capability.RUN)
    where = Q() if own is None else Q(organisation_id__in=own)
    return _views(list(Series.objects.filter(where).order_by("-is_on", "next_on")[:200]))


def one_series_for(actor: Actor, uid: uuid.UUID) -> SeriesView:
    """One of them. Raises NotFound."""
    for one in series_for(actor):
        if one.uid == uid:
            return one
    raise NotFound("reminders.no_series")


def due_series(today: date) -> tuple[int, ...]:
    """Inside numbers of the running series whose date may have come anywhere on earth."""
    return tuple(Series.objects.filter(is_on=True, next_on__lte=today).values_list("id", flat=True))


def unsent_issues_for(actor: Actor) -> tuple[AskView, ...]:
    """Drafts that a series has made and nobody has sent yet, oldest first."""
    rows = Issue.objects.filter(own_asks(actor), ask__state="draft").order_by("made_at")
    ids = [own for own in rows.values_list("ask_id", flat=True)[:20] if own]
    asks = asks_by_ids(ids)
    return tuple(asks[own] for own in ids)


def _views(rows: list[Series]) -> tuple[SeriesView, ...]:
    asks = asks_by_ids(row.last_ask_id for row in rows if row.last_ask_id)
    return tuple(
        SeriesView(
            id=row.pk,
            uid=row.uid,
            organisation_id=row.organisation_id,
            title=Bilingual.from_dict(row.title),
            anchor=row.anchor,
            every=Every(row.every),
            turn=Turn(row.turn),
            next_on=row.next_on,
            sends_itself=row.sends_itself,
            is_on=row.is_on,
            code=row.code,
            last=asks.get(row.last_ask_id or 0),
        )
        for row in rows
    )
