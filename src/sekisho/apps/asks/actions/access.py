"""The mailed code before anything stored is shown: asking for one, and giving it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.accounts.actions import CodeResult, check_code, open_challenge
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent import door_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict

LETTER = "asks.code"
PRIORITY = 10


@transaction.atomic
def send_code(actor: Actor, *, browser: str, language: str, now: datetime) -> str:
    """Queue a code to the contact's registered address; returns the address as it may be shown.

    Raises Conflict when no letter reaches the contact, after six codes in an hour or too many
    wrong ones, NotFound for a closed link.
    """
    door = door_for(actor, now=now)
    if not door.masked_address or actor.link is None:
        raise Conflict("asks.code.no_address")
    challenge_id, challenge_uid = open_challenge(actor, browser=browser, now=now)
    letter = NewLetter(
        letter=LETTER,
        object_id=challenge_id,
        recipient_id=actor.link.holder_id,
        language=language,
        unique_key=f"{LETTER}:{challenge_uid}",
        priority=PRIORITY,
    )
    queue_letters(actor, letters=[letter], now=now)
    change = Change("asks.code_queued", "assignment", door.visit.assignment_uid)
    record_entry(actor, change=change, now=now)
    return door.masked_address


@transaction.atomic
def give_code(actor: Actor, *, code: str, browser: str, now: datetime) -> CodeResult:
    """Check a code; the first right one is when the office learns that the page was opened.

    Raises Conflict after too many wrong codes, NotFound for a closed link.
    """
    door = door_for(actor, now=now)
    result = check_code(actor, code=code, browser=browser, now=now)
    if result is CodeResult.RIGHT:
        rows = Assignment.objects.filter(uid=door.visit.assignment_uid, opened_at=None)
        if rows.update(opened_at=now):
            change = Change("asks.opened", "assignment", door.visit.assignment_uid)
            record_entry(actor, change=change, now=now)
    return result
