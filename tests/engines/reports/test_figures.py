"""Figures of a report, from a tally that is counted by hand."""

from __future__ import annotations

import pytest

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.questionnaire import Answer, TallyEntry, parse_set, recount, tally_of
from sekisho.engines.reports import (
    GapFigures,
    area_figures,
    change_since,
    question_figures,
    total_figures,
    worst_questions,
)


@pytest.fixture(scope="module")
def asked():
    path = next((content_folder() / "question-sets").glob("*alert*.yaml"))
    return parse_set(read_yaml(path.read_text(encoding="utf-8"), file=path.name))


def tally(asked, *replies, slices=()):
    entries = [
        TallyEntry(tally_of(asked, {key: Answer((given,)) for key, given in reply.items()}), slices)
        for reply in replies
    ]
    return recount(entries)


def yes_no(asked):
    return [one.key for one in asked.questions if one.kind.value == "yes_no" and not one.condition]


def test_gaps_unknown_and_open_are_counted_apart(asked):
    key = yes_no(asked)[0]
    counted = tally(asked, {key: "yes"}, {key: "no"}, {key: "unknown"}, {key: "na"}, {})
    row = next(one for one in question_figures(asked, counted) if one.question.key == key)
    assert row.figures == GapFigures(gaps=1, unknown=1, counted=3, unanswered=1)
    assert row.figures.share_0_100 == pytest.approx(100 / 3)
    assert row.figures.unknown_0_100 == pytest.approx(100 / 3)


def test_a_question_nobody_knew_has_no_share(asked):
    key = yes_no(asked)[0]
    row = question_figures(asked, tally(asked, {key: "unknown"}))[0]
    assert row.figures.share_0_100 is None


def test_areas_add_up_to_the_whole(asked):
    first, second = yes_no(asked)[:2]
    rows = question_figures(asked, tally(asked, {first: "no", second: "yes"}, {first: "no"}))
    areas = area_figures(asked, rows)
    assert total_figures(areas) == total_figures(rows)
    assert total_figures(rows).gaps == 2


def test_the_worst_come_first_and_those_without_a_gap_never(asked):
    first, second, third = yes_no(asked)[:3]
    replies = [
        {first: "yes", second: "no", third: "no"},
        {first: "yes", second: "no", third: "yes"},
    ]
    worst = worst_questions(question_figures(asked, tally(asked, *replies)))
    assert [row.question.key for row in worst] == [second, third]


def test_a_slice_is_counted_apart(asked):
    key = yes_no(asked)[0]
    counted = tally(asked, {key: "no"}, slices=("tier:1",))
    assert total_figures(question_figures(asked, counted, "tier:1")).gaps == 1
    assert total_figures(question_figures(asked, counted, "tier:2")).gaps == 0


def test_the_change_is_over_the_questions_of_both(asked):
    first, second = yes_no(asked)[:2]
    now = question_figures(asked, tally(asked, {first: "yes", second: "no"}))
    before = [
        row for row in question_figures(asked, tally(asked, {first: "no"}))
        if row.question.key == first
    ]  # fmt: skip
    change = change_since(now, before)
    assert change.questions == 1
    assert change.points == -100
    assert change_since(now, []).points is None
