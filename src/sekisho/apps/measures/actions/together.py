"""The same step at many findings: a proposal, a letter, a confirmation; in small transactions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.findings import noted
from sekisho.apps.measures.actions.letters import write_now
from sekisho.apps.measures.actions.looks import PointReply, answered
from sekisho.apps.measures.actions.steps import MAX_CHARACTERS, Step, take_step
from sekisho.apps.measures.models import Finding, FindingState
from sekisho.apps.measures.queries.due import WRITTEN_STATES
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.looks import Point, Proposed, points_against
from sekisho.apps.measures.queries.sealed import StepNote, open_words, seal_words
from sekisho.apps.measures.queries.together import MOST_AT_ONCE
from sekisho.engines.follow_up import LetterKind
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, TooLarge
from sekisho.kernel.text import Bilingual

_BATCH = 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed to everybody with a gap, by which day, and whether a letter goes now.

    `replies` are by the key of the point that stands against it.
    """

    advice: Bilingual
    proposed_on: date | None
    with_letter: bool
    replies: Mapping[str, PointReply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many findings were changed, and how many letters queued."""

    changed: int
    letters: int = 0


def propose_to_all(
    actor: Actor, *, uids: Sequence[uuid.UUID], proposal: Proposal, now: datetime
) -> Outcome:
    """Put a proposal at findings that are open or planned; a plan of the partner stays as it is.

    Raises Invalid without a word or day, for too long a word, for a day that is over and while a
    point against it is unanswered; TooLarge.
    """
    _check(proposal, timezone.localdate(now))
    said = answered(points_of(actor, uids=uids, proposal=proposal, now=now), proposal.replies)
    changed: list[int] = []
    for some in _batches(uids):
        changed += _propose(actor, some, proposal, said, now)
    letters = write_now(actor, changed, LetterKind.NEWS, now) if proposal.with_letter else 0
    return Outcome(len(changed), letters)


def points_of(
    actor: Actor, *, uids: Sequence[uuid.UUID], proposal: Proposal, now: datetime
) -> tuple[Point, ...]:
    """What stands against these words at the findings that would be changed. Raises TooLarge."""
    partners: set[int] = set()
    askers: set[int] = set()
    for some in _batches(uids):
        rows = rows_for(actor, Capability.FOLLOW_UP).filter(uid__in=some, state__in=WRITTEN_STATES)
        for partner, asker in rows.values_list("organisation_id", "asked_by_id"):
            partners.add(partner)
            askers.add(asker)
    whom = (frozenset(partners), frozenset(askers))
    return points_against(Proposed(proposal.advice, proposal.proposed_on, *whom), now)


def _check(proposal: Proposal, today: date) -> None:
    texts = (proposal.advice.ja, proposal.advice.en)
    if not any(texts) and proposal.proposed_on is None:
        raise Invalid("measures.words_missing", field="advice")
    if any(len(text) > MAX_CHARACTERS for text in texts):
        raise Invalid("measures.too_long", limit=MAX_CHARACTERS)
    if proposal.proposed_on is not None and proposal.proposed_on < today:
        raise Invalid("measures.day_is_over")


@transaction.atomic
def _propose(
    actor: Actor,
    uids: Sequence[uuid.UUID],
    proposal: Proposal,
    said: list[dict[str, str]],
    now: datetime,
) -> list[int]:
    rows = rows_for(actor, Capability.FOLLOW_UP).select_for_update()
    found = list(rows.filter(uid__in=uids, state__in=WRITTEN_STATES))
    for row in found:
        _put(actor, row, proposal, said, now)
    if found:
        advice, on = proposal.advice.as_dict(), str(proposal.proposed_on or "")
        payload = {"advice": advice, "on": on, **({"points": said} if said else {})}
        change = Change("measures.proposed", "finding", payload=payload, count=len(found))
        record_entry(actor, change=change, now=now)
    return [row.pk for row in found]


def _put(
    actor: Actor,
    row: Finding,
    proposal: Proposal,
    answers: list[dict[str, str]],
    now: datetime,
) -> None:
    words = open_words(row, row.uid, row.sealed)
    said = proposal.advice.ja or proposal.advice.en
    day = proposal.proposed_on.isoformat() if proposal.proposed_on else ""
    note = StepNote(
        now.isoformat(),
        row.state,
        by=actor.name,
        said=said,
        due_on=day,
        points=tuple(answers),
    )
    advice = proposal.advice if said else words.advice
    row.sealed = seal_words(row, row.uid, noted(replace(words, advice=advice), note))
    row.proposed_on = proposal.proposed_on or row.proposed_on
    row.has_news, row.updated_at = True, now
    row.revision += 1
    row.save()


def remind_all(actor: Actor, *, uids: Sequence[uuid.UUID], now: datetime) -> Outcome:
    """Write now about findings that are open or planned: one letter a person, none twice a day."""
    ids: list[int] = []
    for some in _batches(uids):
        rows = rows_for(actor, Capability.FOLLOW_UP).filter(uid__in=some)
        ids += rows.filter(state__in=WRITTEN_STATES).values_list("id", flat=True)
    letters = write_now(actor, ids, LetterKind.AGAIN, now)
    with transaction.atomic():
        change = Change("measures.reminded", "finding", count=len(ids))
        record_entry(actor, change=change, now=now)
    return Outcome(len(ids), letters)


def confirm_all(
    actor: Actor, *, seen: Mapping[uuid.UUID, int], now: datetime
) -> tuple[Outcome, int]:
    """Take as proven what was reported as done, in the revision that was seen.

    Returns the outcome, and how many had moved on meanwhile and were left alone.
    """
    done = left = 0
    for some in _batches(list(seen)):
        rows = rows_for(actor, Capability.FOLLOW_UP).filter(uid__in=some)
        for uid in rows.filter(state=FindingState.DONE).values_list("uid", flat=True):
            try:
                take_step(actor, uid=uid, step=Step("proven"), revision=seen[uid], now=now)
                done += 1
            except Conflict:
                left += 1
    return Outcome(done), left


def _batches(uids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    wanted = list(dict.fromkeys(uids))
    if len(wanted) > MOST_AT_ONCE:
        raise TooLarge("measures.too_many_at_once", count=len(wanted), limit=MOST_AT_ONCE)
    for start in range(0, len(wanted), _BATCH):
        yield wanted[start : start + _BATCH]
