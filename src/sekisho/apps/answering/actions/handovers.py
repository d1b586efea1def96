"""Handing questions over to a colleague or vendor, and taking them back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from sekisho.apps.accounts.actions import NewLink, issue_links, revoke_link
from sekisho.apps.accounts.actions.links import extend_links
from sekisho.apps.accounts.queries import links_of_holders
from sekisho.apps.answering.models import HandOver
from sekisho.apps.answering.queries.handovers import (
    KIND,
    PURPOSE,
    VERB,
    HandOverView,
    handovers_for,
)
from sekisho.apps.answering.queries.sealed import sealed_words
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.scopes import Scope, scope_of, scopes_by_ids
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, cancel_letters, queue_letters
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

LETTER = "answering.hand_over"
MOST_LIVE, MOST_EVER, MOST_AN_HOUR = 10, 30, 6
LIVES_AFTER_DEADLINE = timedelta(days=14)
_NAME, _NOTE = 60, 1000
_NO_NAME = ("@", "://", "www.", "\n", "\r")  # names stand in a letter that we send


@dataclass(frozen=True, slots=True)
class NewHandOver:
    """To whom, which questions, in which languages the letter is written; `by` names the giver.

    The note is read behind the code and never stands in the letter.
    """

    name: str
    email: str
    question_keys: tuple[str, ...]
    by: str
    note: str = ""
    languages: tuple[str, ...] = ("ja",)
    can_submit: bool = False


@transaction.atomic
def hand_over(actor: Actor, *, to: NewHandOver, now: datetime) -> uuid.UUID:
    """Give questions to somebody by a narrower link; returns the hand-over's outside id.

    Raises Invalid for an address, name or questions that cannot be, Conflict when that address has
    a part already, too many were given, or nothing may be written; NotFound before the code and
    for a narrower link: what was handed over is never handed further.
    """
    scope, known = scope_of(actor, now=now), handovers_for(actor, now=now)
    asked = {one.key for one in reply_for(actor, now=now).asked}
    _require_writable(scope)
    _require_fitting(to, asked)
    _require_few(known, to, now)
    uid = new_id()
    words = {
        "name": to.name.strip(),
        "email": to.email.strip(),
        "note": to.note.strip(),
        "by": to.by.strip(),
        "languages": list(to.languages),
        "keys": sorted(set(to.question_keys)),
    }
    row = HandOver.objects.create(
        uid=uid,
        assignment_id=scope.id,
        given_by_link_id=actor.link.link_id if actor.link else 0,
        sealed=sealed_words(scope, KIND, uid, words),
        can_submit=to.can_submit and asked <= set(to.question_keys),
        created_at=now,
    )
    end = _link_end(scope, now)
    link = NewLink(row.pk, scope.id, end, verbs=(VERB,), purpose=PURPOSE)
    issue_links(actor, links=[link], now=now)
    letter = NewLetter(LETTER, row.pk, row.pk, to.languages[0], f"{LETTER}:{uid}", priority=5)
    queue_letters(actor, letters=[letter], now=now)
    _record(actor, "answering.handed_over", scope, now, count=len(words["keys"]))
    return uid


@transaction.atomic
def take_back(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Close a narrower link at once; doing it again changes nothing. Raises NotFound."""
    scope = scope_of(actor, now=now)
    row = HandOver.objects.select_for_update().filter(assignment_id=scope.id, uid=uid).first()
    if row is None:
        raise NotFound("answering.no_handover")
    if row.revoked_at is not None:
        return
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    link = links_of_holders([row.pk], purpose=PURPOSE).get(row.pk)
    if link is not None:
        revoke_link(actor, uid=link.uid, now=now)
    cancel_letters(actor, letter=LETTER, object_ids=[row.pk], now=now)
    _record(actor, "answering.taken_back", scope, now)


@transaction.atomic
def follow_deadline(actor: Actor, *, assignment_ids: Sequence[int], now: datetime) -> int:
    """Let narrower links last as long as the date that counts now asks for; returns how many.

    What was taken back stays so, and none gets shorter: telling it again changes nothing.
    """
    rows = HandOver.objects.filter(assignment_id__in=assignment_ids, revoked_at=None)
    pairs = list(rows.values_list("pk", "assignment_id"))
    scopes = scopes_by_ids({own for _row, own in pairs}, now=now)
    ends = {(row, own): _link_end(scopes[own], now) for row, own in pairs}
    count = extend_links(actor, ends=ends, purpose=PURPOSE, now=now)
    if count:
        change = Change("answering.handovers_extended", "assignment", count=count)
        record_entry(actor, change=change, now=now)
    return count


def _link_end(scope: Scope, now: datetime) -> datetime:
    return max(scope.due_at, now) + LIVES_AFTER_DEADLINE


def _require_writable(scope: Scope) -> None:
    if not scope.standing.can_write:
        raise Conflict(f"asks.read_only.{scope.standing.value}")


def _require_fitting(to: NewHandOver, asked: set[str]) -> None:
    if not to.question_keys or not set(to.question_keys) <= asked:
        raise Invalid("answering.handover.no_questions")
    if not to.name.strip() or not to.by.strip():
        raise Invalid("answering.handover.no_name")
    if len(to.name) > _NAME or len(to.by) > _NAME or len(to.note) > _NOTE:
        raise Invalid("answering.too_long", limit=_NOTE)
    if any(mark in to.name + to.by for mark in _NO_NAME):
        raise Invalid("answering.handover.name_shape")
    try:
        validate_email(to.email.strip())
    except ValidationError as error:
        raise Invalid("answering.handover.address") from error


def _require_few(known: tuple[HandOverView, ...], to: NewHandOver, now: datetime) -> None:
    live = [one for one in known if one.is_live]
    if any(one.email.casefold() == to.email.strip().casefold() for one in live):
        raise Conflict("answering.handover.already")
    if len(live) >= MOST_LIVE or len(known) >= MOST_EVER:
        raise Conflict("answering.handover.too_many", limit=MOST_LIVE)
    lately = [one for one in known if one.created_at > now - timedelta(hours=1)]
    if len(lately) >= MOST_AN_HOUR:
        raise Conflict("answering.handover.too_fast", limit=MOST_AN_HOUR)


def _record(actor: Actor, verb: str, scope: Scope, now: datetime, count: int = 1) -> None:
    record_entry(actor, change=Change(verb, "assignment", scope.uid, count=count), now=now)
