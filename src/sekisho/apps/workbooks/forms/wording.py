"""The words inside a workbook: headings, hints, the guide on its first sheet."""

from __future__ import annotations

from functools import lru_cache

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.asks.queries.sets import minutes_for
from sekisho.apps.workbooks.queries.incoming import SheetTexts
from sekisho.engines.deadlines import format_date
from sekisho.engines.workbook import Words
from sekisho.kernel.text import LANGUAGES


@lru_cache(maxsize=len(LANGUAGES))
def words_in(language: str) -> Words:
    """The words of a workbook in one language."""
    with translation.override(language):
        return Words(
            language=language,
            guide=pgettext("workbook", "Guide"),
            questions=pgettext("workbook", "Questions"),
            headings=_headings(),
            lead=_(
                "Please write in the yellow cells. Leave open what you do not know yet; a file "
                "that is partly filled in can be sent too."
            ),
            choose=_("Please choose from the list."),
            mark_below=_("Please mark the lines below."),
            mark_here=_("Put ○ if this applies."),
            file_elsewhere=_("Files are given on the answer page."),
            write_text=_("Please write in words."),
            write_date=_("A date, for example 2026-12-07."),
            write_number=_("A number, for example 120."),
            whole_number=_("Whole numbers only."),
            unit=_("In: %(unit)s"),
            at_least=_("At least %(limit)s"),
            at_most=_("At most %(limit)s"),
            only_if=_("(Only if %(conditions)s)"),
            answered=_("question %(number)s is answered %(choices)s"),
            not_answered=_("question %(number)s is not answered %(choices)s"),
            both=pgettext("workbook", " and "),
            either=pgettext("workbook", ", or "),
            or_word=pgettext("workbook", " or "),
            quoted=pgettext("workbook", "“%(text)s”"),
            remark_when=_("If %(choices)s, please write under “Details”: %(text)s"),
            remark_always=_("Please write under “Details”: %(text)s"),
            list_error=_("Please choose one of the words in the list."),
        )


def sheet_texts() -> SheetTexts:
    """What a returned workbook is read by, in every language."""
    found = [words_in(language) for language in LANGUAGES]
    hints = tuple(text for words in found for text in (words.mark_below, words.file_elsewhere))
    return SheetTexts(tuple(words.headings for words in found), hints)


def _headings() -> dict[str, str]:
    return {
        "number": pgettext("workbook", "No."),
        "category": pgettext("workbook", "Part"),
        "question": pgettext("workbook", "Question"),
        "help": pgettext("workbook", "Notes"),
        "answer": pgettext("workbook", "Answer"),
        "followup": pgettext("workbook", "Details"),
        "reason": pgettext("workbook", "Why it does not apply"),
        "what": pgettext("workbook", "What will be done"),
        "who": pgettext("workbook", "Who will do it"),
        "due": pgettext("workbook", "By when"),
    }


def guide_of(reply: ReplyView, ask_number: str, language: str) -> tuple[tuple[str, str], ...]:
    """The first sheet as (label, text): who asks, until when, how to fill in, whom to ring."""
    visit = reply.visit
    with translation.override(language):
        due = timezone.localtime(visit.due_at, visit.zone).date()
        count = len(reply.asked)
        office = " ".join(
            part.in_language(language)
            for part in (visit.asker, visit.department)
            if part.in_language(language)
        )
        contact = (visit.contact_name.in_language(language), visit.contact_phone)
        rows = (
            (pgettext("workbook", "Who asks"), office),
            (pgettext("workbook", "About"), visit.subject.in_language(language)),
            (pgettext("workbook", "Why"), visit.reason.in_language(language)),
            (pgettext("workbook", "Until"), format_date(due, language)),
            (
                pgettext("workbook", "How much"),
                _("%(count)s questions, about %(minutes)s minutes")
                % {"count": count, "minutes": minutes_for(count)},
            ),
            *_steps(),
            (
                pgettext("workbook", "Questions to us"),
                " ".join((*filter(None, contact), visit.contact_email)),
            ),
            (pgettext("workbook", "How answers are handled"), visit.handling.in_language(language)),
            (pgettext("workbook", "Reference"), ask_number),
        )
        return tuple((label, text) for label, text in rows if text.strip())


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (
            pgettext("workbook", "How to fill in"),
            "\n".join(
                (
                    _("1. Open the sheet “Questions” and write in the yellow cells."),
                    _("2. Where there is a list, choose a word from it."),
                    _("3. Grey lines are not asked because of an earlier answer."),
                    _("4. “Do not know” is a good answer too."),
                )
            ),
        ),
        (
            pgettext("workbook", "How to send it back"),
            _(
                "Save it as an Excel workbook (.xlsx). Open the link in our letter, choose “Fill "
                "in Excel” and send the file there. If that is not possible, reply to our mail "
                "with the file. You may send it several times, also partly filled in."
            ),
        ),
        (
            pgettext("workbook", "Files"),
            _("Evidence such as PDF or pictures is given on the answer page, not in this file."),
        ),
    )
