"""Answers per question, gaps as a heat map, and who gave which answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.queries.board import tier_order
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.lines import AssignmentLine, lines_of
from sekisho.apps.asks.queries.sealed import reply_text
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.asks.queries.tallies import (
    AskCounts,
    counts_for,
    entry_of,
    labelled,
    opened_rows,
    reached_replies,
    slices_of,
)
from sekisho.apps.organisations.queries import organisation_for, organisations_by_ids
from sekisho.engines.questionnaire import (
    ANSWERED,
    EVERYBODY,
    UNANSWERED,
    Answer,
    Category,
    Kind,
    Question,
    QuestionSetVersion,
    Tally,
    answers_from_json,
)
from sekisho.engines.questionnaire.questions import NA, UNKNOWN
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

KINDS = ("tier", "group", "country")
GAPS = "gaps"  # any answer that leaves a gap
MOST_SLICES = 40
_NAMELESS = Bilingual()


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """One question with how often each key was given, in the order of its choices.

    `total` counts the replies in which it was shown. For several choices the keys overlap.
    """

    number: int
    question: Question
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """The questions of one category."""

    category: Category
    questions: tuple[QuestionCounts, ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """All questions of an ask with their counts in one slice; `replies` counts that slice."""

    ask: AskView
    question_set: QuestionSetVersion
    replies: int
    behind: int
    categories: tuple[CategoryCounts, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One question in one slice. `share_0_100` is None when nobody gave an answer that counts.

    Gaps are what is not or only partly done; those who do not know stand apart and are part of
    `counted` like everybody else.
    """

    gaps: int
    unknown: int
    counted: int

    @property
    def share_0_100(self) -> float | None:
        """The share of gaps among those to whom the question applies."""
        known = self.counted - self.unknown
        return 100 * self.gaps / self.counted if known > 0 else None


