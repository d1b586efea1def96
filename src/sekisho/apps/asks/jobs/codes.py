"""The letter that carries a code, rendered at hand-over so that no queue holds one.

It names who asks and whom to ring, never the link: one message with both would open the answers to
whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sekisho.apps.accounts.actions.codes import CODE_MINUTES, ChallengeView, challenges_by_ids
from sekisho.apps.asks.actions.access import LETTER
from sekisho.apps.asks.queries.letters import (
    AssignmentFacts,
    assignment_facts,
    merge_values,
    merged,
)
from sekisho.apps.asks.queries.profiles import CODE
from sekisho.apps.mail.events import LetterRef, RenderedLetter, register_renderer
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, NotFound, Problem


def register() -> None:
    """Say who renders the letter; called when the room is set up."""
    register_renderer(LETTER, "sekisho.apps.asks.jobs.codes.render_codes", label=_("One-time code"))


def render_codes(refs: Sequence[LetterRef]) -> dict[int, RenderedLetter | Problem]:
    """The letters by outbox id; a code that has run out meanwhile is a Problem."""
    now = clock.now()
    challenges = challenges_by_ids(ref.object_id for ref in refs)
    facts = assignment_facts(one.subject_id for one in challenges.values())
    contacts = contacts_by_ids(ref.recipient_id for ref in refs)
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        try:
            challenge = _live(challenges.get(ref.object_id), now)
            own, contact = facts.get(challenge.subject_id), contacts.get(ref.recipient_id)
            out[ref.outbox_id] = _letter(ref, challenge, own, contact)
        except Problem as problem:
            out[ref.outbox_id] = problem
    return out


def _live(challenge: ChallengeView | None, now: datetime) -> ChallengeView:
    if challenge is None:
        raise NotFound("asks.code.nobody")
    if challenge.expires_at <= now:
        raise Conflict("asks.code.too_late")
    return challenge


def _letter(
    ref: LetterRef,
    challenge: ChallengeView,
    facts: AssignmentFacts | None,
    contact: ContactView | None,
) -> RenderedLetter:
    if facts is None or contact is None or not contact.is_usable:
        raise NotFound("asks.code.nobody")
    values = {
        **merge_values(facts, contact=contact, language=ref.language),
        "code": f"{challenge.code[:4]} {challenge.code[4:]}",
        "code_minutes": str(CODE_MINUTES),
    }
    subject, text = merged(facts.ask.letter(CODE), values, ref.language)
    reply_to = facts.ask.sender.contact_email
    return RenderedLetter(contact.email, contact.name, subject, text, reply_to)
