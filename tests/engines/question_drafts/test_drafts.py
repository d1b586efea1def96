"""A draft keeps what a set says, takes one change at a time, and can go back."""

from __future__ import annotations

import itertools
import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.adapters.content import content_folder
from sekisho.engines.question_drafts import (
    add_question,
    add_section,
    document_from,
    draft_faults,
    draft_from,
    empty_document,
    move_question,
    move_section,
    ordered,
    patch_between,
    put_head,
    put_question,
    put_section,
    question_in,
    remove_question,
    remove_section,
    undone,
)
from sekisho.engines.questionnaire import parse_set
from sekisho.kernel.errors import Conflict, NotFound, TooLarge
from tests.engines.questionnaire.samples import choices, document, question

SHIPPED = sorted((content_folder() / "question-sets").glob("*.yaml"))


def uids():
    numbers = itertools.count(1)
    return lambda: f"u{next(numbers)}"


def drafted(*questions, **fields):
    return draft_from(document(*questions, **fields), uids())


def keys(draft):
    return [row["id"] for row in ordered(draft)]


def uid_of(draft, key):
    return next(row["uid"] for row in draft["questions"] if row["id"] == key)


def codes(draft, key=None):
    wanted = uid_of(draft, key) if key else None
    found = [fault for fault in draft_faults(draft) if wanted in (None, fault.uid)]
    return [fault.code.rpartition(".")[2] for fault in found]


def sound(*questions, **fields):
    more = {"use": {"ja": "用途", "en": "Use"}, **fields}
    categories = [{"id": "basics", "weight": 1, "ja": "基本", "en": "Basics"}]
    return drafted(*questions, **{"categories": categories, **more})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_set_becomes_a_draft_and_back_without_loss(path):
    given_set = yaml.safe_load(path.read_text(encoding="utf-8"))
    draft = draft_from(given_set, uids())
    assert parse_set(document_from(draft)) == parse_set(given_set)
    assert not draft_faults(draft)


def test_an_empty_set_says_all_that_is_missing():
    draft = draft_from(empty_document("own", ja="", en=""), uids())
    assert {"missing_ja", "missing_en"} == set(codes(draft))
    assert {fault.uid for fault in draft_faults(draft)} >= {
        "head",
        *(r["uid"] for r in ordered(draft)),
    }


def test_values_without_keys_and_sections_are_given_some():
    draft = draft_from({"questions": [{"ja": "ひとつ"}, {"ja": "ふたつ", "category": "?"}]}, uids())
    assert keys(draft) == ["Q1", "Q2"]
    assert len(draft["sections"]) == 1
    assert {row["section"] for row in draft["questions"]} == {draft["sections"][0]["uid"]}


def test_a_condition_follows_a_question_whose_key_is_changed():
    draft = sound(question("A"), question("B", condition={"question": "A", "is": ["no"]}))
    draft = put_question(draft, uid_of(draft, "A"), {"id": "A-1"}, seen=1)
    assert document_from(draft)["questions"][1]["condition"] == {"question": "A-1", "is": ["no"]}
    assert not draft_faults(draft)


def test_nobody_overwrites_what_somebody_else_has_written():
    draft = sound(question("A"))
    uid = uid_of(draft, "A")
    mine = put_question(draft, uid, {"ja": "私の文"}, seen=1)
    with pytest.raises(Conflict):
        put_question(mine, uid, {"ja": "別の文"}, seen=1)
    assert question_in(put_question(mine, uid, {"ja": "次の文"}, seen=2), uid)["rev"] == 3
    with pytest.raises(Conflict):
        put_section(draft, draft["sections"][0]["uid"], {"ja": "x"}, seen=9)
    with pytest.raises(Conflict):
        put_head(draft, {"version": "2"}, seen=9)


def test_questions_move_within_and_across_sections():
    two = [{"id": key, "weight": 1, "ja": key, "en": key} for key in ("one", "two")]
    rows = [question(key, "one") for key in "ABC"] + [question("D", "two")]
    draft = drafted(*rows, categories=two)
    first, second = (section["uid"] for section in draft["sections"])
    assert keys(move_question(draft, uid_of(draft, "C"), section=first, place=0)) == list("CABD")
    assert keys(move_question(draft, uid_of(draft, "A"), section=first, place=1)) == list("BACD")
    assert keys(move_question(draft, uid_of(draft, "A"), section=second, place=0)) == list("BCAD")
    assert keys(move_question(draft, uid_of(draft, "A"), section=second, place=99)) == list("BCDA")
    assert keys(move_section(draft, second, place=0)) == list("DABC")


def test_a_new_question_gets_a_free_key_and_stands_where_it_was_asked_for():
    draft = sound(question("Q2"), question("B"))
    section = draft["sections"][0]["uid"]
    more = add_question(draft, section=section, uid="new", after=uid_of(draft, "Q2"))
    assert keys(more) == ["Q2", "Q3", "B"]
    with pytest.raises(NotFound):
        add_question(draft, section="none", uid="new")


def test_five_hundred_questions_are_enough():
    draft = sound(*(question(f"K{n}") for n in range(500)))
    with pytest.raises(TooLarge):
        add_question(draft, section=draft["sections"][0]["uid"], uid="new")


