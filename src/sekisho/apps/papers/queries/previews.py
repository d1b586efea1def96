"""The letter of an ask as one recipient would hold it in the hand, before anything is sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.queries.audience import Recipient, audience_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.letters import merged
from sekisho.apps.asks.queries.previews import preview_values
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.pages import PageLetter, document_of, pdf_of, pictures_of
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Chosen:
    """One recipient of an ask, with those beside it. `place` counts from 1."""

    ask: AskView
    recipient: Recipient
    place: int
    total: int
    before: Recipient | None
    after: Recipient | None


def chosen_recipient(actor: Actor, uid: uuid.UUID, subject: str) -> Chosen:
    """The recipient of that number (as text), else the first one.

    Raises NotFound for an ask that the actor may not send, or one without recipients.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    everybody = audience_of(actor, ask).recipients
    if not everybody:
        raise NotFound("papers.nobody_chosen")
    ids = [str(one.subject_id) for one in everybody]
    place = ids.index(subject) if subject in ids else 0
    return Chosen(
        ask=ask,
        recipient=everybody[place],
        place=place + 1,
        total=len(everybody),
        before=everybody[place - 1] if place else None,
        after=everybody[place + 1] if place + 1 < len(everybody) else None,
    )


def preview_pdf(chosen: Chosen, language: str, *, now: datetime) -> bytes:
    """The letter as PDF, with a sample in place of the link. Raises Invalid for a faulty letter."""
    return pdf_of(_document(chosen, language, now), now=now)


def preview_pictures(chosen: Chosen, language: str, *, now: datetime) -> tuple[bytes, ...]:
    """The same as pictures, one a page."""
    return pictures_of(_document(chosen, language, now))


def _document(chosen: Chosen, language: str, now: datetime) -> object:
    ask, recipient = chosen.ask, chosen.recipient
    values = preview_values(ask, recipient, language, now=now)
    subject, text = merged(ask.letter(REQUEST), values, language, columns=0)
    day = now.astimezone(zone_of(recipient.country)).date()
    has_season = choices_of(ask.id).has_season
    letter = PageLetter(language, values, text, day if has_season else None)
    return document_of([letter], title=f"{ask.number} {subject}")
