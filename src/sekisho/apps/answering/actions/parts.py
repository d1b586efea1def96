"""What the holder of a narrower link may do: give the code, answer its questions, say "done"."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions import CodeResult, check_code, open_challenge
from sekisho.apps.answering.models import HandOver
from sekisho.apps.answering.queries.handovers import HandOverView, handover_of_link
from sekisho.apps.answering.queries.parts import PartView, lent, part_for
from sekisho.apps.asks.actions.evidence import Upload, attach_evidence, withdraw_evidence
from sekisho.apps.asks.actions.replies import SaveResult, save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.queries.respondent_receipts import Receipt
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, NotFound

CODE_LETTER = "answering.code"
_PRIORITY = 10


@transaction.atomic
def send_part_code(actor: Actor, *, browser: str, language: str, now: datetime) -> str:
    """Queue a code to the address that was handed the part; returns it as it may be shown.

    Raises Conflict after six codes in an hour or too many wrong ones, NotFound for a closed link.
    """
    handover = handover_of_link(actor, now=now, needs_code=False)
    challenge_id, challenge_uid = open_challenge(actor, browser=browser, now=now)
    key = f"{CODE_LETTER}:{challenge_uid}"
    letter = NewLetter(CODE_LETTER, challenge_id, handover.id, language, key, priority=_PRIORITY)
    queue_letters(actor, letters=[letter], now=now)
    _record(actor, "answering.code_queued", handover, now)
    return handover.masked_email


@transaction.atomic
def give_part_code(actor: Actor, *, code: str, browser: str, now: datetime) -> CodeResult:
    """Check a code; the first right one is when the giver learns that the part was opened.

    Raises Conflict after too many wrong codes, NotFound for a closed link.
    """
    handover = handover_of_link(actor, now=now, needs_code=False)
    result = check_code(actor, code=code, browser=browser, now=now)
    is_right = result is CodeResult.RIGHT
    rows = HandOver.objects.filter(pk=handover.id, opened_at=None)
    if is_right and rows.update(opened_at=now):
        _record(actor, "answering.part_opened", handover, now)
    return result


def save_part_answer(
    actor: Actor, *, question_key: str, answer: Answer, base_revision: int, now: datetime
) -> SaveResult:
    """Save one answer of the part, as `save_answer` does. Raises NotFound outside the part."""
    part = _with_question(actor, question_key, now)
    return save_answer(
        lent(actor, part.handover),
        question_key=question_key,
        answer=answer,
        base_revision=base_revision,
        now=now,
    )


def attach_part_file(
    actor: Actor, *, question_key: str, upload: Upload, now: datetime
) -> uuid.UUID:
    """Give a file with a question of the part. Raises NotFound outside it."""
    part = _with_question(actor, question_key, now)
    scope = lent(actor, part.handover)
    return attach_evidence(scope, question_key=question_key, upload=upload, now=now)


def withdraw_part_file(actor: Actor, *, uid: uuid.UUID, now: datetime) -> str:
    """Take a file of the part back; returns its question's key. Raises NotFound."""
    part = part_for(actor, now=now)
    if uid not in {file.uid for file in part.reply.evidence}:
        raise NotFound("asks.no_file")
    return withdraw_evidence(lent(actor, part.handover), uid=uid, now=now)


@transaction.atomic
def finish_part(actor: Actor, *, now: datetime) -> None:
    """Tell the giver that this part is done; answers can still be changed. Raises NotFound."""
    handover = handover_of_link(actor, now=now)
    HandOver.objects.filter(pk=handover.id).update(finished_at=now)
    _record(actor, "answering.part_finished", handover, now)


def submit_part(actor: Actor, *, signer: Signer, seen_revision: int, now: datetime) -> Receipt:
    """Submit the whole reply where the giver allowed it, as it was seen at a revision.

    Raises Conflict where it was not allowed or somebody changed an answer since, Invalid while
    something required is missing.
    """
    part = part_for(actor, now=now)
    if not (part.handover.can_submit and part.is_all):
        raise Conflict("answering.part.no_submit")
    writer = lent(actor, part.handover)
    return submit_reply(writer, signer=signer, seen_revision=seen_revision, now=now)


def _with_question(actor: Actor, key: str, now: datetime) -> PartView:
    part = part_for(actor, now=now)
    if key not in part.handover.question_keys:
        raise NotFound("asks.no_question")
    return part


def _record(actor: Actor, verb: str, handover: HandOverView, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "handover", handover.uid), now=now)
