"""Words and looks that board, answers and review share; the same word everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.apps.asks.queries.board import BoardPart, Parts
from sekisho.apps.asks.queries.lines import AssignmentLine
from sekisho.apps.asks.queries.standing import STATES, Counts
from sekisho.apps.asks.queries.tallies import NO_TIER
from sekisho.apps.organisations.queries.countries import country_name
from sekisho.engines.questionnaire import ANSWERED, UNANSWERED, Answer, Question
from sekisho.kernel.text import Bilingual
from sekisho.ui import wording
from sekisho.ui.states import look_of

# state -> (look in ui/states.py, word); in the order of the bar, what is finished first
LOOKS = {
    "closed": ("accepted", _lazy("Accepted")),
    "submitted": ("needs_you", _lazy("To review")),
    "answering": ("started", _lazy("Answering")),
    "waiting": ("waiting", _lazy("Waiting")),
    "not_delivered": ("not_sent", _lazy("Not delivered")),
    "declined": ("declined", _lazy("Declined")),
}
TONES = {
    "closed": "done",
    "submitted": "attention",
    "answering": "accent",
    "waiting": "neutral",
    "not_delivered": "unknown",
    "declined": "attention",
}
MARK_LOOKS = {
    "needs_you": ("needs_you", _lazy("Need you")),
    "overdue": ("overdue", _lazy("Overdue")),
    "bounced": ("bounced", _lazy("Came back")),
    "returned": ("returned", _lazy("Sent back")),
}
ANSWER_LOOKS = {
    "yes": "yes",
    "partial": "partly",
    "no": "no",
    "unknown": "not_known",
    "na": "not_applicable",
    UNANSWERED: "not_answered",
    ANSWERED: "replied",
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """An assignment as a row of a page: names in the reader's language, look and word."""

    line: AssignmentLine
    name: str
    sub: str
    look: str
    word: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One given choice: look in ui/states.py (or a tone for other choices) and word."""

    look: str
    word: str


def language() -> str:
    """The language of the page."""
    return (get_language() or "ja")[:2]


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language(language())


def shown_line(line: AssignmentLine) -> ShownLine:
    """The row of one assignment."""
    look, word = LOOKS[line.state]
    parts = [tier_word("none" if line.subject.tier is None else str(line.subject.tier))]
    if line.subject.country != "JP":
        parts.append(country_name(line.subject.country, language()))
    if line.respondent is not None:
        parts.append(_("answered by %(name)s") % {"name": said(line.respondent.names)})
    return ShownLine(line, said(line.subject.names), " · ".join(parts), look, str(word))


def state_parts(counts: Counts, addresses: Mapping[str, str] | None = None) -> list[Any]:
    """The stacked bar of the states, what is finished first."""
    urls = addresses or {}
    return [
        {
            "label": str(LOOKS[state][1]),
            "count": counts.states.get(state, 0),
            "tone": TONES[state],
            "url": urls.get(state, ""),
        }
        for state in LOOKS
    ]


def figures(counts: Counts) -> list[dict[str, Any]]:
    """The states as leading figures, in the order in which an ask goes; declined when there is."""
    return [
        {
            "state": state,
            "count": counts.states.get(state, 0),
            "word": LOOKS[state][1],
            "icon": look_of(LOOKS[state][0]).icon,
            "tone": TONES[state],
        }
        for state in STATES
        if state != "declined" or counts.states.get(state)
    ]


def marks(counts: Counts) -> list[dict[str, Any]]:
    """The filter chips for marks."""
    return [
        {"key": key, "count": counts.mark(key), "word": word}
        for key, (_look, word) in MARK_LOOKS.items()
    ]


def breakdowns(parts: Parts) -> list[dict[str, Any]]:
    """The tables by tier, group company and country; one with a single row tells nothing."""
    found = (
        ("tier", _("By tier"), "stairs", parts.tiers),
        ("group", _("By group company"), "building-community", parts.groups),
        ("country", _("By country"), "world", parts.countries),
    )
    return [
        {"name": name, "title": title, "icon": icon, "rows": _rows(name, parts)}
        for name, title, icon, parts in found
        if len(parts) > 1
    ]


def _rows(name: str, parts: Iterable[BoardPart]) -> list[dict[str, Any]]:
    return [
        {
            "key": part.key,
            "label": part_word(name, part.key, part.names),
            "counts": part.counts,
            "parts": state_parts(part.counts),
        }
        for part in parts
    ]


def part_word(kind: str, key: str, names: Bilingual) -> str:
    """What to call a tier, country or group company."""
    if kind == "tier":
        return tier_word(key)
    return country_name(key, language()) if kind == "country" else said(names)


def tier_word(key: str) -> str:
    """The tier behind a key of the board, which is a number or NO_TIER."""
    return wording.tier_word(None if key == NO_TIER else int(key))


def choice_word(question: Question, key: str) -> str:
    """A choice in the question's own words; for no answer ours."""
    choice = question.choice(key)
    if choice is not None:
        return said(choice.label)
    return {ANSWERED: _("Answered"), UNANSWERED: _("Not answered")}.get(key, key)


def choice_look(question: Question, key: str) -> str:
    """The look of a choice: its own for yes, no and so on, else by its points."""
    if key in ANSWER_LOOKS:
        return ANSWER_LOOKS[key]
    choice = question.choice(key)
    if choice is None or choice.points is None:
        return "neutral"
    if choice.points >= 1:
        return "done"
    return "attention" if choice.points == 0 else "accent"


def shown_answers(question: Question, answer: Answer) -> list[ShownAnswer]:
    """The given choices; "not answered" when there is nothing at all."""
    keys = answer.choice_keys
    if not keys and not (answer.text or answer.number or answer.date or answer.evidence_ids):
        keys = (UNANSWERED,)
    return [ShownAnswer(choice_look(question, key), choice_word(question, key)) for key in keys]
