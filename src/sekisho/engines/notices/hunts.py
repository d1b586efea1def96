"""What a search for traces has found, read from the answers as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.engines.notices.questions import (
    ACTING,
    DONE,
    HUNT_FROM,
    HUNT_HITS,
    HUNT_RESULT,
    HUNT_TO,
    STATE,
)
from sekisho.engines.questionnaire import Answer, read_date, read_number

NOTHING, FOUND, NOT_ALL = "nothing", "found", "unknown"


@dataclass(frozen=True, slots=True)
class HuntReport:
    """What one recipient says of its search; `result` is NOTHING, FOUND, NOT_ALL or empty.

    `hits` is None where no number was given.
    """

    result: str = ""
    first_day: date | None = None
    last_day: date | None = None
    hits: int | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to follow: all was searched and nothing was found."""
        return self.result in {"", NOTHING}


@dataclass(frozen=True, slots=True)
class HuntSum:
    """Recipients by what they found, and the hits of those who gave a number."""

    nothing: int = 0
    found: int = 0
    not_all: int = 0
    hits: int = 0

    @property
    def told(self) -> int:
        """How many have told a result."""
        return self.nothing + self.found + self.not_all


def hunt_report(answers: Mapping[str, Answer]) -> HuntReport:
    """The report in the answers of one recipient.

    What an earlier choice had left behind does not count: hits only with "something found", and
    nothing unless the recipient is acting or done.
    """
    if _chosen(answers, STATE) not in {ACTING, DONE}:
        return HuntReport()
    result = _chosen(answers, HUNT_RESULT)
    hits = _number(answers.get(HUNT_HITS)) if result == FOUND else None
    first, last = _day(answers.get(HUNT_FROM)), _day(answers.get(HUNT_TO))
    return HuntReport(result, first, last, 0 if result == NOTHING else hits)


def hunt_sum(reports: Iterable[HuntReport]) -> HuntSum:
    """All reports added up."""
    told = list(reports)
    results = [one.result for one in told]
    return HuntSum(
        nothing=results.count(NOTHING),
        found=results.count(FOUND),
        not_all=results.count(NOT_ALL),
        hits=sum(one.hits or 0 for one in told),
    )


def _chosen(answers: Mapping[str, Answer], key: str) -> str:
    chosen = answers.get(key, Answer()).choice_keys
    return chosen[0] if chosen else ""


def _number(answer: Answer | None) -> int | None:
    value = read_number(answer.number) if answer and answer.number else None
    return int(value) if value is not None else None


def _day(answer: Answer | None) -> date | None:
    return read_date(answer.date) if answer and answer.date else None
