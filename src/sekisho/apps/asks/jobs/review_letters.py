"""Letters about reviews, and telling acceptances once they can no longer be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.actions.reviews import UNDO_FOR, finish_review
from sekisho.apps.asks.queries.letters import (
    AssignmentFacts,
    assignment_facts,
    merge_values,
    merged,
)
from sekisho.apps.asks.queries.profiles import ACCEPTED, RETURNED
from sekisho.apps.asks.queries.reviews import ReviewFacts, review_facts, reviews_to_tell
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem

_Letters = Mapping[int, RenderedLetter | Problem]


def register() -> None:
    """What the room's apps.py calls: the two letters, and when acceptances are told."""
    from sekisho.apps.mail.events import register_renderer
    from sekisho.apps.work.events import plan

    jobs = "sekisho.apps.asks.jobs.review_letters"
    sent_back = pgettext_lazy("letter", "Sent back")  # the state of a reply has other words
    register_renderer("asks.returned", f"{jobs}.render_returned", label=sent_back)
    register_renderer("asks.accepted", f"{jobs}.render_accepted", label=_("Thanks"))
    plan("asks.finish_reviews", job=f"{jobs}.finish_reviews", every_seconds=60)


def render_returned(refs: Sequence[LetterRef]) -> _Letters:
    """Questions about a reply: they stand behind the link, never in the mail."""
    return _rendered(RETURNED, refs)


def render_accepted(refs: Sequence[LetterRef]) -> _Letters:
    """Thanks for a reply that was accepted."""
    return _rendered(ACCEPTED, refs)


def finish_reviews() -> None:
    """Tell every acceptance whose time to be taken back has passed."""
    now = clock.now()
    for review_id in reviews_to_tell(before=now - UNDO_FOR):
        finish_review(SYSTEM, review_id=review_id, now=now)


def _rendered(key: str, refs: Sequence[LetterRef]) -> _Letters:
    reviews = review_facts(ref.object_id for ref in refs)
    facts = assignment_facts(review.assignment_id for review in reviews.values())
    contacts = contacts_by_ids(ref.recipient_id for ref in refs)
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        review, contact = reviews.get(ref.object_id), contacts.get(ref.recipient_id)
        own = facts.get(review.assignment_id) if review else None
        try:
            out[ref.outbox_id] = _one(key, ref, _known(own, review), contact)
        except Problem as problem:
            out[ref.outbox_id] = problem
    return out


def _known(
    facts: AssignmentFacts | None, review: ReviewFacts | None
) -> tuple[AssignmentFacts, ReviewFacts]:
    if facts is None or review is None:
        raise NotFound("asks.not_there")
    if not review.is_latest:
        raise Conflict("asks.review.overtaken")
    return facts, review


def _one(
    key: str,
    ref: LetterRef,
    known: tuple[AssignmentFacts, ReviewFacts],
    contact: ContactView | None,
) -> RenderedLetter:
    facts, review = known
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    values = {
        **merge_values(facts, contact=contact, language=ref.language),
        "sent_on": _day(clock.now(), facts, ref.language),
        "received_on": _day(review.submitted_at or review.at, facts, ref.language),
    }
    if key == RETURNED:
        token = token_of(holder_id=ref.recipient_id, subject_id=facts.id)
        values["link"] = absolute_address(f"/r/{token}")
    subject, text = merged(facts.ask.letter(key), values, ref.language)
    reply_to = facts.ask.sender.contact_email
    return RenderedLetter(contact.email, contact.name, subject, text, reply_to)


def _day(at: datetime, facts: AssignmentFacts, language: str) -> str:
    return format_date(at.astimezone(zone_of(facts.respondent.country)).date(), language)
