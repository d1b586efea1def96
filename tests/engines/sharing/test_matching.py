"""Which questions are the same; docs/*/rules/sharing.md quotes these cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sekisho.engines.questionnaire import (
    Choice,
    Kind,
    NumberRule,
    Question,
    QuestionSetVersion,
    Respondent,
    Source,
)
from sekisho.engines.sharing import is_same_question, months_before, same_questions
from sekisho.kernel.text import Bilingual

YES, NO = (
    Choice("yes", Bilingual("はい", "Yes"), Decimal(1)),
    Choice("no", Bilingual("いいえ", "No"), Decimal(0)),
)
MFA = Question(
    "Q1",
    "c",
    Kind.YES_NO,
    Bilingual("多要素認証を使っていますか。", "Do you use MFA?"),
    Respondent.SUPPLIER,
    choices=(YES, NO),
)
LOGS = replace(MFA, key="Q2", text=Bilingual("記録を見ていますか。", "Do you read logs?"))


def a_set(key: str, *questions: Question, version: str = "1") -> QuestionSetVersion:
    title = Bilingual("点検", "Check")
    source = Source("s", title)
    return QuestionSetVersion(
        key, version, title, Respondent.SUPPLIER, (), questions, source, "Apache-2.0"
    )


def test_the_same_key_and_words_in_another_set_are_the_same_question():
    other = replace(LOGS, text=Bilingual("別の文", "Other words"))
    assert same_questions(a_set("one", MFA, LOGS), a_set("two", MFA, other)) == {"Q1": "Q1"}


@pytest.mark.parametrize(
    "other",
    [
        replace(MFA, text=replace(MFA.text, en="Do you use MFA everywhere?")),
        replace(MFA, text=replace(MFA.text, ja="全社で多要素認証を使っていますか。")),
        replace(MFA, choices=(YES,)),
        replace(MFA, choices=(YES, replace(NO, label=Bilingual("まだ", "Not yet")))),
        replace(MFA, kind=Kind.SINGLE),
        replace(MFA, number_rule=NumberRule(unit=Bilingual("台", "devices"))),
    ],
    ids=["english", "japanese", "fewer choices", "another label", "kind", "unit"],
)
def test_one_other_word_makes_another_question(other):
    assert not is_same_question(MFA, other)
    assert same_questions(a_set("one", MFA), a_set("two", other)) == {}


def test_spaces_lines_weight_and_help_make_no_other_question():
    spaced = replace(
        MFA,
        text=Bilingual("多要素認証を\n使っていますか。", "Do you  use MFA?"),
        weight=Decimal(3),
        help=Bilingual("説明", "Help"),
    )
    assert is_same_question(MFA, spaced)


def test_a_confirmed_map_alone_decides_between_versions_of_a_set():
    old, new = a_set("one", MFA, LOGS), a_set("one", replace(MFA, key="N1"), LOGS, version="2")
    assert same_questions(old, new, carried={"Q1": "N1", "Q2": ""}) == {"Q1": "N1"}
    assert same_questions(old, new) == {"Q2": "Q2"}


def test_a_map_never_leads_to_an_answer_of_another_kind():
    old, new = a_set("one", MFA), a_set("one", replace(MFA, kind=Kind.TEXT), version="2")
    assert same_questions(old, new, carried={"Q1": "Q1"}) == {}


@pytest.mark.parametrize(
    ("months", "day"),
    [(12, (2025, 11, 30)), (9, (2026, 2, 28)), (11, (2025, 12, 30)), (0, (2026, 11, 30))],
)
def test_months_are_calendar_months_and_end_with_their_last_day(months, day):
    moment = datetime(2026, 11, 30, 1, tzinfo=UTC)
    assert months_before(moment, months) == datetime(*day, 1, tzinfo=UTC)
