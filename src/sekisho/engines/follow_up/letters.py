"""The next letter about one open point, and one letter for many of them."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sekisho.engines.deadlines import Calendar, add_business_days, business_days_between

_SPARE_DAYS = 21  # closed days that may lie within the days ahead


class LetterKind(StrEnum):
    """What a letter about open points is; the order is that of weight, lightest first."""

    AHEAD = "ahead"
    NEWS = "news"
    DUE = "due"
    AGAIN = "again"
    OWNER = "owner"


_WEIGHT = {kind: place for place, kind in enumerate(LetterKind)}


@dataclass(frozen=True, slots=True)
class Rule:
    """Business days before the day, between letters after it, and how many letters at most."""

    ahead_days: int = 3
    every_days: int = 3
    times: int = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """One open point: its day, and what has been written about it so far.

    `ahead_for` and `asked_for` name the day that a letter spoke of, so that a new day begins anew;
    `letters` counts those since `asked_for`. `has_news`: our last word has not been told.
    """

    due_on: date | None
    ahead_for: date | None = None
    asked_for: date | None = None
    letters: int = 0
    letter_on: date | None = None
    owner_told_on: date | None = None
    has_news: bool = False


def next_letter(
    promise: Promise, *, today: date, rule: Rule, calendar: Calendar
) -> LetterKind | None:
    """What is to be written today at the recipient, None for nothing.

    Only on a business day there, and never twice on one day; a day on which nobody looked is made
    up for on the next.
    """
    if rule.times == 0 or not calendar.is_open(today) or promise.letter_on == today:
        return None
    due_on = promise.due_on
    if due_on is not None and due_on <= today:
        late = _after_the_day(promise, due_on, today, rule, calendar)
        if late is not None:
            return late
    if promise.has_news:
        return LetterKind.NEWS
    if due_on is not None and due_on > today and _is_near(promise, due_on, today, rule, calendar):
        return LetterKind.AHEAD
    return None


def _after_the_day(
    promise: Promise, due_on: date, today: date, rule: Rule, calendar: Calendar
) -> LetterKind | None:
    if promise.asked_for != due_on:
        return LetterKind.DUE
    if promise.owner_told_on is not None:
        return None
    waited = business_days_between(promise.letter_on or due_on, today, calendar)
    if waited < rule.every_days:
        return None
    return LetterKind.AGAIN if promise.letters < rule.times else LetterKind.OWNER


def _is_near(promise: Promise, due_on: date, today: date, rule: Rule, calendar: Calendar) -> bool:
    if rule.ahead_days == 0 or promise.ahead_for == due_on:
        return False
    return add_business_days(due_on, -rule.ahead_days, calendar) <= today


def noted(promise: Promise, kind: LetterKind, today: date) -> Promise:
    """The point after a letter of that kind has been written about it."""
    if kind is LetterKind.OWNER:
        return replace(promise, owner_told_on=today)
    told = replace(promise, letter_on=today, has_news=False)
    if kind is LetterKind.AHEAD:
        return replace(told, ahead_for=promise.due_on)
    if kind is LetterKind.DUE:
        return replace(told, asked_for=promise.due_on, letters=1, owner_told_on=None)
    return replace(told, letters=promise.letters + 1) if kind is LetterKind.AGAIN else told


def gathered(kinds: Iterable[LetterKind]) -> LetterKind:
    """The kind of the one letter that speaks of all; of the owner's only when there is no other."""
    found = set(kinds)
    others = found - {LetterKind.OWNER}
    return max(others or found, key=_WEIGHT.__getitem__)


def horizon(today: date, rule: Rule) -> date:
    """The last day that a letter of today can speak of: what lies later need not be looked at."""
    return today + timedelta(days=rule.ahead_days * 2 + _SPARE_DAYS)


def latest_acceptance(today: date, most_months: int) -> date:
    """The last day until which a risk may be accepted today; the end of a shorter month."""
    place = today.month - 1 + most_months
    year, month = today.year + place // 12, place % 12 + 1
    return date(year, month, min(today.day, months.monthrange(year, month)[1]))
