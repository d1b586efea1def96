"""Asks as other pages show them: those that need the reader, and those to one partner."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Min, Q

from sekisho.apps.asks.models import Ask, AskState, Assignment, AssignmentState
from sekisho.apps.asks.queries.lines import AssignmentLine, lines_of
from sekisho.apps.asks.queries.standing import BOUNCED, late
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.asks.queries.zones import due_day
from sekisho.apps.organisations.queries import asking_filter, organisation_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

_MOST = 8


@dataclass(frozen=True, slots=True)
class AskNeeding:
    """One ask with what waits for the office: replies to review, overdue ones, returned mail.

    `oldest_on` is the day as the letter to that recipient named it.
    """

    uid: uuid.UUID
    title: Bilingual
    submitted: int
    overdue: int
    bounced: int
    oldest_on: date


@dataclass(frozen=True, slots=True)
class AskToPartner:
    """One ask that a partner was sent, and how it stands there."""

    title: Bilingual
    sent_at: datetime | None
    line: AssignmentLine


def asks_needing(actor: Actor, *, now: datetime) -> tuple[AskNeeding, ...]:
    """Open asks in which something waits, the oldest due date first; eight at most."""
    to_review = Q(state=AssignmentState.SUBMITTED)
    is_late, bounced = late(now), BOUNCED
    rows = Assignment.objects.filter(
        to_review | is_late | bounced,
        part_filter(actor),
        asking_filter(actor, path="ask__organisation"),
        ask__state=AskState.OPEN,
    )
    grouped: Any = (
        rows.order_by()
        .values("ask_id", "respondent__country")
        .annotate(
            submitted=Count("id", filter=to_review),
            overdue=Count("id", filter=is_late),
            bounced=Count("id", filter=bounced),
            oldest_at=Min("due_at"),
        )
    )
    by_ask: dict[int, list[Any]] = {}
    for row in grouped.order_by("oldest_at", "ask_id"):
        by_ask.setdefault(row["ask_id"], []).append(row)
    asks = Ask.objects.only("uid", "title").in_bulk(list(islice(by_ask, _MOST)))
    return tuple(_needing(asks[own], by_ask[own]) for own in islice(by_ask, _MOST))


def _needing(ask: Ask, rows: Sequence[Any]) -> AskNeeding:
    """One ask from its counts by country, the oldest due date first."""
    oldest = rows[0]
    return AskNeeding(
        uid=ask.uid,
        title=Bilingual.from_dict(ask.title),
        submitted=sum(row["submitted"] for row in rows),
        overdue=sum(row["overdue"] for row in rows),
        bounced=sum(row["bounced"] for row in rows),
        oldest_on=due_day(oldest["oldest_at"], oldest["respondent__country"]),
    )


def asks_to_partner(
    actor: Actor, organisation_uid: uuid.UUID, *, now: datetime
) -> tuple[AskToPartner, ...]:
    """What a partner within reach was asked, newest first; eight at most. Raises NotFound."""
    at = organisation_for(actor, organisation_uid)
    rows = Assignment.objects.filter(
        part_filter(actor), asking_filter(actor, path="ask__organisation"), subject_id=at.id
    )
    picked = list(rows.order_by("-id").values_list("id", "ask_id")[:_MOST])
    asks = Ask.objects.only("title", "sent_at").in_bulk([ask_id for _own, ask_id in picked])
    lines = {line.id: line for line in lines_of(actor, [own for own, _ask in picked], now)}
    return tuple(
        AskToPartner(Bilingual.from_dict(asks[ask_id].title), asks[ask_id].sent_at, lines[own])
        for own, ask_id in picked
        if own in lines
    )


def reply_links(
    actor: Actor, assignment_ids: Sequence[int]
) -> dict[int, tuple[Bilingual, uuid.UUID]]:
    """Title of the ask and outside id of the assignment by its number; others are absent."""
    rows = Assignment.objects.filter(
        part_filter(actor), asking_filter(actor, path="ask__organisation")
    )
    found = rows.filter(pk__in=list(assignment_ids)).values_list("pk", "uid", "ask__title")
    return {own: (Bilingual.from_dict(title), uid) for own, uid, title in found}
