"""The outbox as the mail office sees it: counts, rows with recipient, what is due."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from sekisho.apps.mail.events import LetterRef, RenderedLetter, letter_label
from sekisho.apps.mail.models import LetterState, OutboxLetter
from sekisho.apps.mail.queries.rendering import Rendered, render_letters
from sekisho.apps.mail.queries.route import require_mail_office
from sekisho.kernel.actor import Actor
from sekisho.ui.paging import Paged, slice_of

STATES: tuple[str, ...] = tuple(LetterState.values)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One letter on the outbox page. The recipient is empty when the letter cannot be rendered."""

    uid: uuid.UUID
    label: str
    language: str
    state: str
    reason: str
    reply: str
    attempts: int
    created_at: datetime
    next_at: datetime
    handed_over_at: datetime | None
    to_name: str
    to_address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Letters of one name that wait: how many, and when the oldest was queued."""

    label: str
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """What somebody should look at: letters that wait, that failed lately, that a server delays."""

    queued: int
    failed: int
    stuck: int
    stuck_reason: str


def trouble_for(actor: Actor, *, now: datetime) -> Trouble:
    """Failures of the last nine days, and letters whose last try failed."""
    require_mail_office(actor)
    recent = now - timedelta(days=9)
    failed = OutboxLetter.objects.filter(state=LetterState.FAILED, created_at__gte=recent)
    queued = OutboxLetter.objects.filter(state=LetterState.QUEUED)
    stuck = queued.filter(tried_since__isnull=False)
    reason = stuck.order_by("-id").values_list("reason", flat=True).first()
    return Trouble(queued.count(), failed.count(), stuck.count(), reason or "")


def counts_for(actor: Actor) -> dict[str, int]:
    """Number of letters in each state, nought included."""
    require_mail_office(actor)
    rows = OutboxLetter.objects.values_list("state").annotate(count=Count("id"))
    return {**dict.fromkeys(STATES, 0), **dict(rows)}


def outbox_for(actor: Actor, *, state: str = "", page: int = 1) -> Paged[OutboxRow]:
    """Letters in one state or all, newest first; failed and bounced ones are shown as such."""
    require_mail_office(actor)
    rows = OutboxLetter.objects.order_by("-id")
    if state in STATES:
        rows = rows.filter(state=state)
    shown = list(rows[slice_of(page)])
    return Paged(_with_recipients(shown), number=page, total=rows.count())


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """Queued letters by name, oldest first: what leaves when mail is released."""
    require_mail_office(actor)
    rows = (
        OutboxLetter.objects.filter(state=LetterState.QUEUED)
        .values_list("letter")
        .annotate(count=Count("id"), oldest=Min("created_at"))
        .order_by("oldest")
    )
    return tuple(Waiting(letter_label(letter), count, oldest) for letter, count, oldest in rows)


def _with_recipients(rows: Sequence[OutboxLetter]) -> list[OutboxRow]:
    """Who a letter is for is known by the room that asked: it is rendered to find out."""
    letters = render_letters(
        (row.letter, LetterRef(row.pk, row.object_id, row.recipient_id, row.language))
        for row in rows
    )
    return [_row(row, letters[row.pk]) for row in rows]


def _row(row: OutboxLetter, letter: Rendered) -> OutboxRow:
    known = letter if isinstance(letter, RenderedLetter) else None
    same = (
        *("uid", "language", "state", "reason", "reply", "attempts"),
        *("created_at", "next_at", "handed_over_at"),
    )
    return OutboxRow(
        label=letter_label(row.letter),
        to_name=known.to_name if known else "",
        to_address=known.to_address if known else "",
        **{name: getattr(row, name) for name in same},
    )
