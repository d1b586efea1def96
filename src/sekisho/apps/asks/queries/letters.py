"""Everything a letter about an assignment says, fetched for many at once, and merging it.

Inside the house only, without a gate: renderers and previews that have checked their actor.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import AskView, asks_by_ids
from sekisho.apps.asks.queries.passages import with_passages
from sekisho.apps.asks.queries.respondent_standing import counting_due
from sekisho.apps.asks.queries.sets import SetView, minutes_for, sets_by_ids
from sekisho.apps.asks.queries.zones import due_text
from sekisho.apps.organisations.queries import OrganisationView, organisations_by_ids
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.engines.letters import (
    Letter,
    Template,
    addressee_lines,
    fold_lines,
    honorific,
    parse_template,
    render,
    salutation,
    sample_values,
)
from sekisho.engines.notices import shown_check_number
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import LANGUAGES

LINE_COLUMNS = 72
CHECK_PATH = "/r/check/"  # public; the portal answers there
_BATCH = 500


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One assignment with what its letters name. `contact` is None without a recipient.

    `due_at` is the date that counts: the deadline, or a later one that a return set.
    """

    id: int
    uid: uuid.UUID
    state: str
    due_at: datetime
    ask: AskView
    question_set: SetView
    asker: OrganisationView
    subject: OrganisationView
    respondent: OrganisationView
    contact: ContactView | None
    language: str


def assignment_facts(assignment_ids: Iterable[int]) -> dict[int, AssignmentFacts]:
    """Facts by assignment number, absent ones left out; few queries for a whole batch."""
    wanted = sorted(set(assignment_ids))
    found: dict[int, AssignmentFacts] = {}
    for start in range(0, len(wanted), _BATCH):
        found.update(_facts(wanted[start : start + _BATCH]))
    return found


def merge_values(
    facts: AssignmentFacts, *, contact: ContactView | None, language: str
) -> dict[str, str]:
    """The fields that every letter about an assignment may name; link, code and dates of the
    moment (`sent_on`, `received_on`, `code_minutes`) are the caller's.
    """
    return {
        **sender_values(facts.ask, facts.asker, facts.question_set, language),
        **recipient_values(facts.respondent, contact, language),
        "deadline": due_text(facts.due_at, facts.respondent.country, language),
    }


def recipient_values(
    organisation: OrganisationView, contact: ContactView | None, language: str
) -> dict[str, str]:
    """The fields about the recipient: 御中 without a person, 様 with one."""
    name = organisation.names.in_language(language)
    person = contact.name if contact else ""
    department = contact.department if contact else ""
    return {
        "addressee": "\n".join(addressee_lines(name, department, person, language)),
        "salutation": salutation(person, language),
        "organisation": name,
        "department": department,
        "contact": person,
        "honorific": honorific(person, language),
    }


def sender_values(
    ask: AskView, asker: OrganisationView, question_set: SetView, language: str
) -> dict[str, str]:
    """The fields about the ask and whoever asks."""
    count = question_set.question_count
    return {
        "ask_number": ask.number,
        "check_number": shown_check_number(ask.check_number) if ask.check_number else "–",
        "check_page": absolute_address(CHECK_PATH),
        "ask_title": ask.title.in_language(language),
        "reason": ask.reason.in_language(language),
        "scope": ask.sender.scope.in_language(language),
        "question_count": str(count),
        "minutes": str(minutes_for(count)),
        "sender_organisation": asker.names.in_language(language),
        "sender_department": ask.sender.department.in_language(language),
        "contact_person": ask.sender.contact_name.in_language(language),
        "contact_mail": ask.sender.contact_email,
        "contact_phone": ask.sender.contact_phone,
    }


def merged(
    letter: Letter, values: Mapping[str, str], language: str, *, columns: int = LINE_COLUMNS
) -> tuple[str, str]:
    """Subject and text of a letter in one language, lines folded for mail; 0 columns: not folded.

    Raises Invalid for a template with faults or a value that is missing or too long.
    """
    text = letter.en if language.startswith("en") else letter.ja
    subject = render(_template(text.subject), values)
    body = render(_template(text.body), values)
    return subject, fold_lines(body, columns) if columns else body


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """A letter filled with sample values, in one language."""

    language: str
    subject: str
    body: str


def merged_sample(letter: Letter) -> tuple[SampleLetter, ...]:
    """A letter without faults in both languages as a reader of the sample would see it."""
    return tuple(
        SampleLetter(language, *merged(letter, sample_values(language), language, columns=0))
        for language in LANGUAGES
    )


@lru_cache(maxsize=256)
def _template(text: str) -> Template:
    parsed = parse_template(text)
    if not isinstance(parsed, Template):
        raise Invalid(parsed[0].code, found=parsed[0].found)
    return parsed


def _facts(ids: list[int]) -> dict[int, AssignmentFacts]:
    rows = list(Assignment.objects.filter(pk__in=ids))
    asks = asks_by_ids({row.ask_id for row in rows})
    asks = {own: with_passages(ask) for own, ask in asks.items()}
    sets = sets_by_ids({ask.question_set_id or 0 for ask in asks.values()})
    contacts = contacts_by_ids({row.contact_id for row in rows if row.contact_id is not None})
    places = {ask.organisation_id for ask in asks.values()}
    places |= {row.subject_id for row in rows} | {row.respondent_id for row in rows}
    at = organisations_by_ids(SYSTEM, places)
    return {
        row.pk: AssignmentFacts(
            id=row.pk,
            uid=row.uid,
            state=row.state,
            due_at=counting_due(row),
            ask=asks[row.ask_id],
            question_set=sets[asks[row.ask_id].question_set_id or 0],
            asker=at[asks[row.ask_id].organisation_id],
            subject=at[row.subject_id],
            respondent=at[row.respondent_id],
            contact=contacts.get(row.contact_id or 0),
            language=row.language,
        )
        for row in rows
    }
