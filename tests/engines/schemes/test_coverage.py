"""What answers say for the items of a scheme; unknown is never met."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.questionnaire import Answer, parse_set
from sekisho.engines.schemes import (
    Covered,
    LevelAnswers,
    Standing,
    cover,
    level_of,
    parse_scheme,
)
from tests.engines.questionnaire.samples import document, question

WORDS = {"ja": "見出し", "en": "Label"}
SCHEME = parse_scheme(
    {
        "id": "sample",
        "edition": "1",
        "title": WORDS,
        "note": WORDS,
        "source": "-",
        "checked_on": "2026-11-22",
        "verified": "unverified",
        "levels": [{"id": "one", **WORDS}],
        "items": [{"id": name, "level": "one", **WORDS} for name in ("1", "2")],
    }
)


def standing(*answers, kind="yes_no"):
    """How item 1 stands after these answers to questions that all map to it."""
    keys = [f"Q{number}" for number in range(len(answers))]
    asked = parse_set(document(*(question(key, kind=kind, maps=["sample:1"]) for key in keys)))
    if kind == "text":
        said = {key: Answer(text=text) for key, text in zip(keys, answers, strict=True)}
    else:
        said = {k: Answer((a,)) for k, a in zip(keys, answers, strict=True) if a}
    one, two = cover(SCHEME, [Covered(asked, said)])
    assert two.standing is Standing.UNTOUCHED
    return one.standing


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("yes",), Standing.MET),
        (("yes", "yes"), Standing.MET),
        (("yes", "partial"), Standing.PARTLY),
        (("yes", "unknown"), Standing.UNKNOWN),
        (("yes", ""), Standing.UNKNOWN),
        (("no", "unknown"), Standing.NOT_MET),
        (("yes", "no"), Standing.NOT_MET),
        (("na",), Standing.NOT_APPLICABLE),
        (("yes", "na"), Standing.MET),
        (("",), Standing.UNKNOWN),
    ],
)
def test_the_worst_answer_decides_and_unknown_is_never_met(answers, expected):
    assert standing(*answers) is expected


def test_what_cannot_be_judged_by_rule_leaves_an_item_unknown():
    assert standing("毎月行っています", kind="text") is Standing.UNKNOWN


def test_a_written_answer_does_not_spoil_a_judged_one():
    asked = parse_set(
        document(question("A", maps=["sample:1"]), question("T", kind="text", maps=["sample:1"]))
    )
    found = cover(SCHEME, [Covered(asked, {"A": Answer(("yes",))})])[0]
    assert found.standing is Standing.MET
    assert found.questions == (("sample", "A"), ("sample", "T"))


def test_one_answer_counts_for_every_item_it_maps_to():
    asked = parse_set(document(question("A", maps=["sample:1", "sample:2", "other:9"])))
    found = cover(SCHEME, [Covered(asked, {"A": Answer(("yes",))})])
    assert [one.standing for one in found] == [Standing.MET, Standing.MET]


def test_replies_to_several_sets_count_together():
    first = parse_set(document(question("A", maps=["sample:1"])))
    second = parse_set(document(question("B", maps=["sample:1"]), id="second"))
    replies = [Covered(first, {"A": Answer(("yes",))}), Covered(second, {"B": Answer(("no",))})]
    assert cover(SCHEME, replies)[0].standing is Standing.NOT_MET


@given(st.lists(st.sampled_from(["yes", "no", "partial", "na", "unknown", ""]), min_size=1))
def test_an_item_is_met_only_where_every_applicable_answer_is_good(answers):
    expected = set(answers) <= {"yes", "na"} and "yes" in answers
    assert (standing(*answers) is Standing.MET) is expected


@pytest.mark.parametrize("given_answers", list(itertools.product([True, False], repeat=3)))
def test_any_yes_leads_to_the_fourth_star(given_answers):
    expected = "star4" if any(given_answers) else "star3"
    assert level_of(LevelAnswers(*given_answers)) == expected


def test_a_scheme_without_items_has_those_that_questions_name_in_the_order_of_their_numbers():
    bare = dataclasses.replace(SCHEME, items=())
    asked = parse_set(
        document(
            question("A", maps=["sample:1-10", "other:9"]),
            question("B", maps=["sample:1-2"]),
            question("C", maps=["sample:1-10"]),
        )
    )
    found = cover(bare, [Covered(asked, {"A": Answer(("yes",)), "C": Answer(("no",))})])
    assert [(one.item.id, one.standing) for one in found] == [
        ("1-2", Standing.UNKNOWN),
        ("1-10", Standing.NOT_MET),
    ]
    assert found[1].item.label == asked.questions[0].text
    assert cover(bare, []) == ()
