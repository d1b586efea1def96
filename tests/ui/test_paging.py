from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ui.paging import Paged, page_number, slice_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("", 1),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("²", 1),
        ("9" * 30, 1),
        ("999999", 100_000),
    ],
)
def test_a_page_asked_for_is_a_sound_number(text, number):
    assert page_number({"page": text}) == number


@given(total=st.integers(0, 20_000), per_page=st.integers(1, 100))
def test_the_pages_together_are_the_whole_list(total, per_page):
    rows = range(total)
    last = Paged((), 1, total, per_page).last
    pages = [Paged(rows[slice_of(n, per_page)], n, total, per_page) for n in range(1, last + 1)]
    assert sum(len(page) for page in pages) == total
    assert pages[-1].last_row == total
    assert all(page.last_row - page.first_row + 1 == len(page) for page in pages if len(page))


def test_far_pages_are_left_out_but_first_and_last_stay():
    assert Paged([1], 50, 5000).near == (1, None, 49, 50, 51, None, 100)
    assert Paged([1], 1, 30).near == (1,)
