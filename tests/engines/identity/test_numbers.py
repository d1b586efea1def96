from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.identity import (
    corporate_number_fault,
    lei_fault,
    normalise_corporate_number,
    normalise_lei,
)

# Published numbers: the National Tax Agency's own, and one of a listed company.
CORPORATE_NUMBERS = ["7000012050002", "1180301018771"]
# Published identifiers, among them that of the foundation which keeps the register.
LEIS = ["506700GE1G29325QX363", "5493006MHB84DD0ZWV18", "529900T8BM49AURSDO55"]


@pytest.mark.parametrize("number", CORPORATE_NUMBERS)
def test_a_published_corporate_number_is_right(number):
    assert corporate_number_fault(number) is None


@pytest.mark.parametrize("number", CORPORATE_NUMBERS)
def test_any_single_wrong_digit_is_noticed_unless_nine_and_nought_are_exchanged(number):
    for place, digit in enumerate(number):
        for other in set("0123456789") - {digit, *("09" if digit in "09" else "")}:
            wrong = number[:place] + other + number[place + 1 :]
            assert corporate_number_fault(wrong) == "identity.corporate_number.check_digit"


@pytest.mark.parametrize(
    "text", ["７０００－０１２０－５０００２", "T7000012050002", " 7 0000 1205 0002 "]
)
def test_a_corporate_number_is_read_as_people_type_it(text):
    assert normalise_corporate_number(text) == "7000012050002"
    assert corporate_number_fault(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "characters"),
        ("700001205000A", "characters"),
        ("70000120500٠٢", "characters"),
        ("700001205000", "length"),
        ("70000120500020", "length"),
        ("8000012050002", "check_digit"),
    ],
)
def test_a_wrong_corporate_number_says_what_is_wrong(text, fault):
    assert corporate_number_fault(text) == f"identity.corporate_number.{fault}"


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_base_number_has_exactly_one_check_digit_and_never_nought(base):
    right = [d for d in "0123456789" if corporate_number_fault(d + base) is None]
    assert len(right) == 1
    assert right != ["0"]


@pytest.mark.parametrize("lei", LEIS)
def test_a_published_lei_is_right_and_any_wrong_digit_is_noticed(lei):
    assert lei_fault(lei) is None
    assert lei_fault(f" {lei.lower()[:4]}-{lei[4:]} ") is None
    assert normalise_lei(lei.lower()) == lei
    for last in set("0123456789") - {lei[-1]}:
        assert lei_fault(lei[:-1] + last) == "identity.lei.check_digits"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("506700GE1G29325QX36", "length"), ("506700GE1G29325QX3AA", "characters")],
)
def test_a_wrong_lei_says_what_is_wrong(text, fault):
    assert lei_fault(text) == f"identity.lei.{fault}"
