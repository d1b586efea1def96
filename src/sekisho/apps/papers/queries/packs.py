"""A pack of prepared letters as one file, and whose letter a typed number is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.actions.cards import Card
from sekisho.apps.accounts.queries import LinkView, absolute_address, link_of
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.letters import assignment_facts, merge_values, merged
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.pages import PageLetter, document_of, pdf_of
from sekisho.apps.papers.queries.slips import PAPER_PATH, slip_of
from sekisho.apps.partners.queries import ContactView
from sekisho.engines.deadlines import format_date


@dataclass(frozen=True, slots=True)
class PackLetter:
    """One letter that is ready to be printed: whose, to whom, with which number and code."""

    assignment_id: int
    holder: ContactView | None
    number: str
    card: Card


@dataclass(frozen=True, slots=True)
class Pack:
    """Letters of one ask that are ready to be printed, in the order of names."""

    ask: AskView
    letters: tuple[PackLetter, ...]


def pack_pdf(pack: Pack, *, duplex: bool, now: datetime) -> bytes:
    """The pack as PDF, a bundle of credentials: made on demand and never kept.

    Raises Unavailable without the font, Invalid if it cannot be set.
    """
    facts = assignment_facts(one.assignment_id for one in pack.letters)
    has_season = choices_of(pack.ask.id).has_season
    pages = []
    for letter in pack.letters:
        one = facts[letter.assignment_id]
        today = now.astimezone(zone_of(one.respondent.country)).date()
        values = {
            **merge_values(one, contact=letter.holder, language=one.language),
            "link": absolute_address(PAPER_PATH),
            "sent_on": format_date(today, one.language),
        }
        _subject, text = merged(one.ask.letter(REQUEST), values, one.language, columns=0)
        slip = slip_of(values, letter.card, letter.number, one.language)
        pages.append(PageLetter(one.language, values, text, today if has_season else None, slip))
    return pdf_of(document_of(pages, title=pack.ask.number, duplex=duplex), now=now)


def link_of_number(number: str, *, now: datetime) -> LinkView | None:
    """The live link of a printed letter's number; None when there is none."""
    found = PaperLetter.objects.filter(number=number).values_list("holder_id", "assignment_id")
    row = found.first()
    return link_of(holder_id=row[0], subject_id=row[1], now=now) if row else None
