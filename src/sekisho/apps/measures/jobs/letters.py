"""Renders the letters about open points at hand-over. A letter names counts and days, no gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from sekisho.apps.accounts.actions.links import tokens_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.measures.actions.owners import THE_OFFICE
from sekisho.apps.measures.events import Conversation, conversations_of
from sekisho.apps.measures.queries.due import LetterFacts, open_letters
from sekisho.apps.measures.queries.letters import merged
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.engines.letters import addressee_lines, salutation
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem

_Letters = Mapping[int, RenderedLetter | Problem]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the letters of one batch need, fetched once."""

    facts: Mapping[int, LetterFacts]
    at: Mapping[tuple[str, int], Conversation]
    contacts: Mapping[int, ContactView]
    tokens: Mapping[tuple[int, int], str]


def render_open_points(refs: Sequence[LetterRef]) -> _Letters:
    """To a partner: before the day, on it, again, or with our word."""
    return _rendered(refs)


def render_owner(refs: Sequence[LetterRef]) -> _Letters:
    """To our owner: nobody answers, or somebody has."""
    return _rendered(refs)


def _rendered(refs: Sequence[LetterRef]) -> _Letters:
    facts = open_letters(ref.object_id for ref in refs)
    sources: dict[str, set[int]] = {}
    for one in facts.values():
        sources.setdefault(one.source, set()).add(one.source_id)
    at = {
        (source, own): found
        for source, ids in sources.items()
        for own, found in conversations_of(source, ids).items()
    }
    known = [(ref, facts[ref.object_id]) for ref in refs if ref.object_id in facts]
    pairs = {(ref.recipient_id, one.source_id) for ref, one in known}
    contacts = contacts_by_ids(ref.recipient_id for ref in refs)
    batch = _Batch(facts, at, contacts, tokens_of(pairs))
    return {ref.outbox_id: _one_or_problem(batch, ref) for ref in refs}


def _one_or_problem(batch: _Batch, ref: LetterRef) -> RenderedLetter | Problem:
    try:
        return _one(batch, ref)
    except Problem as problem:
        return problem


def _one(batch: _Batch, ref: LetterRef) -> RenderedLetter:
    facts, contact = batch.facts.get(ref.object_id), batch.contacts.get(ref.recipient_id)
    at = batch.at.get((facts.source, facts.source_id)) if facts else None
    if facts is None or at is None:
        raise NotFound("measures.not_there")
    if not facts.open_count:
        raise Conflict("measures.nothing_open")
    is_ours = facts.role != "partner"
    address, name = _address(contact, at, is_office=is_ours and ref.recipient_id == THE_OFFICE)
    link = _office_link(facts.role) if is_ours else _link(batch, ref, facts)
    today = clock.now().astimezone(at.zone).date()
    values = {
        **at.values(ref.language),
        **(_to_owner(contact, ref.language) if is_ours else {}),
        "link": absolute_address(link),
        "question_count": str(facts.open_count),
        "deadline": _day(facts.due_on, ref.language),
        "sent_on": _day(today, ref.language),
    }
    key = f"open-{facts.role if is_ours else facts.kind}"
    subject, text = merged(key, values, ref.language)
    return RenderedLetter(address, name, subject, text, at.reply_to)


def _link(batch: _Batch, ref: LetterRef, facts: LetterFacts) -> str:
    token = batch.tokens.get((ref.recipient_id, facts.source_id))
    if token is None:
        raise NotFound("accounts.no_link")
    return f"/r/{token}?to=open"


def _address(contact: ContactView | None, at: Conversation, *, is_office: bool) -> tuple[str, str]:
    """To whom: the contact, or the office that asks where a partner has no owner to write to."""
    if is_office and at.reply_to:
        return at.reply_to, ""
    if contact is None or not contact.is_usable:
        raise Invalid("measures.no_address")
    return contact.email, contact.name


def _office_link(role: str) -> str:
    """The list, narrowed where nobody answers to what is overdue."""
    return reverse("measures:findings") + ("?mark=overdue" if role == "owner" else "")


def _to_owner(contact: ContactView | None, language: str) -> dict[str, str]:
    """The letter goes to a colleague, not to the partner of whom it speaks."""
    if contact is None:
        return {"addressee": "", "salutation": salutation("", language)}
    lines = addressee_lines("", contact.department, contact.name, language)
    return {"addressee": "\n".join(lines), "salutation": salutation(contact.name, language)}


def _day(day: date | None, language: str) -> str:
    return format_date(day, language) if day else "–"
