from __future__ import annotations

import pytest

from sekisho.engines.questionnaire import parse_set
from sekisho.kernel.errors import Invalid
from tests.engines.questionnaire.samples import choices, document, question

CATEGORY = {"id": "basics", "weight": 1, "ja": "基本", "en": "Basics"}
ON_Q1 = {"question": "Q1", "is": ["yes"]}


def followup(*keys: str) -> dict[str, object]:
    return {"when": list(keys), "ja": "補足", "en": "More"}


def single(key: str = "Q1", **points: float | None) -> dict[str, object]:
    return question(key, kind="single", choices=choices(**points))


@pytest.mark.parametrize(
    ("broken", "code", "place", "key"),
    [
        (document(categories=[CATEGORY]), "no_questions", "questions", None),
        (document(question("Q1"), question("Q1")), "key_twice", "questions", "Q1"),
        (
            document(question("Q1"), categories=[CATEGORY, CATEGORY]),
            "key_twice",
            "categories",
            "basics",
        ),
        (
            document(question("Q1"), categories=[{**CATEGORY, "weight": 0}]),
            "weight_not_positive",
            "categories[0]",
            "basics",
        ),
        (
            document(question("Q1"), categories=[CATEGORY, {**CATEGORY, "id": "spare"}]),
            "category_empty",
            "categories[1]",
            "spare",
        ),
        (
            document(question("Q1"), question("Q2", "other"), categories=[CATEGORY]),
            "category_unknown",
            "questions[1].category",
            "other",
        ),
        (document(question("Q1", weight=0)), "weight_not_positive", "questions[0].weight", "Q1"),
        (
            document(question("Q1", kind="text", choices=choices(a=1, b=0))),
            "choices_not_asked",
            "questions[0].choices",
            "Q1",
        ),
        (document(single(a=1)), "too_few_choices", "questions[0].choices", "Q1"),
        (document(question("Q1", kind="single")), "too_few_choices", "questions[0].choices", "Q1"),
        (
            document(question("Q1", kind="single", choices=choices(a=1) * 2)),
            "key_twice",
            "questions[0].choices",
            "a",
        ),
        (document(single(a=1, any=0)), "key_reserved", "questions[0].choices", "any"),
        (document(single(a=1, b=None)), "points_missing", "questions[0].choices", "b"),
        (document(single(a=1, b=1.5)), "points_out_of_range", "questions[0].choices", "b"),
        (document(single(a=1, b=-0.5)), "points_out_of_range", "questions[0].choices", "b"),
        (
            document(single(a=1, unknown=0.5)),
            "points_on_unknown",
            "questions[0].choices",
            "unknown",
        ),
        (document(single(a=0.5, b=0.5)), "points_unreachable", "questions[0].choices", "Q1"),
        (
            document(question("Q1", kind="multiple", choices=choices(a=0.5, b=0.25))),
            "points_unreachable",
            "questions[0].choices",
            "Q1",
        ),
        (
            document(question("Q1", kind="text", critical=True)),
            "critical_not_scored",
            "questions[0].critical",
            "Q1",
        ),
        (
            document(question("Q1", followup=followup("maybe"))),
            "choice_unknown",
            "questions[0].followup.when",
            "maybe",
        ),
        (
            document(question("Q1", followup=followup())),
            "no_keys",
            "questions[0].followup.when",
            "Q1",
        ),
        (
            document(question("Q1", number={"min": 1})),
            "number_not_asked",
            "questions[0].number",
            "Q1",
        ),
        (
            document(question("Q1", kind="number", number={"min": 2, "max": 1})),
            "range_reversed",
            "questions[0].number",
            "Q1",
        ),
        (
            document(question("Q0", condition=ON_Q1), question("Q1")),
            "condition_not_earlier",
            "questions[0].condition",
            "Q1",
        ),
        (
            document(question("Q1", condition=ON_Q1)),
            "condition_not_earlier",
            "questions[0].condition",
            "Q1",
        ),
        (
            document(question("Q1", kind="text"), question("Q2", condition=ON_Q1)),
            "condition_without_choices",
            "questions[1].condition",
            "Q1",
        ),
        (
            document(question("Q1", respondent="buyer"), question("Q2", condition={"not": ON_Q1})),
            "condition_other_respondent",
            "questions[1].condition",
            "Q1",
        ),
        (
            document(
                question("Q1"), question("Q2", condition={"any": [{**ON_Q1, "is": ["maybe"]}]})
            ),
            "choice_unknown",
            "questions[1].condition",
            "maybe",
        ),
        (
            document(question("Q1"), question("Q2", condition={"all": []})),
            "condition_empty",
            "questions[1].condition",
            None,
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_place(broken, code, place, key):
    with pytest.raises(Invalid) as caught:
        parse_set(broken)
    assert caught.value.code == f"questionnaire.set.{code}"
    assert caught.value.params["place"] == place
    assert caught.value.params.get("key") == key


@pytest.mark.parametrize(
    "sound",
    [
        document(question("Q1", kind="number", number={"min": 1})),
        document(question("Q1", kind="number", number={"max": 1})),
        document(question("Q1", kind="number", number={"min": 1, "max": 1})),
        document(question("Q1", kind="multiple", choices=choices(a=0.5, b=0.5, na=None))),
        document(single(a=None, b=None)),
        document(question("Q1", kind="text", followup={**followup(), "when": "any"})),
        document(question("Q1", respondent="both"), question("Q2", condition=ON_Q1)),
    ],
)
def test_what_keeps_the_rules_is_taken(sound):
    assert parse_set(sound).questions
