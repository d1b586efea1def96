"""Gaps counted from a tally: by question, by area, in any slice, and against an earlier ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.engines.questionnaire import (
    EVERYBODY,
    UNANSWERED,
    Category,
    Kind,
    Question,
    QuestionSetVersion,
    Tally,
)
from sekisho.engines.questionnaire.questions import NA, UNKNOWN


@dataclass(frozen=True, slots=True)
class GapFigures:
    """Answers that were counted, and how many of them left a gap or were not known.

    `counted` leaves out what does not apply and what was left open, which has its own number.
    """

    gaps: int = 0
    unknown: int = 0
    counted: int = 0
    unanswered: int = 0

    @property
    def share_0_100(self) -> float | None:
        """Gaps among all that was counted; None when nobody knew or nothing was counted."""
        return 100 * self.gaps / self.counted if self.counted > self.unknown else None

    @property
    def unknown_0_100(self) -> float | None:
        """Unknown among all that was counted; None when nothing was."""
        return 100 * self.unknown / self.counted if self.counted else None

    def __add__(self, other: GapFigures) -> GapFigures:
        """Both together."""
        return GapFigures(
            self.gaps + other.gaps,
            self.unknown + other.unknown,
            self.counted + other.counted,
            self.unanswered + other.unanswered,
        )


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One scored question with one answer; `number` is its place in the set."""

    number: int
    question: Question
    figures: GapFigures


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One category with the sum of its questions."""

    category: Category
    figures: GapFigures


@dataclass(frozen=True, slots=True)
class Change:
    """The share of gaps now and before, over the questions that both asks hold."""

    now: GapFigures
    before: GapFigures
    questions: int

    @property
    def points(self) -> float | None:
        """How many percentage points the share has moved; less is better."""
        now, before = self.now.share_0_100, self.before.share_0_100
        return None if now is None or before is None else now - before


def question_figures(
    question_set: QuestionSetVersion, tally: Tally, part: str = EVERYBODY
) -> tuple[QuestionFigures, ...]:
    """The figures of every scored question with one answer, in the order of the set."""
    return tuple(
        QuestionFigures(number, question, _figures(question, tally.counts_of(question.key, part)))
        for number, question in enumerate(question_set.questions, start=1)
        if question.is_scored and question.kind is not Kind.MULTIPLE
    )


def area_figures(
    question_set: QuestionSetVersion, rows: Iterable[QuestionFigures]
) -> tuple[AreaFigures, ...]:
    """The sums by category, in the order of the set; categories without such questions are out."""
    found: dict[str, GapFigures] = {}
    for row in rows:
        key = row.question.category
        found[key] = found.get(key, GapFigures()) + row.figures
    return tuple(
        AreaFigures(category, found[category.key])
        for category in question_set.categories
        if category.key in found
    )


def total_figures(rows: Iterable[QuestionFigures | AreaFigures]) -> GapFigures:
    """The sum of all."""
    total = GapFigures()
    for row in rows:
        total += row.figures
    return total


def worst_questions(
    rows: Iterable[QuestionFigures], *, most: int = 5
) -> tuple[QuestionFigures, ...]:
    """Those with the highest share of gaps: critical ones first at equal share, then by number.

    Without any gap a question is not among them.
    """
    with_gaps = [row for row in rows if row.figures.gaps and row.figures.share_0_100 is not None]
    ordered = sorted(
        with_gaps,
        key=lambda row: (
            -(row.figures.share_0_100 or 0),
            not row.question.is_critical,
            row.number,
        ),
    )
    return tuple(ordered[:most])


def change_since(now: Iterable[QuestionFigures], before: Iterable[QuestionFigures]) -> Change:
    """What has moved, over the questions that stand in both by key."""
    earlier: Mapping[str, QuestionFigures] = {row.question.key: row for row in before}
    both = [row for row in now if row.question.key in earlier]
    return Change(
        now=total_figures(both),
        before=total_figures(earlier[row.question.key] for row in both),
        questions=len(both),
    )


def _figures(question: Question, counts: Mapping[str, int]) -> GapFigures:
    gap_keys = {
        choice.key
        for choice in question.choices
        if choice.points is not None and choice.points < 1 and choice.key != UNKNOWN
    }
    return GapFigures(
        gaps=sum(counts.get(key, 0) for key in gap_keys),
        unknown=counts.get(UNKNOWN, 0),
        counted=sum(n for key, n in counts.items() if key not in {NA, UNANSWERED}),
        unanswered=counts.get(UNANSWERED, 0),
    )
