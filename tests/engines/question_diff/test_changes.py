"""What has changed between two versions; the worked numbers of docs/*/rules/question-sets.md."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.question_diff import Part, diff_sets, is_small_change, likeness
from sekisho.engines.question_diff.pairs import moved_keys
from sekisho.engines.questionnaire import parse_set
from tests.engines.questionnaire.samples import choices, document, question

BACKUP = "重要なデータのバックアップを取得していますか。"
PATCH = "更新プログラムを30日以内に適用していますか。"


def version(*questions, **fields):
    return parse_set(document(*questions, **fields))


def only(old, new, **fields):
    """The parts of the single question that changed, with whether each is material."""
    change = diff_sets(version(old, **fields), version(new, **fields))
    return {one.part: one.is_material for one in change.questions[0].fields}


def test_two_equal_versions_differ_in_nothing():
    one = version(question("A"), question("B"))
    diff = diff_sets(one, version(question("A"), question("B")))
    assert diff.is_empty
    assert diff.unchanged == 2


def test_added_removed_and_kept_questions_are_told_apart():
    old = version(question("A", ja="ログを集めていますか。"), question("B"))
    new = version(question("B"), question("C", ja="教育は年1回ですか。"))
    diff = diff_sets(old, new)
    assert [one.new_key for one in diff.added] == ["C"]
    assert [one.old_key for one in diff.removed] == ["A"]
    assert diff.unchanged == 1


@pytest.mark.parametrize(
    ("before", "after", "is_material"),
    [
        (BACKUP, BACKUP.replace("。", ""), False),
        (BACKUP, "重要なデータのバックアップを取得していますか？", False),
        (PATCH, PATCH.replace("30", "14"), True),
        (PATCH, PATCH.replace("以内", "以上"), True),
        (BACKUP, "重要なデータのバックアップを取得していませんか。", True),
        (BACKUP, "消火器の点検をしていますか。", True),
        ("Do you keep back-ups of data?", "Do you keep back-ups of the data?", False),
        ("Do you keep back-ups?", "Do you not keep back-ups?", True),
    ],
)
def test_new_words_are_material_unless_they_surely_ask_the_same(before, after, is_material):
    assert is_small_change(before, after) is not is_material
    found = only(question("A", ja=before), question("A", ja=after))
    assert found == {Part.TEXT_JA: is_material}


def test_a_translation_that_is_added_is_no_material_change():
    bare = {key: value for key, value in question("A").items() if key != "en"}
    assert only(bare, question("A")) == {Part.TEXT_EN: False}


@pytest.mark.parametrize(
    ("change", "part", "is_material"),
    [
        ({"weight": 3}, Part.WEIGHT, False),
        ({"critical": True}, Part.CRITICAL, False),
        ({"evidence": True}, Part.EVIDENCE, False),
        ({"na_reason": False}, Part.NA_REASON, False),
        ({"required": False}, Part.REQUIRED, False),
        ({"maps": ["sample:1"]}, Part.MAPS, False),
        ({"respondent": "buyer"}, Part.RESPONDENT, True),
        ({"help": {"ja": "説明", "en": "Help"}}, Part.HELP_JA, False),
    ],
)
def test_each_part_is_named_and_judged(change, part, is_material):
    found = only(question("A"), question("A", **change))
    assert found[part] is is_material
    assert not any(judged for other, judged in found.items() if other is not part)


def test_a_choice_more_is_not_material_and_a_choice_less_is():
    few = choices(none=None, some=None)
    more = [*few, *choices(all=None)]
    first, second = ({"kind": "single", "choices": each} for each in (few, more))
    assert only(question("A", **first), question("A", **second)) == {Part.CHOICES: False}
    assert only(question("A", **second), question("A", **first)) == {Part.CHOICES: True}


def test_another_kind_is_material():
    assert only(question("A"), question("A", kind="text"))[Part.KIND]


def test_another_unit_is_material_and_another_limit_is_not():
    days = {"kind": "number", "number": {"unit": {"ja": "日", "en": "days"}}}
    hours = {"kind": "number", "number": {"unit": {"ja": "時間", "en": "hours"}}}
    limit = {"kind": "number", "number": {"max": 9, "unit": {"ja": "日", "en": "days"}}}
    assert only(question("A", **days), question("A", **hours)) == {Part.NUMBER: True}
    assert only(question("A", **days), question("A", **limit)) == {Part.NUMBER: False}


def test_one_question_that_jumps_is_the_one_that_moved():
    old = version(*(question(key) for key in "ABCDE"))
    new = version(*(question(key) for key in "EABCD"))
    diff = diff_sets(old, new)
    assert [one.new_key for one in diff.questions] == ["E"]
    assert diff.questions[0].is_moved


def test_a_condition_that_only_follows_a_renamed_key_has_not_changed():
    follows = {"condition": {"question": "A", "is": ["no"]}}
    renamed = {"condition": {"question": "A2", "is": ["no"]}}
    old = version(question("A"), question("B", **follows))
    new = version(question("A2", ja="Aですか。", en="A?"), question("B", **renamed))
    assert [one.new_key for one in diff_sets(old, new, {"A": "A2"}).questions] == ["A2"]
    other = version(question("A"), question("B", condition={"question": "A", "is": ["yes"]}))
    (change,) = diff_sets(old, other).questions
    assert [one.part for one in change.fields] == [Part.CONDITION]


def test_sections_and_the_title_are_compared_too():
    categories = [{"id": "basics", "weight": 2, "ja": "基本", "en": "Basics"}]
    old, new = version(question("A")), version(question("A"), categories=categories)
    (section,) = diff_sets(old, new).sections
    assert {one.part for one in section.fields} == {Part.TEXT_JA, Part.TEXT_EN, Part.WEIGHT}
    renamed = version(question("A"), title={"ja": "別", "en": "Other"})
    assert {one.part for one in diff_sets(old, renamed).head} == {Part.TEXT_JA, Part.TEXT_EN}


def test_worked_likeness():
    assert likeness("night", "nacht") == 25  # ni ig gh ht / na ac ch ht: 2 x 1 of 8
    assert likeness("", "") == 100
    assert likeness("ＡＢＣ", "abc") == 100
    assert likeness("abc", "") == 0


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(8)))
def test_the_moved_are_the_fewest_that_explain_the_order(order):
    pairs = [(place, str(place)) for place in order]
    kept = [place for place, key in pairs if key not in moved_keys(pairs)]
    assert kept == sorted(kept)
    longest = 0
    for mask in range(1 << len(order)):
        run = [place for at, place in enumerate(order) if mask >> at & 1]
        longest = max(longest, len(run) if run == sorted(run) else 0)
    assert len(kept) == longest


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_added_one_way_is_removed_the_other_way(seed):
    dice = random.Random(seed)
    keys = [f"K{number}" for number in range(12)]
    first = version(*(question(key) for key in dice.sample(keys, 8)))
    second = version(*(question(key) for key in dice.sample(keys, 7)))
    there, back = diff_sets(first, second), diff_sets(second, first)
    assert {one.new_key for one in there.added} == {one.old_key for one in back.removed}
    assert {one.old_key for one in there.removed} == {one.new_key for one in back.added}
    assert there.unchanged + len(there.added) + sum(one.is_moved for one in there.questions) == 7
