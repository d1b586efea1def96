"""Decisions about a submitted reply: accept it, send it back, take an acceptance back.

Who decides follows up at the subject and may act for the company that asks. An acceptance counts
at once; thanks follow when it can no longer be taken back. The link stays open until it expires:
behind it the respondent reads the copy and goes on with what was found, and answers no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sekisho.apps.accounts.actions.links import extend_links
from sekisho.apps.asks.events import ACCEPTED, RETURNED
from sekisho.apps.asks.models import Assignment, AssignmentState, Reply, Review
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.asks.queries.sealed import seal_part
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.asks.queries.zones import end_of_recipient_day
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.organisations.queries import asking_filter
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

UNDO_FOR = timedelta(minutes=5)
RETURNED_LETTER, ACCEPTED_LETTER = "asks.returned", "asks.accepted"
MAX_CHARACTERS = 2000
NOBODY_UID = uuid.UUID(int=0)  # the system itself decides nothing; kept for repairs


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said to the respondent: in general, and by question key; until which day."""

    general: str
    by_question: Mapping[str, str]
    until_on: date | None = None

    def cleaned(self) -> Remarks:
        """Without empty ones and spaces around. Raises Invalid for a text that is too long."""
        kept = {key: text.strip() for key, text in self.by_question.items() if text.strip()}
        general = self.general.strip()
        if any(len(text) > MAX_CHARACTERS for text in (general, *kept.values())):
            raise Invalid("asks.review.too_long", limit=MAX_CHARACTERS)
        return Remarks(general, kept, self.until_on)


@transaction.atomic
def accept_reply(
    actor: Actor, *, uid: uuid.UUID, seen_revision: int, remark: str = "", now: datetime
) -> uuid.UUID:
    """Accept a submitted reply and close its assignment; returns the review.

    `seen_revision` is the reply's revision that was looked at. Raises NotFound, Conflict when it
    is not submitted or was changed meanwhile.
    """
    row = _submitted(actor, uid, seen_revision)
    remarks = Remarks(remark, {}).cleaned()
    review = _review(actor, row, "accepted", remarks, now)
    review.reply_revision, review.is_told = seen_revision, False
    review.save()
    row.state, row.closed_at, row.is_returned = AssignmentState.CLOSED, now, False
    row.save(update_fields=["state", "closed_at", "is_returned"])
    emit_event(ACCEPTED, now=now, assignment_id=row.pk, review_id=review.pk)
    _record(actor, "asks.reply_accepted", row.uid, now, {"review": str(review.uid)})
    return review.uid


@transaction.atomic
def return_reply(
    actor: Actor, *, uid: uuid.UUID, seen_revision: int, remarks: Remarks, now: datetime
) -> uuid.UUID:
    """Send a submitted reply back with remarks, to be corrected by the end of a day there.

    Returns the review. Raises NotFound, Conflict as `accept_reply`, Invalid without a word or
    with a day that has passed.
    """
    row = _submitted(actor, uid, seen_revision)
    remarks = remarks.cleaned()
    if not remarks.general and not remarks.by_question:
        raise Invalid("asks.review.no_words")
    until_at = _until(row, remarks.until_on, now)
    review = _review(actor, row, "returned", remarks, now)
    review.reply_revision, review.until_at = seen_revision, until_at
    review.save()
    row.state, row.is_returned = AssignmentState.ANSWERING, True
    row.returned_until = until_at
    row.save(update_fields=["state", "is_returned", "returned_until"])
    extend_links(actor, ends={(row.contact_id or NO_CONTACT, row.pk): link_end(row, now)}, now=now)
    _queue(actor, RETURNED_LETTER, row, review, now)
    emit_event(RETURNED, now=now, assignment_id=row.pk, review_id=review.pk)
    _record(actor, "asks.reply_returned", row.uid, now, {"review": str(review.uid)})
    return review.uid


