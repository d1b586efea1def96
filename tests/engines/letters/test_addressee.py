from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.letters import addressee_lines, honorific, salutation

PARTS = st.text("架空部品御中様殿チカ \n", max_size=8)


@pytest.mark.parametrize(
    ("given_", "ja", "en"),
    [
        # The rows of docs/en/rules/letters.md.
        (("甲社", "", ""), ("甲社 御中",), ("甲社",)),
        (("甲社", "総務部", ""), ("甲社", "総務部 御中"), ("総務部", "甲社")),
        (("甲社", "総務部", "チカ"), ("甲社", "総務部", "チカ 様"), ("チカ", "総務部", "甲社")),
        (("甲社 御中", "", "チカ様"), ("甲社", "チカ 様"), ("チカ", "甲社")),
        (("", "", "チカ　殿"), ("チカ 様",), ("チカ",)),
        (("", "", "鵜殿"), ("鵜殿 様",), ("鵜殿",)),
        (("", "", ""), ("お取引先各位",), ("To our business partners",)),
    ],
)
def test_a_person_is_sama_an_organisation_without_one_is_onchu(given_, ja, en):
    assert addressee_lines(*given_, "ja") == ja
    assert addressee_lines(*given_, "en") == en


@given(PARTS, PARTS, st.text("チカアオイ \n", max_size=5))
def test_never_both_honorifics_and_only_on_the_last_line(organisation, department, person):
    lines = addressee_lines(organisation, department, person, "ja")
    assert all(line and "\n" not in line for line in lines)
    assert lines[-1].endswith((" 様", " 御中", "各位"))
    assert lines[-1].endswith(" 様") == bool(person.strip())


def test_the_honorific_and_the_salutation_follow_the_person():
    assert honorific("チカ", "ja") == "様"
    assert honorific("", "ja") == "御中"
    assert honorific("Chika", "en") == ""
    assert salutation("チカ様", "ja") == "チカ 様"
    assert salutation("", "ja") == "ご担当者様"
    assert salutation("Chika", "en") == "Dear Chika,"
    assert salutation(" ", "en") == "Dear business partner,"
