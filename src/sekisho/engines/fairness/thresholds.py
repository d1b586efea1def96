"""Which partners may stand under the laws on fair subcontracting, by capital and employees.

The work that is given decides too, and nobody here knows it in full: so the answer is at most
"may apply". What is unknown stays unknown. Numbers: docs/*/rules/fairness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_MILLION = 1_000_000


class Cover(StrEnum):
    """Whether a law on subcontracting may apply."""

    MAY_APPLY = "may_apply"
    UNKNOWN = "unknown"
    BELOW = "not_by_size"
    ABROAD = "abroad"


class Work(StrEnum):
    """The two groups of work for which the law has different figures."""

    MAKING = "making"  # goods, repair, programs, transport, storage, data processing
    SERVICES = "services"  # other information deliverables, other services


@dataclass(frozen=True, slots=True)
class Size:
    """Capital and number of employees as far as they are known."""

    capital_yen: int | None = None
    headcount: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer for one partner and what it rests on.

    `reasons` are codes, the first that holds for each group of work: "capital", "headcount",
    "freelance"; `missing` names figures that would be needed: "our_capital", "our_headcount",
    "capital", "headcount".
    """

    cover: Cover
    works: tuple[Work, ...] = ()
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


# Ours above, theirs at most; capital in yen, then employees.
_CAPITAL: dict[Work, tuple[int, int]] = {
    Work.MAKING: (300 * _MILLION, 10 * _MILLION),
    Work.SERVICES: (50 * _MILLION, 10 * _MILLION),
}
_HEADS: dict[Work, int] = {Work.MAKING: 300, Work.SERVICES: 100}


_HIGHEST = 10**18  # what an unknown figure of ours could be


def coverage_of(ours: Size, theirs: Size, *, country: str = "JP") -> Coverage:
    """Whether the laws may apply to a partner that works for us.

    Capital or employees: either is enough. One that employs nobody may stand under the freelance
    law whatever our own size. Unknown is said only where the missing figure could decide. Partners
    abroad are not judged. Source: Toriteki-ho art. 2 (8), (9); freelance law art. 2.
    """
    if country != "JP":
        return Coverage(Cover.ABROAD)
    works = tuple(work for work in Work if _reasons(work, ours, theirs))
    reasons = [_reasons(work, ours, theirs)[0] for work in works]
    if theirs.headcount == 0:
        reasons.append("freelance")
    if reasons:
        return Coverage(Cover.MAY_APPLY, works, tuple(dict.fromkeys(reasons)))
    missing = _missing(ours, theirs)
    return Coverage(Cover.UNKNOWN if missing else Cover.BELOW, missing=missing)


def _reasons(work: Work, ours: Size, theirs: Size) -> list[str]:
    found = []
    if _by_capital(work, ours.capital_yen, theirs.capital_yen):
        found.append("capital")
    if _by_heads(work, ours.headcount, theirs.headcount):
        found.append("headcount")
    return found


def _by_capital(work: Work, ours: int | None, theirs: int | None) -> bool:
    if ours is None or theirs is None:
        return False
    upper, lower = _CAPITAL[work]
    return ours > upper >= theirs or upper >= ours > lower >= theirs


def _by_heads(work: Work, ours: int | None, theirs: int | None) -> bool:
    return ours is not None and theirs is not None and ours > _HEADS[work] >= theirs


def _missing(ours: Size, theirs: Size) -> tuple[str, ...]:
    """The unknown figures with which a law could yet apply."""
    found: list[str] = []
    if any(_by_capital(work, *_worst(ours.capital_yen, theirs.capital_yen)) for work in Work):
        found += ["our_capital"] if ours.capital_yen is None else []
        found += ["capital"] if theirs.capital_yen is None else []
    if any(_by_heads(work, *_worst(ours.headcount, theirs.headcount)) for work in Work):
        found += ["our_headcount"] if ours.headcount is None else []
        found += ["headcount"] if theirs.headcount is None else []
    return tuple(found)


def _worst(ours: int | None, theirs: int | None) -> tuple[int, int]:
    """The figures that would bring the law nearest."""
    return _HIGHEST if ours is None else ours, 0 if theirs is None else theirs
