"""What a recipient would read: the letter of a draft for one of its recipients, and the trial
letter to oneself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sekisho.apps.accounts.queries import absolute_address, actor_of_person, person_for
from sekisho.apps.asks.queries.audience import Recipient, due_of
from sekisho.apps.asks.queries.drafts import AskView, asks_by_ids
from sekisho.apps.asks.queries.letters import merged, recipient_values, sender_values
from sekisho.apps.asks.queries.passages import with_passages
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.asks.queries.sets import SetView, sets_by_ids
from sekisho.apps.asks.queries.zones import due_text, zone_of
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid, NotFound

_TRIAL = {"ja": "【試し送り】", "en": "[Trial] "}


@dataclass(frozen=True, slots=True)
class PreviewLetter:
    """A merged letter in one language; `to_address` is empty when it could not be sent."""

    language: str
    subject: str
    text: str
    to_name: str = ""
    to_address: str = ""


def preview_letters(
    ask: AskView, recipient: Recipient, *, now: datetime
) -> tuple[PreviewLetter, ...]:
    """The first letter to one recipient in both languages. Raises Invalid for a faulty letter."""
    return tuple(_preview(ask, recipient, language, now) for language in ("ja", "en"))


def trial_letter(ask_id: int, person_id: int, language: str, *, now: datetime) -> PreviewLetter:
    """The first letter as it would come to us, addressed to a person of the office."""
    ask = asks_by_ids([ask_id]).get(ask_id)
    actor = actor_of_person(person_id)
    if ask is None or actor.uid is None:
        raise NotFound("asks.not_there")
    person = person_for(actor, actor.uid)
    asker = organisations_by_ids(SYSTEM, [ask.organisation_id])[ask.organisation_id]
    values = {
        **recipient_values(asker, None, language),
        **_ask_values(ask, asker.country, language, now),
    }
    subject, text = merged(ask.letter(REQUEST), values, language)
    return PreviewLetter(language, _TRIAL[language] + subject, text, person.name, person.email)


def _preview(ask: AskView, recipient: Recipient, language: str, now: datetime) -> PreviewLetter:
    contact = contacts_by_ids([recipient.contact_id or 0]).get(recipient.contact_id or 0)
    values = preview_values(ask, recipient, language, now=now)
    subject, text = merged(ask.letter(REQUEST), values, language, columns=0)
    name, address = (contact.label, contact.email) if contact else ("", "")
    return PreviewLetter(language, subject, text, name, address)


def preview_values(
    ask: AskView, recipient: Recipient, language: str, *, now: datetime
) -> dict[str, str]:
    """The fields of the first letter to one recipient; the link is one of ours, as a sample."""
    at = organisations_by_ids(SYSTEM, [recipient.respondent_id])[recipient.respondent_id]
    contact = contacts_by_ids([recipient.contact_id or 0]).get(recipient.contact_id or 0)
    return {
        **recipient_values(at, contact, language),
        **_ask_values(ask, recipient.country, language, now),
    }


def _ask_values(ask: AskView, country: str, language: str, now: datetime) -> dict[str, str]:
    asker = organisations_by_ids(SYSTEM, [ask.organisation_id])[ask.organisation_id]
    today = now.astimezone(zone_of(country)).date()
    return {
        **sender_values(with_passages(ask), asker, _set_of(ask), language),
        "deadline": due_text(due_of(ask, country, now), country, language),
        "sent_on": format_date(today, language),
        "link": absolute_address(reverse("asks:preview", args=[ask.uid])),
    }


def _set_of(ask: AskView) -> SetView:
    found = sets_by_ids([ask.question_set_id or 0]).get(ask.question_set_id or 0)
    if found is None:
        raise Invalid("asks.no_set")
    return found