@dataclass(frozen=True, slots=True)
class HeatSlice:
    """One column: its slice, its key in the address, its name (a tier has none), its replies."""

    key: str
    address: str
    names: Bilingual
    replies: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One scored question with a cell for everybody and one for each slice."""

    number: int
    question: Question
    everybody: HeatCell
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Gaps of an ask: questions by slices of one kind."""

    ask: AskView
    kind: str
    replies: int
    behind: int
    slices: tuple[HeatSlice, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who gave one answer to one question: a page of assignments."""

    ask: AskView
    question: Question
    number: int
    choice: str
    found: Paged[AssignmentLine]


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer to look for: a question, a choice (or GAPS for any gap), perhaps one slice."""

    question_key: str
    choice: str
    kind: str = ""
    key: str = ""


def answers_for(actor: Actor, uid: uuid.UUID, *, kind: str = "", key: str = "") -> AnswersPage:
    """Counts per question within reach, of everybody or one slice. Raises NotFound."""
    ask, question_set, counted = _counted(actor, uid)
    part = _slice_key(actor, kind, key)
    lines = _question_counts(question_set, counted.tally, part)
    categories = tuple(
        CategoryCounts(one, own)
        for one in question_set.categories
        if (own := tuple(line for line in lines if line.question.category == one.key))
    )
    replies = counted.tally.replies.get(part, 0)
    return AnswersPage(ask, question_set, replies, counted.behind, categories)


def heat_map_for(actor: Actor, uid: uuid.UUID, *, kind: str) -> HeatMap:
    """Gaps by slices of a kind, the most replies first; tiers by number. Raises NotFound."""
    ask, question_set, counted = _counted(actor, uid)
    kind = kind if kind in KINDS else KINDS[0]
    slices = _slices(actor, kind, counted.tally)
    rows = tuple(
        HeatRow(
            number,
            question,
            _cell(question, counted.tally, EVERYBODY),
            tuple(_cell(question, counted.tally, f"{kind}:{one.key}") for one in slices),
        )
        for number, question in enumerate(question_set.questions, start=1)
        if question.is_scored and question.kind is not Kind.MULTIPLE
    )
    replies = counted.tally.replies.get(EVERYBODY, 0)
    return HeatMap(ask, kind, replies, counted.behind, slices, rows)


def answerers_for(
    actor: Actor, uid: uuid.UUID, *, chosen: Chosen, page: int, now: datetime
) -> Answerers:
    """The assignments within reach whose reply gives that answer; opens every reply of the ask.

    Raises NotFound for an ask out of reach or a question that it does not ask.
    """
    ask = ask_for(actor, uid)
    question_set = _set_of(ask)
    question = question_set.question(chosen.question_key)
    if question is None:
        raise NotFound("asks.no_question")
    ids = _matching(actor, ask.id, question, chosen, _slice_key(actor, chosen.kind, chosen.key))
    lines = lines_of(actor, ids[slice_of(page)], now)
    number = question_set.questions.index(question) + 1
    return Answerers(ask, question, number, chosen.choice, Paged(lines, page, len(ids)))


def _matching(
    actor: Actor, ask_id: int, question: Question, chosen: Chosen, part: str
) -> list[int]:
    """A quick look at the raw answer first; only what may fit is worked out in full."""
    is_gap = chosen.choice == GAPS
    wanted = _gap_keys(question) if is_gap else {chosen.choice}
    rows = []
    for reply in opened_rows(reached_replies(actor, ask_id)):
        text = reply_text(reply.assignment, reply.sealed).encode()
        given = answers_from_json(text).get(question.key, Answer()).choice_keys
        if wanted.isdisjoint(given) and not wanted & {UNANSWERED, ANSWERED}:
            continue
        rows.append(reply)
    slices = slices_of(reply.assignment.subject_id for reply in rows)
    found = []
    for reply in rows:
        entry = entry_of(reply, (EVERYBODY, *slices[reply.assignment.subject_id]))
        if part in entry.slices and wanted & set(entry.keys.get(question.key, ())):
            found.append(reply.pk)
    return found


def _counted(actor: Actor, uid: uuid.UUID) -> tuple[AskView, QuestionSetVersion, AskCounts]:
    ask = ask_for(actor, uid)
    return ask, _set_of(ask), counts_for(actor, ask.id)


def _set_of(ask: AskView) -> QuestionSetVersion:
    if ask.question_set_id is None:
        raise NotFound("asks.no_set")
    return stored_set(ask.question_set_id)


def _slice_key(actor: Actor, kind: str, key: str) -> str:
    """The slice of the tally that an address names. Raises NotFound for one out of reach."""
    if kind not in KINDS or not key:
        return EVERYBODY
    if kind != "group":
        return f"{kind}:{key}"
    try:
        return f"group:{organisation_for(actor, uuid.UUID(key)).id}"
    except ValueError as error:
        raise NotFound("organisations.not_there") from error


def _question_counts(
    question_set: QuestionSetVersion, tally: Tally, part: str
) -> list[QuestionCounts]:
    lines = []
    for number, question in enumerate(question_set.questions, start=1):
        counts = tally.counts_of(question.key, part)
        order = [*(choice.key for choice in question.choices), ANSWERED, UNANSWERED]
        ordered = {
            key: counts.get(key, 0) for key in order if key in counts or key in _known(question)
        }
        is_single = question.kind is not Kind.MULTIPLE
        total = sum(counts.values()) if is_single else tally.replies.get(part, 0)
        lines.append(QuestionCounts(number, question, ordered, total))
    return lines


def _known(question: Question) -> set[str]:
    """Every choice is listed, also one that nobody gave."""
    return {choice.key for choice in question.choices}


def _slices(actor: Actor, kind: str, tally: Tally) -> tuple[HeatSlice, ...]:
    counts = labelled(tally.replies, kind)
    if kind != "group":
        found = [HeatSlice(key, key, _NAMELESS, n) for key, n in counts.items()]
    else:
        at = organisations_by_ids(actor, {int(key) for key in counts})
        found = [
            HeatSlice(str(own), str(one.uid), one.names, counts[str(own)])
            for own, one in at.items()
        ]
    if kind == "tier":
        return tuple(sorted(found, key=lambda one: tier_order(one.key)))
    return tuple(sorted(found, key=lambda one: (-one.replies, one.key)))[:MOST_SLICES]


def _cell(question: Question, tally: Tally, part: str) -> HeatCell:
    counts = tally.counts_of(question.key, part)
    counted = sum(n for key, n in counts.items() if key not in {NA, UNANSWERED})
    gaps = sum(counts.get(key, 0) for key in _gap_keys(question))
    return HeatCell(gaps, counts.get(UNKNOWN, 0), counted)


def _gap_keys(question: Question) -> set[str]:
    """Choices that earn less than full points; not knowing is counted apart."""
    return {
        choice.key
        for choice in question.choices
        if choice.points is not None and choice.points < 1 and choice.key != UNKNOWN
    }
