"""By size, which partners may stand under the laws on fair subcontracting."""

from __future__ import annotations

import pytest

from sekisho.engines.fairness import Cover, Size, Work, coverage_of

M = 1_000_000
BIG = Size(1_000 * M, 2_000)


@pytest.mark.parametrize(
    ("ours", "theirs", "works", "reasons"),
    [
        # capital, making: above 300 million to 300 million or less
        (Size(301 * M, 10), Size(300 * M, 999), ["making"], ["capital"]),
        (Size(300 * M, 10), Size(300 * M, 999), [], []),
        # capital, making: above 10 up to 300 million to 10 million or less
        (Size(11 * M, 10), Size(10 * M, 999), ["making", "services"], ["capital"]),
        (Size(10 * M, 10), Size(10 * M, 999), [], []),
        (Size(300 * M, 10), Size(11 * M, 999), ["services"], ["capital"]),
        # capital, services: above 50 million to 50 million or less
        (Size(51 * M, 10), Size(50 * M, 999), ["services"], ["capital"]),
        (Size(50 * M, 10), Size(50 * M, 999), [], []),
        # employees: above 300 to 300 or fewer; above 100 to 100 or fewer
        (Size(10 * M, 301), Size(900 * M, 300), ["making"], ["headcount"]),
        (Size(10 * M, 300), Size(900 * M, 300), [], []),
        (Size(10 * M, 101), Size(900 * M, 100), ["services"], ["headcount"]),
        (Size(10 * M, 100), Size(900 * M, 100), [], []),
        (Size(10 * M, 301), Size(900 * M, 100), ["making", "services"], ["headcount"]),
    ],
)
def test_the_figures_of_the_law(ours, theirs, works, reasons):
    found = coverage_of(ours, theirs)
    assert found.works == tuple(Work(one) for one in works)
    assert found.reasons == tuple(reasons)
    assert found.cover is (Cover.MAY_APPLY if works else Cover.BELOW)


def test_one_figure_is_enough_where_it_decides():
    assert coverage_of(BIG, Size(5 * M)).cover is Cover.MAY_APPLY
    assert coverage_of(BIG, Size(None, 20)).reasons == ("headcount",)


@pytest.mark.parametrize(
    ("ours", "theirs", "missing"),
    [
        (BIG, Size(), ("capital", "headcount")),
        (BIG, Size(400 * M), ("headcount",)),
        (BIG, Size(None, 400), ("capital",)),
        (Size(), Size(400 * M, 50), ("our_headcount",)),
        (Size(None, 50), Size(5 * M, 20), ("our_capital",)),
    ],
)
def test_what_is_unknown_is_said_where_it_could_decide(ours, theirs, missing):
    found = coverage_of(ours, theirs)
    assert found.cover is Cover.UNKNOWN
    assert found.missing == missing


def test_a_missing_figure_that_cannot_decide_is_not_asked_for():
    assert coverage_of(Size(5 * M, 20), Size()).cover is Cover.BELOW
    assert coverage_of(Size(), Size(400 * M, 400)).cover is Cover.BELOW


def test_who_employs_nobody_may_stand_under_the_freelance_law():
    found = coverage_of(Size(5 * M, 20), Size(None, 0))
    assert (found.cover, found.reasons, found.works) == (Cover.MAY_APPLY, ("freelance",), ())


def test_partners_abroad_are_not_judged():
    assert coverage_of(BIG, Size(1, 1), country="US").cover is Cover.ABROAD
