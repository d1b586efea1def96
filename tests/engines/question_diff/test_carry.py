"""Renamed questions are guessed, and only what a person confirms carries answers over."""

from __future__ import annotations

import time

from sekisho.engines.question_diff import (
    carried_answers,
    carry_faults,
    default_carry,
    diff_sets,
)
from sekisho.engines.questionnaire import Answer, parse_set
from tests.engines.questionnaire.samples import choices, document, question

LOGS = {"ja": "サーバーのログを毎月見ていますか。", "en": "Do you read server logs every month?"}
DOORS = {"ja": "サーバー室の入退室を記録していますか。", "en": "Do you record who enters the room?"}


def version(*questions):
    return parse_set(document(*questions))


def test_a_question_with_a_new_key_is_guessed_by_its_words():
    old = version(question("L1", **LOGS), question("D1", **DOORS))
    new = version(question("D9", **DOORS), question("L9", **LOGS))
    guesses = diff_sets(old, new).guesses
    assert {(one.old_key, one.new_key, one.likeness) for one in guesses} == {
        ("L1", "L9", 100),
        ("D1", "D9", 100),
    }


def test_a_question_of_another_kind_is_never_guessed():
    old = version(question("L1", **LOGS))
    assert not diff_sets(old, version(question("L9", kind="text", **LOGS))).guesses


def test_one_question_is_guessed_once():
    old = version(question("L1", **LOGS), question("L2", **LOGS))
    guesses = diff_sets(old, version(question("L9", **LOGS))).guesses
    assert [(one.old_key, one.new_key) for one in guesses] == [("L1", "L9")]


def test_the_proposal_carries_what_is_the_same_and_marks_what_is_a_guess():
    old = version(question("A"), question("L1", **LOGS), question("C"), question("D"))
    new = version(
        question("A", weight=3),
        question("L9", **LOGS),
        question("C", ja="別のことを聞きます。"),
    )
    found = {one.old_key: one for one in default_carry(old, diff_sets(old, new))}
    assert {key: one.new_key for key, one in found.items()} == {
        "A": "A",
        "L1": "L9",
        "C": "",
        "D": "",
    }
    assert found["L1"].is_guess
    assert not found["A"].is_guess
    assert found["C"].is_material


def test_a_map_must_name_questions_of_the_same_kind_and_each_once():
    old = version(question("A"), question("B"), question("T", kind="text"))
    new = version(question("A"), question("T", kind="text"))
    assert carry_faults(old, new, {"A": "A", "B": "", "T": "T"}) == ()
    assert carry_faults(old, new, {"A": "A", "B": "A"}) == ("A", "B")
    assert carry_faults(old, new, {"A": "T", "X": ""}) == ("A", "X")
    assert carry_faults(old, new, {"A": "NONE"}) == ("A",)


def test_answers_stand_under_their_new_keys_and_an_answer_that_is_not_offered_stays_behind():
    old_choices, new_choices = choices(some=None, all=None), choices(all=None, none=None)
    new = version(question("L9", **LOGS), question("S", kind="single", choices=new_choices))
    assert old_choices
    answers = {"L1": Answer(("no",)), "S": Answer(("some",)), "D": Answer(("yes",))}
    assert carried_answers(answers, {"L1": "L9", "S": "S", "D": ""}, new) == {"L9": Answer(("no",))}


def test_a_confirmed_pair_is_compared_as_one_question():
    old, new = version(question("L1", **LOGS)), version(question("L9", **LOGS))
    diff = diff_sets(old, new, {"L1": "L9"})
    assert not diff.added
    assert not diff.removed
    assert not diff.guesses
    parted = diff_sets(version(question("A")), version(question("A")), {"A": ""})
    assert [one.new_key for one in parted.added] == ["A"]


def test_four_times_the_questions_take_no_sixteen_times_as_long():
    def seconds(size):
        old = version(
            *(
                question(f"O{n}", ja=f"設問{n}番の対策{n * 7}を行っていますか。")
                for n in range(size)
            )
        )
        new = version(
            *(
                question(f"N{n}", ja=f"設問{n}番の対策{n * 7}を行っていますか。")
                for n in range(size)
            )
        )
        best = []
        for _ in range(3):
            started = time.process_time()
            guesses = diff_sets(old, new).guesses
            best.append(time.process_time() - started)
        assert len(guesses) > size * 0.9
        return min(best)

    assert seconds(480) < 9 * seconds(120) + 0.02
