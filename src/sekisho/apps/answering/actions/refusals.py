"""Declining with a reason, and taking the answer up again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.answering.models import Refusal
from sekisho.apps.answering.queries.refusals import KIND, REASONS, WRONG_PERSON
from sekisho.apps.answering.queries.sealed import sealed_words
from sekisho.apps.asks.actions.declining import decline_reply, resume_reply
from sekisho.apps.asks.queries.scopes import scope_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Invalid

MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class NewRefusal:
    """Why no answer comes: one of REASONS; whom to ask instead where the person is wrong."""

    reason: str
    by: str
    text: str = ""
    instead_name: str = ""
    instead_email: str = ""


@transaction.atomic
def decline(actor: Actor, *, refusal: NewRefusal, now: datetime) -> None:
    """Say that no answer comes, and why; the board shows it apart from those who are silent.

    Raises Invalid for an unknown reason, missing or too long words; NotFound and Conflict as
    `decline_reply` does.
    """
    scope = scope_of(actor, now=now)
    _require_fitting(refusal)
    decline_reply(actor, now=now)
    uid = new_id()
    words = {name: str(value).strip() for name, value in asdict(refusal).items()}
    sealed = sealed_words(scope, KIND, uid, words)
    Refusal.objects.create(uid=uid, assignment_id=scope.id, sealed=sealed, at=now)
    change = Change("answering.declined", "assignment", scope.uid)
    record_entry(actor, change=change, now=now)


@transaction.atomic
def take_up(actor: Actor, *, now: datetime) -> None:
    """Take up an answer that was declined. Raises NotFound and Conflict as `resume_reply` does."""
    scope = scope_of(actor, now=now)
    resume_reply(actor, now=now)
    Refusal.objects.filter(assignment_id=scope.id, ended_at=None).update(ended_at=now)
    change = Change("answering.taken_up", "assignment", scope.uid)
    record_entry(actor, change=change, now=now)


def _require_fitting(refusal: NewRefusal) -> None:
    if refusal.reason not in REASONS:
        raise Invalid("answering.decline.reason")
    if not refusal.by.strip():
        raise Invalid("answering.decline.no_name")
    if refusal.reason == "other" and not refusal.text.strip():
        raise Invalid("answering.decline.no_words")
    if refusal.reason == WRONG_PERSON and not refusal.instead_name.strip():
        raise Invalid("answering.decline.no_instead")
    if any(len(str(value)) > MOST_CHARACTERS for value in asdict(refusal).values()):
        raise Invalid("answering.too_long", limit=MOST_CHARACTERS)
