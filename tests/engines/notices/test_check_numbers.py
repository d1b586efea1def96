"""Check numbers of letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.notices import check_number, check_number_of, shown_check_number
from sekisho.engines.notices.check_numbers import _check_digit

RANDOM = st.binary(min_size=8, max_size=8)


@pytest.mark.parametrize(
    "published", ["86095742719", "47036892816", "65929970489", "57549285017", "25768131411"]
)
def test_the_check_digit_is_that_of_published_german_tax_numbers(published):
    """They carry ISO/IEC 7064 MOD 11,10; examples of the federal tax office's test numbers."""
    assert _check_digit(published[:-1]) == published[-1]


@given(RANDOM)
def test_a_number_is_read_back_however_it_is_typed(random):
    number = check_number(random)
    shown = shown_check_number(number)
    wide = shown.translate(str.maketrans("0123456789-", "０１２３４５６７８９ー"))
    assert {check_number_of(typed) for typed in (number, shown, f" {shown} ")} == {number}
    assert check_number_of(wide.replace("ー", "－")) == number


@given(RANDOM, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(random, place, step):
    number = check_number(random)
    wrong = str((int(number[place]) + step) % 10)
    assert check_number_of(number[:place] + wrong + number[place + 1 :]) is None


@pytest.mark.parametrize("typed", ["", "123", "12345678901", "SK-2026-001", "abc1234567890"])
def test_what_cannot_be_a_number_is_none(typed):
    assert check_number_of(typed) is None
