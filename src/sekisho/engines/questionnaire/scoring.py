"""The score of a reply, with the arithmetic that led to it.

Exact fractions throughout; rounded once, at the end, to one decimal place, halves upwards.
The rules with worked numbers: docs/*/rules/questionnaire.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from sekisho.engines.questionnaire.answers import Answer, calls_for_plan, chosen, points_of
from sekisho.engines.questionnaire.conditions import shown_questions
from sekisho.engines.questionnaire.questions import (
    NA,
    UNKNOWN,
    Category,
    Question,
    QuestionSetVersion,
    Respondent,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many scored questions were not known, did not apply, or were left open."""

    unknown_count: int = 0
    na_count: int = 0
    unanswered_count: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One product of the arithmetic: a question with its points, or a category with its score."""

    key: str
    weight: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """The score of one category; None when no question of it applies.

    `exact` lies between 0 and 1, `score_0_100` is rounded for reading.
    """

    category_key: str
    weight: Decimal
    exact: Fraction | None
    score_0_100: Decimal | None
    terms: tuple[Term, ...]
    counts: Counts

    @property
    def written(self) -> str:
        """The arithmetic in one line, "100 × (3×1 + 2×0.5) / 5 = 80"; empty without a score."""
        return _written("100 × ", self.terms, self.exact)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a reply; None when no question applies, which is not the same as 0."""

    exact: Fraction | None
    score_0_100: Decimal | None
    categories: tuple[CategoryScore, ...]
    unknown_count: int
    na_count: int
    unanswered_count: int
    critical_gap_count: int

    @property
    def terms(self) -> tuple[Term, ...]:
        """The categories that count, with their weights and rounded scores."""
        return tuple(
            Term(category.category_key, category.weight, category.score_0_100)
            for category in self.categories
            if category.score_0_100 is not None
        )

    @property
    def written(self) -> str:
        """The arithmetic in one line, "(50×80 + 20×100) / 70 ≈ 85.7"; empty without a score."""
        return _written("", self.terms, self.exact)


def score(
    question_set: QuestionSetVersion,
    answers: Mapping[str, Answer],
    role: Respondent = Respondent.BOTH,
) -> Score:
    """The score of these answers: weighted means inside categories, then across them.

    Both means are taken over what applies: `na` and hidden questions leave the sum. Unknown and
    unanswered earn nothing and are counted apart.
    """
    shown = [q for q in shown_questions(question_set, answers, role) if q.is_scored]
    categories = tuple(
        _category_score(category, [q for q in shown if q.category == category.key], answers)
        for category in question_set.categories
    )
    exact = _weighted_mean([(c.weight, c.exact) for c in categories if c.exact is not None])
    return Score(
        exact=exact,
        score_0_100=_on_the_scale(exact),
        categories=categories,
        unknown_count=sum(category.counts.unknown_count for category in categories),
        na_count=sum(category.counts.na_count for category in categories),
        unanswered_count=sum(category.counts.unanswered_count for category in categories),
        critical_gap_count=sum(
            q.is_critical and calls_for_plan(q, answers.get(q.key)) for q in shown
        ),
    )


def rounded(exact: Fraction) -> Decimal:
    """The number with one decimal place, halves upwards (0.25 → 0.3)."""
    return Decimal(floor(exact * 10 + Fraction(1, 2))).scaleb(-1)


def _category_score(
    category: Category, questions: list[Question], answers: Mapping[str, Answer]
) -> CategoryScore:
    pairs = [(q, points_of(q, chosen(q, answers.get(q.key)))) for q in questions]
    terms = tuple(
        Term(question.key, question.weight, points)
        for question, points in pairs
        if points is not None
    )
    exact = _weighted_mean([(term.weight, Fraction(term.value)) for term in terms])
    return CategoryScore(
        category_key=category.key,
        weight=category.weight,
        exact=exact,
        score_0_100=_on_the_scale(exact),
        terms=terms,
        counts=_counts(questions, answers),
    )


def _counts(questions: list[Question], answers: Mapping[str, Answer]) -> Counts:
    keys = [
        {choice.key for choice in chosen(question, answers.get(question.key))}
        for question in questions
    ]
    return Counts(
        unknown_count=sum(UNKNOWN in chosen_keys for chosen_keys in keys),
        na_count=sum(NA in chosen_keys for chosen_keys in keys),
        unanswered_count=sum(not chosen_keys for chosen_keys in keys),
    )


def _weighted_mean(pairs: list[tuple[Decimal, Fraction]]) -> Fraction | None:
    total = sum((Fraction(weight) for weight, _ in pairs), Fraction(0))
    if not total:
        return None
    return sum((Fraction(weight) * value for weight, value in pairs), Fraction(0)) / total


def _on_the_scale(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else rounded(exact * 100)


def _written(prefix: str, terms: tuple[Term, ...], exact: Fraction | None) -> str:
    if exact is None:
        return ""
    products = " + ".join(f"{_plain(term.weight)}×{_plain(term.value)}" for term in terms)
    total = _plain(sum((term.weight for term in terms), Decimal(0)))
    result = rounded(exact * 100)
    sign = "=" if Fraction(result) == exact * 100 else "≈"
    return f"{prefix}({products}) / {total} {sign} {_plain(result)}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