def test_a_section_with_questions_and_the_last_section_stay():
    draft = sound(question("A"))
    with pytest.raises(Conflict):
        remove_section(draft, draft["sections"][0]["uid"])
    more = add_section(draft, uid="s2")
    assert "section_empty" in codes(more)
    assert remove_section(more, "s2")["sections"] == draft["sections"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ja": " "}, "missing_ja"),
        ({"en": ""}, "missing_en"),
        ({"help": {"ja": "説明", "en": ""}}, "missing_en"),
        ({"id": "A B"}, "key_form"),
        ({"id": "B"}, "key_twice"),
        ({"kind": "single", "choices": []}, "too_few_choices"),
        ({"kind": "single", "choices": choices(a=None, b=0.5)}, "points_missing"),
        ({"kind": "single", "choices": choices(a=0, b=0.5)}, "points_unreachable"),
        ({"kind": "single", "choices": choices(a=0, b=2)}, "points_range"),
        ({"kind": "text", "critical": True}, "critical_not_scored"),
        ({"followup": {"when": ["maybe"], "ja": "x", "en": "x"}}, "followup_when"),
        ({"followup": {"when": "any", "ja": "x", "en": ""}}, "missing_en"),
        ({"kind": "number", "number": {"min": 9, "max": 1}}, "range_reversed"),
        ({"kind": "number", "number": {"min": "many"}}, "number_form"),
        ({"kind": "number", "number": {"min": "nan", "max": 1}}, "number_form"),
        ({"kind": "single", "choices": choices(a=float("inf"), b=1)}, "points_missing"),
        ({"condition": {"question": "gone", "is": ["no"]}}, "condition_gone"),
    ],
)
def test_each_fault_is_told_at_its_question(fields, code):
    draft = sound(question("A"), question("B"))
    draft = put_question(draft, uid_of(draft, "A"), fields, seen=1)
    assert any(f.code.endswith(f".{code}") and f.uid == "u2" for f in draft_faults(draft))


def test_a_condition_on_a_later_question_is_told():
    draft = sound(question("A"), question("B", condition={"question": "A", "is": ["no"]}))
    assert not draft_faults(draft)
    section = draft["sections"][0]["uid"]
    turned = move_question(draft, uid_of(draft, "A"), section=section, place=9)
    assert codes(turned) == ["condition_later"]
    other = put_question(draft, uid_of(draft, "A"), {"kind": "text"}, seen=1)
    assert codes(other) == ["condition_no_choices"]
    assert codes(remove_question(draft, uid_of(draft, "A"))) == ["condition_gone"]


def test_two_choices_of_one_key_are_told():
    twice = [*choices(a=None), *choices(a=None)]
    assert "choice_key_twice" in codes(sound(question("A", kind="single", choices=twice)))


def test_undoing_an_older_change_is_refused_once_its_question_has_changed_again():
    first = sound(question("A"))
    uid = uid_of(first, "A")
    second = put_question(first, uid, {"ja": "二"}, seen=1)
    third = put_question(second, uid, {"ja": "三"}, seen=2)
    with pytest.raises(Conflict):
        undone(third, patch_between(first, second))
    assert question_in(undone(third, patch_between(second, third)), uid)["ja"] == "二"


def test_undoing_leaves_other_peoples_questions_alone():
    first = sound(question("A"), question("B"))
    second = put_question(first, uid_of(first, "A"), {"ja": "甲"}, seen=1)
    third = put_question(second, uid_of(first, "B"), {"ja": "乙"}, seen=1)
    back = undone(third, patch_between(first, second))
    assert [row["ja"] for row in back["questions"]] == ["Aですか。", "乙"]


def test_undoing_a_move_leaves_what_others_moved_since():
    first = sound(*(question(key) for key in "ABCDE"))
    section = first["sections"][0]["uid"]
    second = move_question(first, uid_of(first, "A"), section=section, place=2)
    third = move_question(second, uid_of(first, "E"), section=section, place=0)
    assert keys(third) == list("EBCAD")
    assert keys(undone(third, patch_between(first, second))) == list("AEBCD")
    assert keys(undone(third, patch_between(second, third))) == list("BCADE")


def test_undoing_a_move_of_a_question_that_is_gone_is_refused():
    first = sound(*(question(key) for key in "ABC"))
    section = first["sections"][0]["uid"]
    second = move_question(first, uid_of(first, "A"), section=section, place=2)
    third = remove_question(second, uid_of(first, "A"))
    with pytest.raises(Conflict):
        undone(third, patch_between(first, second))


def test_a_row_comes_back_beside_who_is_left_of_its_neighbours():
    first = sound(*(question(key) for key in "ABCD"))
    second = remove_question(first, uid_of(first, "C"))
    third = remove_question(second, uid_of(first, "B"))
    assert keys(undone(third, patch_between(first, second))) == list("ACD")


def changed_once(draft, dice, number):
    question_uid = dice.choice(draft["questions"])["uid"] if draft["questions"] else ""
    section = dice.choice(draft["sections"])["uid"]
    which = dice.randrange(6) if question_uid else 0
    if which == 0:
        return add_question(draft, section=section, uid=f"n{number}", after=question_uid)
    if which == 1:
        return remove_question(draft, question_uid)
    if which == 2:
        return move_question(draft, question_uid, section=section, place=dice.randrange(5))
    if which == 3:
        seen = question_in(draft, question_uid)["rev"]
        return put_question(draft, question_uid, {"ja": str(number)}, seen=seen)
    if which == 4:
        return move_section(draft, section, place=dice.randrange(3))
    return add_section(draft, uid=f"s{number}")


def said(draft):
    return [
        (
            section["key"],
            [
                (row["id"], row["ja"])
                for row in draft["questions"]
                if row["section"] == section["uid"]
            ],
        )
        for section in draft["sections"]
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_undoing_everything_backwards_brings_back_the_beginning(seed):
    dice = random.Random(seed)
    draft = sound(*(question(key) for key in "ABCD"))
    patches, begun = [], said(draft)
    for number in range(8):
        after = changed_once(draft, dice, number)
        patches.append(patch_between(draft, after))
        draft = after
    for patch in reversed(patches):
        draft = undone(draft, patch)
    assert said(draft) == begun
