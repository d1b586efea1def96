"""Exceptions from a rule: taken from a submitted answer or written down, looked at by one person,
granted by another one.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.asks.queries.letters import assignment_facts
from sekisho.apps.asks.queries.reached import reached_answers
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.rules.models import Attestation, Deviation
from sekisho.apps.rules.queries.exceptions import (
    ASKED,
    ENDED,
    GRANTED,
    PROPOSED,
    REFUSED,
    DeviationWords,
    deviation_row,
    opened_words,
    sealed_words,
)
from sekisho.apps.rules.queries.rules import require_standing, rule_for
from sekisho.engines.attestations import AnsweredException, exceptions_in
from sekisho.kernel.actor import SYSTEM, Actor, ActorKind, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class NewException:
    """An exception that staff writes down, for one of our companies."""

    rule_uid: uuid.UUID
    organisation_uid: uuid.UUID
    words: DeviationWords
    until: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about the exception as it was shown: PROPOSED, GRANTED, REFUSED or ENDED.

    `until` may set another last day when it is proposed.
    """

    revision: int
    verdict: str
    remark: str = ""
    until: date | None = None


_BEFORE = {
    PROPOSED: frozenset({ASKED}),
    GRANTED: frozenset({PROPOSED}),
    REFUSED: frozenset({ASKED, PROPOSED}),
    ENDED: frozenset({GRANTED}),
}


@transaction.atomic
def record_exception(actor: Actor, *, new: NewException, now: datetime) -> uuid.UUID:
    """Write an exception down by hand; it is then decided like any other. Returns its outside id.

    Raises NotFound, Invalid (rules.words_missing, rules.past_day).
    """
    today = timezone.localdate(now)
    rule = rule_for(actor, new.rule_uid, today=today, capability=Capability.RUN)
    require_standing(rule)
    organisation_id = company_of(actor, new.organisation_uid)
    if not (new.words.passage.strip() and new.words.reason.strip()):
        raise Invalid("rules.words_missing")
    _require_future(new.until, today)
    row = Deviation(uid=new_id(), rule_id=rule.id, organisation_id=organisation_id)
    row.edition_id = rule.in_force.id if rule.in_force else None
    row.state, row.until, row.by_uid, row.at = ASKED, new.until, actor.uid, now
    row.sealed = sealed_words(row.uid, replace(new.words, remark=""))
    row.save()
    _record(actor, "rules.exception_written", row, now)
    return row.uid


@transaction.atomic
def decide_exception(actor: Actor, *, uid: uuid.UUID, decision: Decision, now: datetime) -> None:
    """Propose, grant, refuse or end an exception from a rule of ours.

    Raises NotFound, Conflict when it changed meanwhile or does not wait for that, Forbidden
    (rules.four_eyes) when whoever proposed it would grant it, Invalid for a last day that is
    missing or past, or a refusal without a word.
    """
    row = deviation_row(actor, uid, Capability.RUN)
    row = Deviation.objects.select_for_update().get(pk=row.pk)
    verdict = decision.verdict
    if row.revision != decision.revision or row.state not in _BEFORE.get(verdict, frozenset()):
        raise Conflict("rules.changed_meanwhile")
    if verdict in {PROPOSED, GRANTED}:
        _agree(actor, row, decision, timezone.localdate(now))
    elif verdict == REFUSED and not decision.remark.strip():
        raise Invalid("rules.remark_missing")
    if verdict != PROPOSED:
        row.decided_by_uid, row.decided_at = actor.uid, now
    row.state = verdict
    row.revision += 1
    if decision.remark.strip():
        row.sealed = sealed_words(row.uid, replace(opened_words(row), remark=decision.remark))
    row.save()
    _record(actor, f"rules.exception_{verdict}", row, now)


