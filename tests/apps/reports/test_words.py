"""Figures of a report in words: rounded as everywhere else, never cut off."""

from __future__ import annotations

import pytest

from sekisho.apps.reports.forms.report import figures_words
from sekisho.engines.reports import GapFigures


@pytest.mark.parametrize(
    ("gaps", "unknown", "counted", "shown"),
    [
        (661, 114, 2769, "24%"),  # 23.87: the bar beside it says 24, too
        (1, 0, 300, "<1%"),
        (299, 0, 300, ">99%"),
        (0, 0, 300, "0%"),
        (0, 300, 300, "–"),
        (0, 0, 0, "–"),
    ],
)
def test_a_share_is_rounded_like_every_other(gaps, unknown, counted, shown) -> None:
    assert figures_words(GapFigures(gaps, unknown, counted))["share"] == shown