@transaction.atomic
def reopen_reply(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Take an acceptance back while nobody has been told. Raises NotFound, Conflict later on."""
    row = _locked(actor, uid)
    latest = Review.objects.filter(assignment=row).order_by("-id").first()
    if latest is None or latest.decision != "accepted" or latest.is_told:
        raise Conflict("asks.review.too_late")
    Review.objects.filter(pk=latest.pk).update(is_told=True)
    review = _review(actor, row, "reopened", Remarks("", {}), now)
    review.reply_revision = latest.reply_revision
    review.save()
    row.state, row.closed_at = AssignmentState.SUBMITTED, None
    row.save(update_fields=["state", "closed_at"])
    _record(actor, "asks.review_undone", row.uid, now, {"review": str(latest.uid)})


@transaction.atomic
def finish_review(actor: Actor, *, review_id: int, now: datetime) -> bool:
    """Thank for an accepted reply; False when that was done or the acceptance taken back."""
    review = Review.objects.select_for_update().filter(pk=review_id, is_told=False).first()
    if review is None:
        return False
    review.is_told = True
    review.save(update_fields=["is_told"])
    row = Assignment.objects.get(pk=review.assignment_id)
    _queue(actor, ACCEPTED_LETTER, row, review, now)
    _record(actor, "asks.review_told", row.uid, now, {"review": str(review.uid)})
    return True


@transaction.atomic
def mark_delivery(actor: Actor, *, uid: uuid.UUID, is_bounced: bool, now: datetime) -> None:
    """Note by hand that the letter came back, or that the request did reach the partner.

    Raises NotFound, Conflict once an answer is there.
    """
    row = _locked(actor, uid)
    if row.state not in {AssignmentState.NOT_DELIVERED, AssignmentState.WAITING}:
        raise Conflict("asks.already_answered")
    row.is_bounced = is_bounced
    if not is_bounced:
        row.state = AssignmentState.WAITING
    row.save(update_fields=["is_bounced", "state"])
    verb = "asks.marked_bounced" if is_bounced else "asks.marked_delivered"
    _record(actor, verb, row.uid, now, {})


def _submitted(actor: Actor, uid: uuid.UUID, seen_revision: int) -> Assignment:
    row = _locked(actor, uid)
    if row.state != AssignmentState.SUBMITTED:
        raise Conflict("asks.review.not_submitted")
    revision = Reply.objects.filter(pk=row.pk).values_list("revision", flat=True).first()
    if revision != seen_revision:
        raise Conflict("asks.review.changed")
    return row


def _locked(actor: Actor, uid: uuid.UUID) -> Assignment:
    may = Capability.FOLLOW_UP
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("respondent")
    row = rows.filter(
        part_filter(actor, may), asking_filter(actor, capability=may, path="ask__organisation")
    )
    found = row.filter(uid=uid).first()
    if found is None:
        raise NotFound("asks.not_there")
    return found


def _until(row: Assignment, until_on: date | None, now: datetime) -> datetime:
    if until_on is None:
        raise Invalid("asks.review.no_date")
    until_at = end_of_recipient_day(until_on, row.respondent.country)
    if until_at <= now:
        raise Invalid("asks.review.past_date")
    return until_at


def _review(
    actor: Actor, row: Assignment, decision: str, remarks: Remarks, now: datetime
) -> Review:
    uid = new_id()
    content = {"general": remarks.general, "remarks": dict(remarks.by_question)}
    return Review(
        uid=uid,
        assignment=row,
        decision=decision,
        sealed=seal_part(row, part="review", row=uid, content=content),
        by_uid=actor.uid or NOBODY_UID,
        at=now,
    )


def _queue(actor: Actor, letter: str, row: Assignment, review: Review, now: datetime) -> None:
    """Nothing is queued for a respondent whose answers somebody else typed in."""
    if row.contact_id is None:
        return
    key = f"{letter}:{review.uid}"
    new = NewLetter(letter, review.pk, row.contact_id, row.language, key, priority=5)
    queue_letters(actor, letters=[new], now=now)


def _record(
    actor: Actor, verb: str, uid: uuid.UUID, now: datetime, payload: Mapping[str, str]
) -> None:
    record_entry(actor, change=Change(verb, "assignment", uid, payload=payload), now=now)
