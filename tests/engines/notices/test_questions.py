"""The question set drawn from an alert."""

from __future__ import annotations

import json

import pytest

from sekisho.adapters.content import content_folder, load_schema, read_question_set
from sekisho.engines.notices import STATE, NoticeKind, action_key, question_document
from sekisho.engines.questionnaire import Answer, Kind, shown_questions
from tests.engines.notices.alert import ALERT


def drawn(kind):
    document = question_document(ALERT, key="notice-7", version=2, kind=kind)
    schema = load_schema(content_folder() / "question-sets")
    text = json.dumps(document, ensure_ascii=False).encode()
    return read_question_set(text, file="notice.yaml", schema=schema)[0]


def shown(question_set, **answers):
    given = {key.replace("_", "-"): Answer((choice,)) for key, choice in answers.items()}
    return [one.key for one in shown_questions(question_set, given, question_set.respondent)]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_it_fits_the_schema_of_question_sets_and_speaks_both_languages(kind):
    found = drawn(kind)
    assert (found.key, found.version, found.title) == ("notice-7", "2", ALERT.title)
    assert all(question.text.is_complete for question in found.questions)


def test_somebody_who_has_only_received_it_is_asked_nothing_about_actions():
    assert shown(drawn(NoticeKind.NOTICE)) == [STATE]
    assert shown(drawn(NoticeKind.NOTICE), N_STATE="received") == [STATE, "N-TOLD", "N-OF"]


def test_each_demanded_action_is_a_question_of_its_own_once_somebody_acts():
    keys = shown(drawn(NoticeKind.NOTICE), N_STATE="done")
    assert keys[-2:] == [action_key("01"), action_key("02")]
    question = drawn(NoticeKind.NOTICE).question(action_key("01"))
    assert "修正版を当てる" in question.text.ja
    assert question.kind is Kind.YES_NO


def test_to_whom_it_does_not_apply_no_more_is_asked():
    assert shown(drawn(NoticeKind.NOTICE), N_STATE="na") == [STATE]


def test_a_hunt_asks_for_period_place_and_hits():
    keys = shown(drawn(NoticeKind.HUNT), N_STATE="done", N_H_RESULT="found")
    assert [key for key in keys if key.startswith("N-H-")] == [
        *("N-H-FROM", "N-H-TO", "N-H-WHERE", "N-H-RESULT", "N-H-HITS", "N-H-WHAT")
    ]
    assert "N-H-HITS" not in shown(drawn(NoticeKind.HUNT), N_STATE="done", N_H_RESULT="nothing")
