"""Findings as the respondent reads them: the words of a state, the list of one conversation."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.apps.measures.queries.findings import FindingView, findings_of_source
from sekisho.ui.entrances import Request

OPEN_STATES = frozenset({"open", "planned", "done", "asked"})
# A state's look in the one table, and the word that this side reads.
LOOKS: Mapping[str, tuple[str, str | Promise]] = {
    "open": ("open", _("No plan yet")),
    "planned": ("promised", _("Plan received")),
    "done": ("repaired", _("Reported as done")),
    "asked": ("waiting", _("We are looking into it")),
    "proven": ("verified", _("Checked and settled")),
    "accepted": ("verified", _("Settled as it is")),
    "withdrawn": ("withdrawn", _("Settled by a later answer")),
}
ANSWERS = {"no": "no", "partial": "partly", "unknown": "not_known", "na": "not_applicable"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in the list; the office reads the same words."""

    uid: uuid.UUID
    state: str
    look: str
    word: str
    question: str
    answer: str
    what: str
    who: str
    due_on: date | None
    is_open: bool
    is_late: bool
    advice: str = ""
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FindingLines:
    """What was found in a conversation; what waits for a word comes first."""

    open: tuple[FindingLine, ...] = ()
    settled: tuple[FindingLine, ...] = ()

    @property
    def planless_count(self) -> int:
        """Of how many nothing has been heard yet."""
        return sum(line.state == "open" for line in self.open)


def findings_of(request: Request) -> FindingLines:
    """What was found in this conversation: followed together, and settled."""
    link = request.actor.link
    if link is None:
        return FindingLines()
    today = timezone.localdate()
    found = findings_of_source(request.actor, source="ask", source_id=link.subject_id, today=today)
    lines = [line_of(one, request.LANGUAGE_CODE) for one in found]
    return FindingLines(
        open=tuple(sorted((line for line in lines if line.is_open), key=_urgency)),
        settled=tuple(line for line in lines if not line.is_open),
    )


def _urgency(line: FindingLine) -> tuple[bool, bool, bool, date]:
    """Nothing heard, then days that are over, then plans by day, then what the office has."""
    is_planned = line.state == "planned"
    return (line.state != "open", not line.is_late, not is_planned, line.due_on or date.max)


def line_of(found: FindingView, language: str) -> FindingLine:
    """One finding in the reader's language."""
    look, word = LOOKS[found.state]
    return FindingLine(
        uid=found.uid,
        state=found.state,
        look=look,
        word=str(word),
        question=found.words.question.in_language(language),
        answer=ANSWERS.get(found.words.answer, ""),
        what=found.words.what,
        who=found.words.who,
        due_on=found.due_on,
        is_open=found.state in OPEN_STATES,
        is_late=found.is_overdue,
        advice=found.words.advice.in_language(language),
        proposed_on=found.proposed_on,
    )
