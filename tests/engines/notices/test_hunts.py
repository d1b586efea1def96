"""What searches for traces have found, and that a search that is not over is not done."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.engines.notices import (
    HuntReport,
    HuntSum,
    Progress,
    Standing,
    hunt_report,
    hunt_sum,
    standing_of,
)
from sekisho.engines.questionnaire import Answer

SENT, TAKEN = Progress(is_submitted=True), Progress(True, True)


def searched(result, hits="", state="done"):
    return {
        "N-STATE": Answer((state,)),
        "N-H-FROM": Answer(date="2026-10-01"),
        "N-H-TO": Answer(date="2026-11-20"),
        "N-H-RESULT": Answer((result,)),
        "N-H-HITS": Answer(number=hits),
    }


@pytest.mark.parametrize(
    ("answers", "progress", "expected"),
    [
        (searched("nothing"), SENT, Standing.DONE),
        (searched("nothing"), TAKEN, Standing.PROVEN),
        (searched("unknown"), SENT, Standing.ACTING),
        (searched("unknown"), TAKEN, Standing.ACTING),
        (searched("found", "3"), SENT, Standing.ACTING),
        (searched("found", "3"), TAKEN, Standing.ACTING),
        (searched("nothing", "3"), TAKEN, Standing.PROVEN),  # a number left from before
    ],
)
def test_a_search_is_done_only_when_all_was_searched_and_nothing_found(answers, progress, expected):
    assert standing_of(answers, progress) is expected


def test_period_and_hits_are_read_as_written():
    first, last = date(2026, 10, 1), date(2026, 11, 20)
    assert hunt_report(searched("found", "１２")) == HuntReport("found", first, last, 12)
    assert hunt_report(searched("nothing", "9")) == HuntReport("nothing", first, last, 0)
    assert hunt_report(searched("unknown", "9")) == HuntReport("unknown", first, last, None)
    assert hunt_report(searched("found", "3", state="received")) == HuntReport()
    assert hunt_report({}) == HuntReport()


def test_hits_add_up_over_those_who_found_something():
    reports = [
        hunt_report(one)
        for one in (searched("found", "3"), searched("nothing", "9"), searched("unknown"), {})
    ]
    found = hunt_sum(reports)
    assert found == HuntSum(nothing=1, found=1, not_all=1, hits=3)
    assert found.told == 3
