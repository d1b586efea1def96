"""Findings in the words of the office: state, answer, history, rows of a list and of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.adapters.sheets import Cell
from sekisho.apps.measures.events import source_links
from sekisho.apps.measures.queries.findings import FindingView
from sekisho.apps.measures.queries.sealed import StepNote
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.states import look_of

LOOKS = {
    "open": ("open", pgettext_lazy("state", "Open")),
    "planned": ("promised", _lazy("Planned")),
    "done": ("needs_you", _lazy("Reported as done")),
    "asked": ("needs_you", _lazy("Waits for a decision")),
    "proven": ("verified", _lazy("Proven")),
    "accepted": ("risk_accepted", _lazy("Risk accepted")),
    "withdrawn": ("withdrawn", _lazy("No gap any more")),
}
ANSWERS = {"no": "no", "partial": "partly", "unknown": "not_known", "na": "not_applicable"}
STEP_WORDS = {
    "planned": (_lazy("Plan"), "calendar"),
    "done": (_lazy("Report as done"), "tool"),
    "proven": (_lazy("It is proven"), "shield-check"),
    "accepted": (_lazy("Accept the risk"), "scale"),
    "open": (_lazy("Open again"), "flag"),
}
SEND_BACK = (_lazy("Send back with a word"), "arrow-back-up")
WISHES = {
    "accept": _lazy("It cannot do this and asks to accept that"),
    "not_applicable": _lazy("It says that this does not apply"),
    "help": _lazy("It does not know how to go on and asks for help"),
}


def today() -> date:
    """Today as the office counts."""
    return timezone.localdate(clock.now())


def state_word(state: str) -> str:
    """The word of a state."""
    return str(LOOKS[state][1])


def rows_of(actor: Actor, found: Iterable[FindingView]) -> list[dict[str, Any]]:
    """Findings as rows of a list, each with the way back to where it was found."""
    views = list(found)
    links: dict[int, tuple[str, str]] = {}
    for source in {view.source for view in views}:
        ids = [view.source_id for view in views if view.source == source]
        links.update(source_links(actor, source, ids))
    return [row_of(view, links) for view in views]


def row_of(view: FindingView, links: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    """One finding as a row."""
    look, word = LOOKS[view.state]
    at, language = view.organisation, get_language() or "ja"
    late = (today() - view.due_on).days if view.is_overdue and view.due_on else 0
    return {
        "finding": view,
        "question": view.words.question.in_language(language),
        "name": at.names.in_language(language) if at else "",
        "look": look,
        "word": word,
        "answer": ANSWERS.get(view.words.answer, ""),
        "answer_text": view.words.answer,
        "advice": view.words.advice.in_language(language),
        "late_days": -late,
        "source": links.get(view.source_id),
    }


def event_of(note: StepNote) -> dict[str, Any]:
    """One step of the history."""
    look, word = LOOKS[note.state]
    return {
        "at": datetime.fromisoformat(note.at),
        "title": word,
        "who": _who(note),
        "is_partner": note.is_partner,
        "wish": WISHES.get(note.wish, ""),
        "file": note.file,
        "receipt": note.receipt,
        "points": note.points,
        "text": note.said,
        "due": date.fromisoformat(note.due_on) if note.due_on else None,
        "tone": look_of(look).tone,
        "icon": look_of(look).icon,
    }


def _who(note: StepNote) -> str:
    partner = _("The partner") if note.is_partner else ""
    return " · ".join(part for part in (partner, note.by) if part)


def headings() -> list[str]:
    """The columns of the file of findings."""
    return [
        *(
            _("Partner"),
            _("Question"),
            _("Answer"),
            str(look_of("high").word),
            _("State"),
            _("Due"),
            _("Overdue"),
        ),
        *(_("What is done"), _("By whom"), _("What was done"), _("Remark"), _("Opened")),
        *(_("Times come back"), _("Accepted until")),
    ]


def cells_of(found: Sequence[FindingView]) -> Iterator[list[Cell]]:
    """The rows of the file of findings."""
    yes = _("Yes")
    for view in found:
        row, words = row_of(view, {}), view.words
        yield [
            *(row["name"], row["question"], words.answer, yes if view.is_high else ""),
            *(str(row["word"]), view.due_on, yes if view.is_overdue else ""),
            *(words.what, words.who, words.proof, words.remark),
            timezone.localtime(view.created_at).date(),
            view.times_back,
            view.accepted_until,
        ]
