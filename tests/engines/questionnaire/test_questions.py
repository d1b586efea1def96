from __future__ import annotations

import dataclasses

import pytest

from sekisho.engines import questionnaire
from sekisho.engines.questionnaire import Respondent
from tests.engines.questionnaire.samples import one, worked


@pytest.mark.parametrize(
    ("respondent", "role", "is_asked"),
    [
        ("supplier", "supplier", True),
        ("supplier", "buyer", False),
        ("supplier", "both", True),
        ("buyer", "supplier", False),
        ("both", "supplier", True),
        ("both", "buyer", True),
    ],
)
def test_a_role_is_asked_what_is_meant_for_it_or_for_both(respondent, role, is_asked):
    assert Respondent(respondent).covers(Respondent(role)) is is_asked


def test_things_are_found_by_key_and_absent_ones_are_none():
    question_set = worked()
    assert question_set.question("A2").key == "A2"
    assert question_set.question("Z9") is None
    assert question_set.category("recovery").label.ja == "回復"
    assert question_set.category("nowhere") is None
    assert one().choice("yes").label.ja == "はい"
    assert one().choice("maybe") is None


def test_values_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        one().weight = 9


def test_every_name_offered_by_the_package_exists():
    assert all(hasattr(questionnaire, name) for name in questionnaire.__all__)
