"""Renders the letters of asks at hand-over, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.actions.links import tokens_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.queries.enclosures import WrittenLetter, enclosures_of
from sekisho.apps.asks.queries.letters import (
    AssignmentFacts,
    assignment_facts,
    merge_values,
    merged,
)
from sekisho.apps.asks.queries.previews import trial_letter
from sekisho.apps.asks.queries.profiles import EXTENDED, REMINDER, REQUEST, WITHDRAWN
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem

_ANSWERED = {"submitted", "closed", "declined"}
_TO_THE_SILENT = {REMINDER, EXTENDED}


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the letters of one batch need, fetched once."""

    key: str
    facts: Mapping[int, AssignmentFacts]
    contacts: Mapping[int, ContactView]
    tokens: Mapping[tuple[int, int], str]
    now: datetime


Rendered = dict[int, RenderedLetter | Problem]


def render_requests(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """The first letter of a wave."""
    return _rendered(REQUEST, refs)


def render_reminders(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """The letter to those who have not answered; refused once they have."""
    return _rendered(REMINDER, refs)


def render_extended(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """More time was given; refused once they have answered."""
    return _rendered(EXTENDED, refs)


def render_withdrawn(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """The ask was taken back: nothing need be done."""
    return _rendered(WITHDRAWN, refs)


def render_trials(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """The letter that somebody of the office sends to oneself: object ask, recipient person."""
    return {ref.outbox_id: _tried(ref) for ref in refs}


def _tried(ref: LetterRef) -> RenderedLetter | Problem:
    try:
        found = trial_letter(ref.object_id, ref.recipient_id, ref.language, now=clock.now())
    except Problem as problem:
        return problem
    return RenderedLetter(found.to_address, found.to_name, found.subject, found.text)


def _rendered(key: str, refs: Sequence[LetterRef]) -> Rendered:
    batch = _Batch(
        key=key,
        facts=assignment_facts(ref.object_id for ref in refs),
        contacts=contacts_by_ids(ref.recipient_id for ref in refs),
        tokens=tokens_of((ref.recipient_id, ref.object_id) for ref in refs),
        now=clock.now(),
    )
    return {ref.outbox_id: _one_or_problem(batch, ref) for ref in refs}


def _one_or_problem(batch: _Batch, ref: LetterRef) -> RenderedLetter | Problem:
    try:
        return _one(batch, ref)
    except Problem as problem:
        return problem


def _one(batch: _Batch, ref: LetterRef) -> RenderedLetter:
    facts = _open(batch, ref)
    contact = batch.contacts.get(ref.recipient_id)
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    token = batch.tokens.get((ref.recipient_id, ref.object_id))
    if token is None:
        raise NotFound("accounts.no_link")
    today = batch.now.astimezone(zone_of(facts.respondent.country)).date()
    values = {
        **merge_values(facts, contact=contact, language=ref.language),
        "link": absolute_address(f"/r/{token}"),
        "sent_on": format_date(today, ref.language),
    }
    subject, text = merged(facts.ask.letter(batch.key), values, ref.language)
    written = WrittenLetter(facts.ask, batch.key, values, ref.language, today)
    return RenderedLetter(
        to_address=contact.email,
        to_name=contact.name,
        subject=subject,
        text=text,
        reply_to=facts.ask.sender.contact_email,
        enclosures=enclosures_of(written),
    )


def _open(batch: _Batch, ref: LetterRef) -> AssignmentFacts:
    """The facts, when the letter should still go out."""
    facts = batch.facts.get(ref.object_id)
    if facts is None:
        raise NotFound("asks.not_there")
    if facts.ask.state == "closed" and batch.key != WITHDRAWN:
        raise Conflict("asks.is_closed")
    if batch.key in _TO_THE_SILENT and facts.state in _ANSWERED:
        raise Conflict("asks.already_answered")
    return facts
