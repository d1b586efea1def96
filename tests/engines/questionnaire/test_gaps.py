from __future__ import annotations

import pytest

from sekisho.engines.questionnaire import (
    Answer,
    Gap,
    GapReason,
    Respondent,
    Severity,
    gaps,
    parse_set,
)
from tests.engines.questionnaire.samples import choices, document, given, question, worked


@pytest.mark.parametrize(
    ("key", "reason"),
    [("no", GapReason.UNMET), ("partial", GapReason.PARTIAL), ("unknown", GapReason.UNKNOWN)],
)
def test_a_gap_is_high_on_a_critical_question_and_ordinary_elsewhere(key, reason):
    found = gaps(worked(), given(A1=key, A2=key))
    assert found == (
        Gap("A1", key, Severity.HIGH, reason),
        Gap("A2", key, Severity.ORDINARY, reason),
    )


def test_not_applicable_on_a_critical_question_goes_to_the_reviewer():
    found = gaps(worked(), given(A1="na", A2="na"))
    assert found == (Gap("A1", "na", Severity.ORDINARY, GapReason.TO_REVIEW),)


def test_what_is_met_or_left_open_is_no_gap():
    assert gaps(worked(), given(A1="yes")) == ()


def test_choices_below_full_points_are_gaps_and_keep_their_keys():
    question_set = parse_set(
        document(
            question("Q1", kind="multiple", choices=choices(a=0.5, b=0.25, c=0.25, none=0)),
            question("Q2", kind="multiple", choices=choices(a=1, b=0, none=0)),
            question("Q3", kind="single", choices=choices(a=None, b=None)),
        )
    )
    answers = {key: Answer(("a", "b")) for key in ("Q1", "Q2")} | given(Q3="a")
    assert gaps(question_set, answers) == (Gap("Q1", "a,b", Severity.ORDINARY, GapReason.PARTIAL),)
    assert gaps(question_set, given(Q1="none"))[0].reason is GapReason.UNMET


def test_hidden_questions_and_other_roles_leave_no_gap():
    question_set = parse_set(
        document(
            question("Q1"),
            question("Q2", condition={"question": "Q1", "is": ["no"]}),
            question("Q3", respondent="buyer"),
        )
    )
    assert gaps(question_set, given(Q1="yes", Q2="no", Q3="no"), Respondent.SUPPLIER) == ()
