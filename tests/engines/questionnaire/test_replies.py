from __future__ import annotations

import json

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.engines.questionnaire import (
    Answer,
    AnswerChange,
    Plan,
    StoredAnswer,
    answers_from_json,
    answers_of,
    diff_answers,
    reply_as_json,
    reply_from_json,
)
from sekisho.kernel.errors import Unreadable

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ANSWERS = st.builds(
    Answer,
    choice_keys=st.lists(WORDS, max_size=3).map(tuple),
    text=WORDS,
    number=WORDS,
    date=WORDS,
    reason=WORDS,
    followup=WORDS,
    plan=st.none() | st.builds(Plan, WORDS, WORDS, WORDS),
    evidence_ids=st.lists(WORDS, max_size=2).map(tuple),
)
REPLIES = st.dictionaries(
    WORDS, st.builds(StoredAnswer, ANSWERS, st.integers(0, 99), WORDS, WORDS), max_size=5
)


@settings(deadline=None)
@for_all(REPLIES)
def test_a_reply_is_read_back_as_it_was_in_its_order(reply):
    stored = reply_as_json(reply)
    assert list(reply_from_json(stored).items()) == list(reply.items())
    assert list(answers_from_json(stored).items()) == list(answers_of(reply).items())


@pytest.mark.parametrize("read", [reply_from_json, answers_from_json])
@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"form":1,"keys":["Q1"],"choices":[],"rest":{}}',
        b'{"form":1,"keys":["Q1"],"choices":[3],"rest":{}}',
        b'{"form":1,"keys":[],"choices":[],"rest":{"Q1":{}}}',
    ],
)
def test_what_is_no_reply_is_refused(read, stored):
    with pytest.raises(Unreadable) as caught:
        read(stored)
    assert caught.value.code == "questionnaire.reply.unreadable"


def test_a_reply_whose_author_is_lost_is_refused():
    reply = {"Q1": StoredAnswer(Answer(("yes",)), 1, "2026-11-22T03:00:00Z", "Chika")}
    broken = json.loads(reply_as_json(reply)) | {"people": []}
    with pytest.raises(Unreadable):
        reply_from_json(json.dumps(broken).encode())


def test_a_form_of_another_time_is_named():
    with pytest.raises(Unreadable) as caught:
        reply_from_json(b'{"form":2}')
    assert caught.value.code == "questionnaire.reply.form_unknown"
    assert caught.value.params == {"form": "2"}


def test_changes_are_named_by_question_and_field():
    before = {"Q1": Answer(("yes",)), "Q2": Answer(("no",)), "Q3": Answer(("yes",))}
    after = {"Q3": Answer(("yes",), reason="x"), "Q1": Answer(("yes",)), "Q4": Answer(text="y")}
    assert diff_answers(before, after) == (
        AnswerChange("Q2", Answer(("no",)), None, ("choice_keys",)),
        AnswerChange("Q3", before["Q3"], after["Q3"], ("reason",)),
        AnswerChange("Q4", None, after["Q4"], ("text",)),
    )
    assert diff_answers(before, before) == ()
