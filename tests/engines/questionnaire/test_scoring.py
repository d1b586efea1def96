from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.engines.questionnaire import Answer, Respondent, parse_set, score
from sekisho.engines.questionnaire.scoring import rounded
from tests.engines.questionnaire.samples import choices, document, given, question, worked

DOCS = Path(__file__).parents[3] / "docs"
POINTS = {"yes": Fraction(1), "partial": Fraction(1, 2), "no": Fraction(0), "unknown": Fraction(0)}
ANSWERS = st.sampled_from([*POINTS, "na", None])
CASES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([1, 2, 3]), st.booleans(), ANSWERS),
    min_size=1,
    max_size=12,
)

# answers of A1, A2, B1, B2 -> category lines, set line, score, (unknown, na, unanswered)
WORKED = [
    (
        ("yes", "partial", "yes", "na"),
        ("100 × (3×1 + 2×0.5) / 5 = 80", "100 × (1×1) / 1 = 100"),
        "(50×80 + 20×100) / 70 ≈ 85.7",
        "85.7",
        (0, 1, 0),
    ),
    (
        ("yes", "no", "yes", "partial"),
        ("100 × (3×1 + 2×0) / 5 = 60", "100 × (1×1 + 2×0.5) / 3 ≈ 66.7"),
        "(50×60 + 20×66.7) / 70 ≈ 61.9",
        "61.9",
        (0, 0, 0),
    ),
    (
        ("unknown", "yes", "na", "na"),
        ("100 × (3×0 + 2×1) / 5 = 40", ""),
        "(50×40) / 50 = 40",
        "40",
        (1, 2, 0),
    ),
    (
        (None, "yes", "no", None),
        ("100 × (3×0 + 2×1) / 5 = 40", "100 × (1×0 + 2×0) / 3 = 0"),
        "(50×40 + 20×0) / 70 ≈ 28.6",
        "28.6",
        (0, 0, 2),
    ),
]


def answers_for(*keys):
    pairs = zip(("A1", "A2", "B1", "B2"), keys, strict=True)
    return given(**{name: key for name, key in pairs if key})


@pytest.mark.parametrize(("keys", "categories", "line", "points", "counts"), WORKED)
def test_a_score_carries_the_arithmetic_of_the_page(keys, categories, line, points, counts):
    result = score(worked(), answers_for(*keys))
    assert tuple(category.written for category in result.categories) == categories
    assert result.written == line
    assert result.score_0_100 == Decimal(points)
    assert (result.unknown_count, result.na_count, result.unanswered_count) == counts


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_the_rules_quotes_these_numbers(language):
    page = (DOCS / language / "rules" / "questionnaire.md").read_text(encoding="utf-8")
    lines = [line for _, categories, total, _, _ in WORKED for line in (*categories, total) if line]
    assert not [line for line in lines if line not in page]


def test_where_nothing_applies_there_is_no_score_and_not_zero():
    result = score(worked(), answers_for("na", "na", "na", "na"))
    assert (result.score_0_100, result.exact, result.written, result.terms) == (None, None, "", ())
    assert result.na_count == 4


def test_an_empty_reply_scores_zero_and_says_that_nothing_was_answered():
    result = score(worked(), {})
    assert (result.score_0_100, result.unanswered_count, result.unknown_count) == (0, 4, 0)


def test_critical_gaps_are_counted_whatever_the_score():
    assert score(worked(), answers_for("partial", "yes", "yes", "yes")).critical_gap_count == 1
    assert score(worked(), answers_for("yes", "no", "no", "no")).critical_gap_count == 0
    assert score(worked(), answers_for("na", "no", "no", "no")).critical_gap_count == 0


def test_hidden_questions_other_roles_and_unscored_kinds_stay_out_of_the_sum():
    question_set = parse_set(
        document(
            question("Q1"),
            question("Q2", condition={"question": "Q1", "is": ["no"]}),
            question("Q3", respondent="buyer"),
            question("Q4", kind="text"),
        )
    )
    result = score(question_set, given(Q1="yes", Q2="no"), Respondent.SUPPLIER)
    assert result.score_0_100 == 100
    assert [term.key for term in result.categories[0].terms] == ["Q1"]
    assert result.unanswered_count == 0


def test_points_of_choices_are_exact():
    thirds = question("Q1", kind="multiple", choices=choices(a=0.1, b=0.2, c=0.7), weight=0.3)
    question_set = parse_set(document(thirds, question("Q2", weight=0.6)))
    result = score(question_set, {"Q1": Answer(("a", "b")), "Q2": Answer(("yes",))})
    assert result.categories[0].written == "100 × (0.3×0.3 + 0.6×1) / 0.9 ≈ 76.7"
    assert result.exact == Fraction(23, 30)


@settings(deadline=None)
@for_all(CASES)
def test_the_score_agrees_with_a_slow_count_in_points_of_the_whole(cases):
    """The oracle hands each question its share of 100 and adds up what was earned."""
    question_set, answers = built(cases)
    shares: dict[str, Fraction] = {}
    applying = [i for i, (_, _, _, key) in enumerate(cases) if key != "na"]
    open_categories = {cases[i][0] for i in applying}
    for i in applying:
        category, weight, _, _ = cases[i]
        peers = sum(cases[j][1] for j in applying if cases[j][0] == category)
        whole = sum(10 + 7 * each for each in open_categories)
        shares[i] = Fraction(100 * weight * (10 + 7 * category), peers * whole)
    assert sum(shares.values()) == (100 if applying else 0)
    earned = sum((shares[i] * POINTS.get(cases[i][3], 0) for i in applying), Fraction(0))
    result = score(question_set, answers)
    assert (result.exact is None) == (not applying)
    if applying:
        assert result.exact * 100 == earned
        exact = Decimal(earned.numerator) / Decimal(earned.denominator)
        assert result.score_0_100 == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert result.unknown_count == sum(key == "unknown" for *_, key in cases)
    assert result.na_count == sum(key == "na" for *_, key in cases)
    assert result.unanswered_count == sum(key is None for *_, key in cases)


@settings(deadline=None)
@for_all(CASES, st.data())
def test_a_better_answer_never_lowers_the_score(cases, data):
    index = data.draw(st.integers(0, len(cases) - 1))
    worse = [(*case[:3], "no") if i == index else case for i, case in enumerate(cases)]
    better = [(*case[:3], "yes") if i == index else case for i, case in enumerate(cases)]
    assert score(*built(better)).exact > score(*built(worse)).exact


@pytest.mark.parametrize(
    ("exact", "shown"), [("1/4", "0.3"), ("1/20", "0.1"), ("2/3", "0.7"), ("1/25", "0.0")]
)
def test_halves_are_rounded_upwards(exact, shown):
    assert rounded(Fraction(exact)) == Decimal(shown)


def built(cases):
    used = sorted({category for category, *_ in cases})
    question_set = parse_set(
        document(
            *(
                question(f"Q{i}", f"c{category}", weight=weight, critical=is_critical)
                for i, (category, weight, is_critical, _) in enumerate(cases)
            ),
            categories=[
                {"id": f"c{each}", "weight": 10 + 7 * each, "ja": "分類", "en": "Category"}
                for each in used
            ],
        )
    )
    return question_set, given(**{f"Q{i}": case[3] for i, case in enumerate(cases) if case[3]})
