"""The letters of this room, rendered at hand-over: to superiors outside, to owners inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.accounts.actions.links import tokens_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.queries.letters import (
    AssignmentFacts,
    assignment_facts,
    merge_values,
    merged,
)
from sekisho.apps.asks.queries.profiles import SUPERIOR
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.apps.reminders.queries.notes import SilentAsk, silent_of
from sekisho.engines.deadlines import format_date
from sekisho.engines.letters import honorific
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem

Rendered = Mapping[int, RenderedLetter | Problem]
_OPEN = {"not_delivered", "waiting", "answering"}
_MOST_NAMED = 30  # of one ask; the board shows them all


def render_superiors(refs: Sequence[LetterRef]) -> Rendered:
    """To the superior of who was asked: object assignment, recipient contact."""
    facts = assignment_facts(ref.object_id for ref in refs)
    people = contacts_by_ids(ref.recipient_id for ref in refs)
    tokens = tokens_of((ref.recipient_id, ref.object_id) for ref in refs)
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        token = tokens.get((ref.recipient_id, ref.object_id))
        try:
            out[ref.outbox_id] = _to_superior(
                ref, facts.get(ref.object_id), people.get(ref.recipient_id), token
            )
        except Problem as problem:
            out[ref.outbox_id] = problem
    return out


def render_notes(refs: Sequence[LetterRef]) -> Rendered:
    """To an owner on our side: object digest, recipient contact; refused when all have answered."""
    people = contacts_by_ids(ref.recipient_id for ref in refs)
    silent = silent_of(ref.object_id for ref in refs)
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        owner, asks = people.get(ref.recipient_id), silent.get(ref.object_id, ())
        if owner is None or not owner.is_usable:
            out[ref.outbox_id] = Invalid("asks.no_address")
        elif not asks:
            out[ref.outbox_id] = Conflict("reminders.all_answered")
        else:
            with translation.override(ref.language):
                out[ref.outbox_id] = _note(owner, asks, ref.language)
    return out


def _to_superior(
    ref: LetterRef, facts: AssignmentFacts | None, contact: ContactView | None, token: str | None
) -> RenderedLetter:
    if facts is None:
        raise NotFound("asks.not_there")
    if facts.ask.state == "closed":
        raise Conflict("asks.is_closed")
    if facts.state not in _OPEN:
        raise Conflict("asks.already_answered")
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    if token is None:
        raise NotFound("accounts.no_link")
    values = {
        **merge_values(facts, contact=contact, language=ref.language),
        "colleague": _colleague(facts.contact, ref.language),
        "link": absolute_address(f"/r/{token}"),
        "sent_on": _today(facts, clock.now(), ref.language),
    }
    subject, text = merged(facts.ask.letter(SUPERIOR), values, ref.language)
    reply_to = facts.ask.sender.contact_email
    return RenderedLetter(contact.email, contact.name, subject, text, reply_to)


def _colleague(contact: ContactView | None, language: str) -> str:
    """Who was asked, as a letter to somebody else there names them."""
    if contact is not None and contact.name:
        return f"{contact.name} {honorific(contact.name, language)}".strip()
    with translation.override(language):
        return contact.department if contact and contact.department else _("the person in charge")


def _today(facts: AssignmentFacts, now: datetime, language: str) -> str:
    return format_date(now.astimezone(zone_of(facts.respondent.country)).date(), language)


def _note(owner: ContactView, asks: Sequence[SilentAsk], language: str) -> RenderedLetter:
    count = sum(len(one.partners) for one in asks)
    subject = ngettext(
        "%(n)s partner in your care has not answered",
        "%(n)s partners in your care have not answered",
        count,
    ) % {"n": count}
    lines = [
        _("The following partners have not answered in spite of reminders."),
        _("A word by telephone often helps. Nothing is held against them by silence alone."),
    ]
    for ask in asks:
        lines += ["", *_ask_lines(ask, language)]
    return RenderedLetter(owner.email, owner.name, subject, "\n".join(lines) + "\n")


def _ask_lines(ask: SilentAsk, language: str) -> list[str]:
    lines = [f"■ {ask.title.in_language(language)} ({ask.number})"]
    for one in ask.partners[:_MOST_NAMED]:
        words = {
            "name": one.names.in_language(language),
            "day": format_date(one.due_on, language),
        }
        lines.append("- " + _("%(name)s (was due on %(day)s)") % words)
    left = len(ask.partners) - _MOST_NAMED
    if left > 0:
        lines.append(
            ngettext("and %(n)s more partner", "and %(n)s more partners", left) % {"n": left}
        )
    return [*lines, absolute_address(f"/o/asks/{ask.uid}/?mark=overdue")]