@transaction.atomic
def take_up_exceptions(*, assignment_id: int, now: datetime) -> int:
    """Bring the register up to a submitted answer; returns how many are new.

    What was decided stays: what the answer says in its place since is another exception. One that
    still waits takes the new words, or ends when the answer does not hold it any more; said again,
    it is asked for anew. For the house's own job.
    """
    facts = assignment_facts([assignment_id]).get(assignment_id)
    sent = Attestation.objects.select_related("edition")
    row = sent.filter(ask_id=facts.ask.id).first() if facts else None
    if facts is None or row is None:
        return 0
    replies = {one.id: one for one in reached_answers(SYSTEM, facts.ask)}
    reply = replies.get(assignment_id)
    if reply is None or not reply.is_submitted:
        return 0
    said = {one.number: one for one in exceptions_in(reply.answers)}
    known = _known(assignment_id)
    for number, rows in known.items():
        _follow(rows[-1], said.get(number), now)
    fresh = {number: one for number, one in said.items() if _is_new(known.get(number), one)}
    for number, one in fresh.items():
        new = Deviation(uid=new_id(), rule_id=row.edition.rule_id, edition_id=row.edition_id)
        new.organisation_id, new.state = reply.subject_id, ASKED
        new.source = _source(assignment_id, number, len(known.get(number, ())))
        new.until, new.at, new.sealed = one.until, now, sealed_words(new.uid, _words(one))
        new.save()
        _record(SYSTEM, "rules.exception_answered", new, now)
    return len(fresh)


def company_of(actor: Actor, organisation_uid: uuid.UUID) -> int:
    """The inside number of a company of ours for which exceptions may be kept. Raises NotFound."""
    for one in group_members_for(actor, Capability.RUN):
        if one.uid == organisation_uid:
            return one.id
    raise NotFound("organisations.not_there")


def _agree(actor: Actor, row: Deviation, decision: Decision, today: date) -> None:
    if decision.verdict == GRANTED:
        is_person = actor.kind is ActorKind.PERSON and actor.uid is not None
        if not is_person or actor.uid == row.proposed_by_uid:
            raise Forbidden("rules.four_eyes")
    else:
        row.until = decision.until or row.until
        row.proposed_by_uid = actor.uid
    _require_future(row.until, today)


def _require_future(until: date | None, today: date) -> None:
    if until is None or until < today:
        raise Invalid("rules.past_day")


def _follow(held: Deviation, said: AnsweredException | None, now: datetime) -> None:
    """A waiting row follows the answer; what somebody has looked at must be looked at again."""
    if held.state not in {ASKED, PROPOSED}:
        return
    words = opened_words(held)
    if said is None:
        held.state = ENDED
    elif _is_same(held, said):
        return
    else:
        held.state, held.proposed_by_uid, held.until = ASKED, None, said.until
        held.sealed = sealed_words(held.uid, replace(_words(said), remark=words.remark))
    held.revision += 1
    held.save()
    _record(SYSTEM, "rules.exception_followed", held, now)


def _known(assignment_id: int) -> dict[int, list[Deviation]]:
    """What came from an answer, by its place there, the oldest first."""
    found: dict[int, list[Deviation]] = {}
    mine = Deviation.objects.select_for_update().filter(source__startswith=f"{assignment_id}:")
    for row in mine.order_by("id"):
        found.setdefault(int(row.source.split(":")[1]), []).append(row)
    return found


def _is_new(rows: Sequence[Deviation] | None, said: AnsweredException) -> bool:
    """Whether this is not yet in the register: nothing else is, or what is was decided or ended."""
    if not rows:
        return True
    held = rows[-1]
    if held.state in {ASKED, PROPOSED}:
        return False
    was_taken_back = held.state == ENDED and held.decided_by_uid is None
    return was_taken_back or not _is_same(held, said)


def _is_same(held: Deviation, said: AnsweredException) -> bool:
    """Whether the answer says what it said then; the last day may be another one by now."""
    words = replace(opened_words(held), remark="")
    until = words.asked_until or (held.until.isoformat() if held.until else "")
    return replace(words, asked_until=until) == _words(said)


def _words(said: AnsweredException) -> DeviationWords:
    until = said.until.isoformat() if said.until else ""
    return DeviationWords(said.passage, said.reason, said.instead, asked_until=until)


def _source(assignment_id: int, number: int, before: int) -> str:
    """The place in an answer, and which exception from that place it is."""
    return f"{assignment_id}:{number}" + (f":{before + 1}" if before else "")


def _record(actor: Actor, verb: str, row: Deviation, now: datetime) -> None:
    payload = {"state": row.state, "revision": row.revision}
    record_entry(actor, change=Change(verb, "rule_exception", row.uid, payload=payload), now=now)


@transaction.atomic
def note_export(actor: Actor, *, count: int, now: datetime) -> None:
    """The register leaves the house as a file: put that on record."""
    record_entry(actor, change=Change("rules.exported", "rule_exception", count=count), now=now)
