"""Asks of the same question set in a row, and how fast their replies came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from sekisho.apps.asks.models import Ask, Assignment, QuestionSetVersion
from sekisho.apps.asks.queries.drafts import AskView, frozen_ask, visible_asks
from sekisho.apps.asks.queries.respondent_standing import role_of
from sekisho.apps.asks.queries.sealed import reply_text
from sekisho.apps.asks.queries.standing import ANSWERED_STATES
from sekisho.apps.asks.queries.tallies import opened_rows, part_filter, reached_replies, set_of_ask
from sekisho.engines.questionnaire import Score, answers_from_json, score
from sekisho.kernel.actor import Actor

_MOST = 24


@dataclass(frozen=True, slots=True)
class ScoredReply:
    """One submitted reply of a partner about itself, with its score."""

    assignment_id: int
    subject_id: int
    score: Score


def asks_of_series(actor: Actor, ask: AskView) -> tuple[AskView, ...]:
    """The sent asks of the same company with the same question set, any version, oldest first;
    the given one is among them once it was sent. The last 24 at most.
    """
    if ask.question_set_id is None:
        return ()
    key = QuestionSetVersion.objects.values_list("key", flat=True).get(pk=ask.question_set_id)
    rows = Ask.objects.filter(visible_asks(actor)).filter(
        organisation_id=ask.organisation_id, question_set__key=key, sent_at__isnull=False
    )
    latest = list(rows.order_by("-sent_at", "-id")[:_MOST])
    return tuple(frozen_ask(row) for row in reversed(latest))


def replies_per_day(actor: Actor, ask_id: int, zone: tzinfo) -> Mapping[date, int]:
    """How many replies within reach were last submitted on which day, oldest first. The caller has
    fetched the ask through its gate.
    """
    rows = Assignment.objects.filter(
        part_filter(actor), ask_id=ask_id, state__in=ANSWERED_STATES, submitted_at__isnull=False
    )
    days = rows.values(day=TruncDate("submitted_at", tzinfo=zone)).annotate(n=Count("id"))
    return {row["day"]: row["n"] for row in days.order_by("day")}


def scored_replies(actor: Actor, ask_id: int) -> tuple[ScoredReply, ...]:
    """The submitted replies within reach of those who speak of themselves, with their scores.

    Opens every reply: 10,000 take seconds. Raises Unreadable for a damaged one.
    """
    rows = reached_replies(actor, ask_id).filter(assignment__state__in=ANSWERED_STATES)
    found = []
    for reply in opened_rows(rows):
        row = reply.assignment
        if row.subject_id != row.respondent_id:
            continue
        answers = answers_from_json(reply_text(row, reply.sealed).encode())
        worked_out = score(set_of_ask(row), answers, role_of(row))
        found.append(ScoredReply(row.pk, row.subject_id, worked_out))
    return tuple(found)


def answered_recipients(actor: Actor, ask_id: int) -> tuple[tuple[int, int, str], ...]:
    """Assignment, contact and language of those within reach who have submitted about themselves
    and have a contact, in the order of asking.
    """
    rows = Assignment.objects.filter(
        part_filter(actor), ask_id=ask_id, state__in=ANSWERED_STATES, contact_id__isnull=False
    )
    fields = ("id", "contact_id", "language", "subject_id", "respondent_id")
    return tuple(
        (own, contact, language)
        for own, contact, language, subject, who in rows.order_by("id").values_list(*fields)
        if subject == who
    )
