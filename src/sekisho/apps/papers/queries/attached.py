"""The formal letter as a PDF beside the mail, where an ask chose so."""

from __future__ import annotations

from sekisho.adapters.channels import Enclosure
from sekisho.apps.asks.queries.enclosures import WrittenLetter
from sekisho.apps.asks.queries.letters import merged
from sekisho.apps.asks.queries.profiles import REQUEST
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.pages import PageLetter, document_of, pdf_of
from sekisho.kernel import clock


def attached_letter(letter: WrittenLetter) -> tuple[Enclosure, ...]:
    """The first letter of an ask that attaches it, else nothing."""
    if letter.key != REQUEST:
        return ()
    choices = choices_of(letter.ask.id)
    if not choices.attaches_pdf:
        return ()
    template = letter.ask.letter(REQUEST)
    subject, text = merged(template, letter.values, letter.language, columns=0)
    day = letter.day if choices.has_season else None
    page = PageLetter(letter.language, letter.values, text, day)
    pdf = pdf_of(document_of([page], title=subject), now=clock.now())
    return (Enclosure(f"{letter.ask.number}-{letter.language}.pdf", "application/pdf", pdf),)
