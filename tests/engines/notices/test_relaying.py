"""Passing on: the text, who may, and which counts can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.notices import (
    Checkable,
    RelayCounts,
    Tlp,
    count_faults,
    may_be_passed_on,
    relay_text,
    summed_counts,
)
from tests.engines.notices.alert import ALERT

CHECK = Checkable("架空自動車株式会社", "1234-567-897", "https://home.example/r/check/")
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_text_says_what_to_do_and_how_to_check_it(language):
    text = relay_text(ALERT, CHECK, language)
    for part in (
        ALERT.summary.in_language(language),
        *(one.text.in_language(language) for one in ALERT.actions),
        ALERT.url,
        CHECK.number,
        CHECK.page,
        CHECK.sender,
    ):
        assert part in text.body
    assert ALERT.title.in_language(language) in text.subject


def test_a_text_without_actions_or_address_has_no_empty_lines_for_them():
    text = relay_text(replace(ALERT, actions=(), url=""), CHECK, "ja")
    assert "お願いしたい対応" not in text.body
    assert "原文" not in text.body
    assert "\n\n\n" not in text.body


@pytest.mark.parametrize(
    ("tlp", "may"),
    [
        (Tlp.RED, False),
        (Tlp.AMBER_STRICT, False),
        (Tlp.AMBER, False),
        (Tlp.GREEN, True),
        (Tlp.CLEAR, True),
    ],
)
def test_only_green_and_clear_go_further(tlp, may):
    assert may_be_passed_on(tlp) is may


@pytest.mark.parametrize(
    ("counts", "as_of", "fault"),
    [
        (RelayCounts(240, 180, 90), DAY, ()),
        (RelayCounts(0, 0, 0), DAY, ()),
        (RelayCounts(10, 11, 0), DAY, ("notices.relay_more_confirmed",)),
        (RelayCounts(10, 5, 6), DAY, ("notices.relay_more_acted",)),
        (RelayCounts(10, 5, -1), DAY, ("notices.relay_out_of_range",)),
        (RelayCounts(1_000_001, 0, 0), DAY, ("notices.relay_out_of_range",)),
        (RelayCounts(1, 1, 1), date(2026, 11, 23), ("notices.relay_in_future",)),
    ],
)
def test_counts_fall_from_told_to_done_and_their_day_has_come(counts, as_of, fault):
    assert count_faults(counts, as_of, DAY) == fault


@given(st.lists(st.tuples(*[st.integers(0, 1000)] * 3)))
def test_what_is_plausible_for_each_is_plausible_for_all_together(figures):
    reports = [RelayCounts(*sorted(one, reverse=True)) for one in figures]
    total = summed_counts(reports)
    assert total.told == sum(one.told for one in reports)
    assert total.told >= total.confirmed >= total.acted
