"""When a letter about an open point goes out; the worked days of docs/en/rules/follow-up.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.deadlines import WEEKENDS_ONLY
from sekisho.engines.follow_up import (
    LetterKind,
    Promise,
    Rule,
    gathered,
    horizon,
    latest_acceptance,
    next_letter,
    noted,
)

JAPAN = business_calendar("JP")
DUE = date(2026, 12, 1)  # a Tuesday
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
RULES = st.builds(Rule, st.integers(0, 10), st.integers(1, 10), st.integers(1, 6))


HOUSE = Rule()


def walk(due_on, *, start, days, rule=HOUSE, calendar=JAPAN, skipped=frozenset()):
    """Every letter when somebody looks each day, but for the skipped ones."""
    promise, sent = Promise(due_on), []
    for number in range(days):
        today = start + timedelta(days=number)
        if today in skipped:
            continue
        kind = next_letter(promise, today=today, rule=rule, calendar=calendar)
        if kind is not None:
            promise = noted(promise, kind, today)
            sent.append((kind.value, today))
    return sent


def test_the_letters_of_a_promise_that_nobody_keeps():
    assert walk(DUE, start=date(2026, 11, 20), days=60) == [
        ("ahead", date(2026, 11, 26)),
        ("due", date(2026, 12, 1)),
        ("again", date(2026, 12, 4)),
        ("again", date(2026, 12, 9)),
        ("owner", date(2026, 12, 14)),
    ]


def test_a_day_that_falls_on_a_holiday_is_asked_about_on_the_next_open_day():
    sent = walk(date(2026, 11, 21), start=date(2026, 11, 21), days=5)
    assert sent == [("due", date(2026, 11, 24))]  # Saturday; Monday the 23rd is a holiday


def test_a_missed_run_loses_nothing_and_doubles_nothing():
    missed = frozenset(date(2026, 11, 25) + timedelta(days=n) for n in range(8))
    sent = walk(DUE, start=date(2026, 11, 20), days=60, skipped=missed)
    assert [kind for kind, _day in sent] == ["due", "again", "again", "owner"]
    assert sent[0] == ("due", date(2026, 12, 3))


def test_a_new_day_begins_anew():
    told = Promise(DUE, ahead_for=DUE, asked_for=DUE, letters=3, letter_on=DUE, owner_told_on=DUE)
    moved = Promise(
        date(2026, 12, 15), told.ahead_for, told.asked_for, told.letters, told.letter_on,
        told.owner_told_on,
    )  # fmt: skip
    at = {"rule": Rule(), "calendar": JAPAN}
    assert next_letter(moved, today=date(2026, 12, 10), **at) is LetterKind.AHEAD
    due = next_letter(moved, today=date(2026, 12, 15), **at)
    assert due is LetterKind.DUE
    assert noted(moved, due, date(2026, 12, 15)).owner_told_on is None


def test_our_own_word_is_told_once():
    promise = Promise(None, has_news=True)
    today = date(2026, 11, 24)
    kind = next_letter(promise, today=today, rule=Rule(), calendar=JAPAN)
    assert kind is LetterKind.NEWS
    after = noted(promise, kind, today)
    later = today + timedelta(days=1)
    assert next_letter(after, today=later, rule=Rule(), calendar=JAPAN) is None


@pytest.mark.parametrize("rule", [Rule(times=0), Rule(ahead_days=0)])
def test_what_is_switched_off_is_not_written(rule):
    assert next_letter(Promise(DUE), today=date(2026, 11, 30), rule=rule, calendar=JAPAN) is None


@given(DAYS, RULES)
def test_no_day_has_two_letters_and_none_is_a_closed_day(due_on, rule):
    sent = walk(due_on, start=due_on - timedelta(days=20), days=150, rule=rule)
    days = [day for _kind, day in sent]
    assert len(days) == len(set(days))
    assert all(JAPAN.is_open(day) for day in days)
    kinds = [kind for kind, _day in sent]
    assert kinds.count("due") == 1
    assert kinds.count("due") + kinds.count("again") <= rule.times
    assert kinds.count("ahead") <= 1
    assert kinds[-1] == "owner"


@given(DAYS, RULES)
def test_what_lies_beyond_the_horizon_needs_no_letter(today, rule):
    beyond = Promise(horizon(today, rule) + timedelta(days=1))
    for calendar in (JAPAN, WEEKENDS_ONLY):
        assert next_letter(beyond, today=today, rule=rule, calendar=calendar) is None


def test_one_letter_speaks_of_all_and_takes_the_gravest_kind():
    kinds = [LetterKind.AHEAD, LetterKind.AGAIN, LetterKind.DUE, LetterKind.OWNER]
    assert gathered(kinds) is LetterKind.AGAIN
    assert gathered([LetterKind.OWNER]) is LetterKind.OWNER


@pytest.mark.parametrize(
    ("today", "months", "last"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_risk_is_accepted_for_so_many_months_at_most(today, months, last):
    assert latest_acceptance(today, months) == last
