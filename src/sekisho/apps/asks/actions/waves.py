"""Sending: freeze question set and audience in one transaction, and let a job fan it out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.accounts.queries import actor_of_person
from sekisho.apps.asks.events import ASK_CLOSED, WAVE_FROZEN
from sekisho.apps.asks.models import Ask, AskState, Assignment, QuestionSetVersion, Wave
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.asks.queries.profiles import REMINDER, REQUEST, letter_as_dict
from sekisho.apps.asks.queries.reminders import ReminderChoice, next_number, silent_ones
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.work.actions import Work, emit_event, open_run
from sekisho.engines.notices import check_number
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import Conflict, Forbidden, Invalid

TRIAL_LETTER = "asks.test"
RUN_KIND = "asks.wave"
_FIRST, _REMINDER = "first", "reminder"
_CHECK_BYTES = 8


@dataclass(frozen=True, slots=True)
class SentWave:
    """A frozen sending: its number within the ask, how many it reaches, and the watched run."""

    wave_id: int
    number: int
    count: int
    run_uid: uuid.UUID


def send_wave(actor: Actor, *, uid: uuid.UUID, revision: int, now: datetime) -> SentWave:
    """Send an ask: freeze its question set and audience; a job prepares assignments, links and
    letters in batches.

    Raises NotFound, Conflict when it was sent or changed meanwhile, Invalid (asks.not_ready)
    when the pre-flight finds something that must be mended.
    """
    view = ask_for(actor, uid, Capability.RUN)
    _require_draft(view.state, view.revision, revision)
    # Read before the transaction: ten thousand partners take longer than the writer may be held.
    check = preflight_of(actor, view, now=now)
    if not check.is_clear:
        raise Invalid("asks.not_ready", snag=check.blocking[0].code)
    audience = [recipient.as_row() for recipient in check.audience.recipients]
    letters = {key: letter_as_dict(view.letter(key)) for key in (REQUEST, REMINDER)}
    with transaction.atomic():
        row = locked_ask(actor, uid)
        _require_draft(row.state, row.revision, revision)
        QuestionSetVersion.objects.filter(pk=row.question_set_id or 0).update(is_frozen=True)
        row.letters, row.state = letters, AskState.PREPARING
        row.sent_at = row.updated_at = now
        row.check_number = check_number(random_bytes(_CHECK_BYTES))
        row.revision += 1
        row.save()
        return freeze_wave(actor, row, kind=_FIRST, audience=audience, now=now)


@transaction.atomic
def send_reminder(
    actor: Actor, *, uid: uuid.UUID, choice: ReminderChoice, now: datetime
) -> SentWave:
    """Write once more to those who have not answered and can be reached.

    Raises NotFound, Conflict when the ask is not open or that wave was sent already, Invalid
    (asks.nobody_silent) when nobody is left.
    """
    row = locked_ask(actor, uid)
    if row.state != AskState.OPEN:
        raise Conflict("asks.not_open")
    if choice.number != next_number(row.pk):
        raise Conflict("asks.already_reminded")
    rows = Assignment.objects.filter(silent_ones(row.pk, choice, now))
    audience = [list(found) for found in rows.values_list("id", "contact_id", "language")]
    if not audience:
        raise Invalid("asks.nobody_silent")
    return freeze_wave(actor, row, kind=_REMINDER, audience=audience, now=now)


@transaction.atomic
def send_trial(
    actor: Actor, *, uid: uuid.UUID, person_id: int, language: str, now: datetime
) -> None:
    """Send the first letter of a draft to oneself, marked as a trial. Raises NotFound, Forbidden
    for somebody else's number.
    """
    view = ask_for(actor, uid, Capability.RUN)
    if actor_of_person(person_id).uid != actor.uid:
        raise Forbidden("asks.not_granted")
    key = f"{TRIAL_LETTER}:{view.id}:{new_id()}"
    letter = NewLetter(TRIAL_LETTER, view.id, person_id, language, key, priority=5)
    queue_letters(actor, letters=[letter], now=now)
    _record(actor, "asks.trial_sent", uid, {}, now)


@transaction.atomic
def close_ask(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Close an ask: nobody can answer any more, links and waiting letters end.

    Raises NotFound, Conflict when it is not open.
    """
    row = locked_ask(actor, uid)
    if row.state != AskState.OPEN:
        raise Conflict("asks.not_open")
    row.state, row.closed_at, row.updated_at = AskState.CLOSED, now, now
    row.revision += 1
    row.save()
    emit_event(ASK_CLOSED, now=now, ask_id=row.pk)
    _record(actor, "asks.closed", uid, {}, now)


@transaction.atomic
def resume_preparation(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Take up a preparation that failed where it stopped; returns the run to watch.

    Raises NotFound, Conflict when every wave is ready.
    """
    row = locked_ask(actor, uid)
    wave = Wave.objects.filter(ask=row, is_ready=False).order_by("number").first()
    if wave is None:
        raise Conflict("asks.already_sent")
    run_uid = _watch(actor, row, wave, len(wave.audience), now)
    _record(actor, "asks.preparation_resumed", uid, {"wave": wave.number}, now)
    return run_uid


def freeze_wave(
    actor: Actor, row: Ask, *, kind: str, audience: list[Any], now: datetime
) -> SentWave:
    """Freeze whom a sending reaches and have the job fan it out; for this room's own actions."""
    wave = Wave.objects.create(
        uid=new_id(),
        ask=row,
        number=next_number(row.pk),
        kind=kind,
        audience=audience,
        created_at=now,
    )
    run_uid = _watch(actor, row, wave, len(audience), now)
    payload = {"wave": wave.number, "kind": kind, "set": row.question_set_id, "to": audience}
    _record(actor, "asks.wave_sent", row.uid, payload, now, count=len(audience))
    return SentWave(wave.pk, wave.number, len(audience), run_uid)


def _watch(actor: Actor, row: Ask, wave: Wave, total: int, now: datetime) -> uuid.UUID:
    work = Work(RUN_KIND, row.organisation_id, subject_uid=row.uid, total=total)
    run_uid = open_run(actor, work=work, now=now)
    emit_event(WAVE_FROZEN, now=now, wave_id=wave.pk, run_uid=str(run_uid))
    return run_uid


def _require_draft(state: str, present: int, seen: int) -> None:
    """Raise Conflict unless it is still the draft that the sender saw."""
    if state != AskState.DRAFT:
        raise Conflict("asks.already_sent")
    if present != seen:
        raise Conflict("asks.changed_meanwhile")


def locked_ask(actor: Actor, uid: uuid.UUID) -> Ask:
    """The locked row of an ask that the actor may run; for this room's own actions."""
    view = ask_for(actor, uid, Capability.RUN)
    return Ask.objects.select_for_update().get(pk=view.id)


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, payload: dict[str, Any], now: datetime, count: int = 1
) -> None:
    change = Change(verb, "ask", uid, payload=payload, count=count)
    record_entry(actor, change=change, now=now)
