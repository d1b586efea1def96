"""Accepting the risk of a finding: asked for, decided by a second person where it weighs high.

An acceptance has an end. On the day after it the finding is open again by itself, once.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.findings import CLOSED
from sekisho.apps.measures.actions.owners import tell_owner
from sekisho.apps.measures.actions.steps import MAX_CHARACTERS, STEPS, Step, apply_step
from sekisho.apps.measures.events import conversations_of
from sekisho.apps.measures.models import Acceptance, Finding, FindingState, OpenLetter
from sekisho.apps.measures.queries.findings import row_for
from sekisho.apps.measures.queries.sealed import (
    ENDED_WORD,
    AcceptanceWords,
    open_acceptance,
    seal_acceptance,
)
from sekisho.engines.follow_up import latest_acceptance
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound

MOST_ENDED = 1000  # in one run of the clock
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a risk is accepted; `word` alone is for the partner to read."""

    reason: str
    accepted_by: str
    until_on: date
    control: str = ""
    word: str = ""


@transaction.atomic
def request_acceptance(
    actor: Actor, *, uid: uuid.UUID, terms: Terms, revision: int, now: datetime
) -> bool:
    """Accept the risk of a finding until a day; True when that counts at once.

    One of high weight waits until a second person approves. Raises NotFound out of reach for
    following up, Conflict when the finding changed meanwhile, does not allow it or waits already,
    Invalid for words that are missing or too long and for a day out of range.
    """
    if actor.kind is not ActorKind.PERSON or actor.uid is None:
        raise NotFound("measures.not_there")
    row = row_for(actor, uid, Capability.FOLLOW_UP)
    if row.revision != revision:
        raise Conflict("measures.changed_meanwhile")
    if FindingState.ACCEPTED not in STEPS[row.state]:
        raise Conflict("measures.wrong_step")
    if row.acceptances.filter(state=Acceptance.State.PENDING).exists():
        raise Conflict("measures.waits_for_approval")
    _check(terms, timezone.localdate(now))
    asked = _asked(actor.uid, row, terms, now)
    asked.save()
    if row.is_high:
        row.revision += 1
        row.save(update_fields=["revision"])
        _record(actor, "measures.acceptance_asked", row, terms.reason, now)
        return False
    _grant(actor, row, asked, terms.word, now)
    return True


def _check(terms: Terms, today: date) -> None:
    for name in ("reason", "accepted_by"):
        if not getattr(terms, name).strip():
            raise Invalid("measures.words_missing", field=name)
    if any(len(text) > MAX_CHARACTERS for text in (terms.reason, terms.control, terms.word)):
        raise Invalid("measures.too_long", limit=MAX_CHARACTERS)
    months = int(settings.SEKISHO_ACCEPT_MONTHS)
    if not today < terms.until_on <= latest_acceptance(today, months):
        raise Invalid("measures.until_out_of_range", months=months)


def _asked(by: uuid.UUID, row: Finding, terms: Terms, now: datetime) -> Acceptance:
    uid = new_id()
    words = AcceptanceWords(terms.reason, terms.accepted_by, terms.control, word=terms.word)
    return Acceptance(
        uid=uid,
        finding=row,
        state=Acceptance.State.PENDING,
        until_on=terms.until_on,
        sealed=seal_acceptance(uid, words),
        asked_by_uid=by,
        asked_at=now,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the very acceptance that was looked at, given by its outside id."""

    acceptance_uid: uuid.UUID
    is_granted: bool
    remark: str = ""


@transaction.atomic
def decide_acceptance(actor: Actor, *, uid: uuid.UUID, decision: Decision, now: datetime) -> None:
    """Approve or refuse what a colleague asked for, on a finding given by its outside id.

    Raises NotFound out of reach for running the programme, Forbidden for whoever asked, Conflict
    when that acceptance does not wait any more (others may: on terms nobody looked at), its day
    has passed or the finding has moved on, Invalid for a refusal without a word.
    """
    row, remark = row_for(actor, uid, Capability.RUN), decision.remark
    waiting = row.acceptances.select_for_update().filter(state=Acceptance.State.PENDING)
    asked = waiting.filter(uid=decision.acceptance_uid).first()
    if asked is None:
        raise Conflict("measures.nothing_to_approve")
    if actor.kind is not ActorKind.PERSON or actor.uid is None or asked.asked_by_uid == actor.uid:
        raise Forbidden("measures.four_eyes")
    if len(remark) > MAX_CHARACTERS:
        raise Invalid("measures.too_long", limit=MAX_CHARACTERS)
    words = replace(open_acceptance(asked.uid, asked.sealed), decision=remark)
    asked.sealed = seal_acceptance(asked.uid, words)
    asked.decided_by_uid, asked.decided_at = actor.uid, now
    if decision.is_granted:
        if row.state in CLOSED or asked.until_on <= timezone.localdate(now):
            raise Conflict("measures.nothing_to_approve")
        _grant(actor, row, asked, words.word, now)
        return
    if not remark.strip():
        raise Invalid("measures.words_missing", field="remark")
    asked.state = Acceptance.State.REFUSED
    asked.save()
    row.revision += 1
    row.save(update_fields=["revision"])
    _record(actor, "measures.acceptance_refused", row, remark, now)


def _grant(actor: Actor, row: Finding, asked: Acceptance, word: str, now: datetime) -> None:
    """The step ends whatever ran before; then this one runs."""
    step = Step(FindingState.ACCEPTED, remark=word or None, until_on=asked.until_on)
    apply_step(actor, row, step, now)
    asked.state, asked.ended_at = Acceptance.State.GRANTED, None
    asked.decided_at = now
    asked.save()


def end_acceptances(actor: Actor, *, now: datetime) -> int:
    """Open again what was accepted until yesterday at the latest; returns how many.

    Each in a transaction of its own and only once, however many run at the same time. What goes
    wrong with one is logged and stops no other; above a thousand the next run goes on.
    """
    today = timezone.localdate(now)
    over = Acceptance.objects.filter(state=Acceptance.State.GRANTED, until_on__lt=today)
    ids = list(over.order_by("until_on", "id").values_list("id", flat=True)[:MOST_ENDED])
    return sum(_safely_ended(actor, own, now) for own in ids)


def _safely_ended(actor: Actor, acceptance_id: int, now: datetime) -> int:
    try:
        return _end(actor, acceptance_id, now)
    except Exception:  # noqa: BLE001 - whatever is wrong with one row concerns that row alone
        _log.exception("Acceptance %s could not be ended", acceptance_id)
        return 0


@transaction.atomic
def _end(actor: Actor, acceptance_id: int, now: datetime) -> int:
    """The finding is locked first, as by whoever decides: two never wait for each other."""
    own = Acceptance.objects.filter(pk=acceptance_id).values("finding_id")
    row = Finding.objects.select_for_update().get(pk__in=own)
    running = Acceptance.objects.filter(pk=acceptance_id, state=Acceptance.State.GRANTED)
    if not running.update(state=Acceptance.State.ENDED, ended_at=now):
        return 0
    if row.state != FindingState.ACCEPTED:
        return 0
    row.due_on = row.proposed_on = None  # both days are over; the partner names another
    row.times_back += 1
    step = Step(FindingState.OPEN, remark=ENDED_WORD)
    apply_step(actor, row, step, now)
    at = conversations_of(row.source, [row.source_id]).get(row.source_id)
    tell_owner(actor, finding=row, at=at, role=OpenLetter.Role.ENDED, now=now)
    return 1


def _record(actor: Actor, verb: str, row: Finding, said: str, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "finding", row.uid, payload={"said": said}), now=now)
