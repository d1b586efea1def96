"""Letters on paper of one ask: whom no mail reaches, what was printed, what was posted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.apps.accounts.actions.cards import cards_of
from sekisho.apps.accounts.queries import LinkView, absolute_address, link_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.letters import assignment_facts, merge_values, merged
from sekisho.apps.asks.queries.on_paper import PaperCase, paper_cases
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.pages import PageLetter, document_of, pdf_of
from sekisho.apps.papers.queries.slips import PAPER_PATH, slip_of
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.apps.partners.queries.postal import postal_contacts
from sekisho.engines.deadlines import format_date
from sekisho.kernel.actor import Actor, Capability

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One recipient on the page of printed letters. Nothing is printed while `prints` is 0."""

    case: PaperCase
    addressee: str
    number: str = ""
    prints: int = 0
    printed_at: datetime | None = None
    posted_on: date | None = None

    @property
    def state(self) -> str:
        """Where the letter is: to print, printed, posted."""
        if not self.prints:
            return "to_print"
        return "posted" if self.posted_on else "printed"


@dataclass(frozen=True, slots=True)
class PaperBoard:
    """The letters on paper of one ask, by name, with how many stand where."""

    ask: AskView
    lines: tuple[PaperLine, ...]

    def count(self, state: str) -> int:
        """How many are to print, printed or posted."""
        return sum(line.state == state for line in self.lines)


def paper_board(actor: Actor, uid: uuid.UUID, *, now: datetime) -> PaperBoard:
    """Everybody of an ask who gets a letter on paper. Raises NotFound, as for sending it."""
    ask = ask_for(actor, uid, Capability.RUN)
    printed = {row.assignment_id: row for row in PaperLetter.objects.filter(assignment__ask=ask.id)}
    cases = paper_cases(actor, ask, known=printed, now=now)
    holders = holders_of(cases)
    return PaperBoard(ask, tuple(_line(one, printed.get(one.id), holders) for one in cases))


def holders_of(cases: Sequence[PaperCase]) -> dict[int, ContactView]:
    """Whom each letter names, by assignment; absent where it names the organisation only."""
    written = contacts_by_ids(case.contact_id for case in cases if case.contact_id is not None)
    others = postal_contacts(case.respondent_id for case in cases)
    found: dict[int, ContactView] = {}
    for case in cases:
        contact = written.get(case.contact_id or NO_CONTACT)
        if contact is None or not contact.is_active:
            contact = others.get(case.respondent_id)
        if contact is not None:
            found[case.id] = contact
    return found


def pack_pdf(assignment_ids: Sequence[int], *, duplex: bool, now: datetime) -> bytes:
    """The pack as PDF, a bundle of credentials: for the action that printed them, on demand, and
    never kept. The order is kept.
    """
    rows = {row.assignment_id: row for row in _rows(assignment_ids)}
    facts = assignment_facts(rows)
    cards = cards_of((row.holder_id, own) for own, row in rows.items())
    holders = contacts_by_ids(row.holder_id for row in rows.values())
    letters = []
    for own in assignment_ids:
        one, row = facts[own], rows[own]
        contact = holders.get(row.holder_id)
        today = now.astimezone(zone_of(one.respondent.country)).date()
        values = {
            **merge_values(one, contact=contact, language=one.language),
            "link": absolute_address(PAPER_PATH),
            "sent_on": format_date(today, one.language),
        }
        _subject, text = merged(one.ask.letter(REQUEST), values, one.language, columns=0)
        day = today if choices_of(one.ask.id).has_season else None
        slip = slip_of(values, cards[row.holder_id, own], row.number, one.language)
        letters.append(PageLetter(one.language, values, text, day, slip))
    number = letters[0].values["ask_number"]
    return pdf_of(document_of(letters, title=number, duplex=duplex), now=now)


def link_of_number(number: str, *, now: datetime) -> LinkView | None:
    """The live link of a printed letter's number; None when there is none."""
    found = PaperLetter.objects.filter(number=number).values_list("holder_id", "assignment_id")
    row = found.first()
    return link_of(holder_id=row[0], subject_id=row[1], now=now) if row else None


def _rows(assignment_ids: Sequence[int]) -> Sequence[PaperLetter]:
    return list(PaperLetter.objects.filter(assignment_id__in=list(assignment_ids)))


def _line(case: PaperCase, row: PaperLetter | None, holders: dict[int, ContactView]) -> PaperLine:
    contact = holders.get(case.id)
    addressee = contact.label if contact else ""
    if row is None:
        return PaperLine(case, addressee)
    return PaperLine(case, addressee, row.number, row.prints, row.printed_at, row.posted_on)
