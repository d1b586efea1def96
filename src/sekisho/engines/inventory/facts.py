"""Facts: a value with where it comes from, of which day it is, and how sure it is.

What is unknown is never safe: in calculations the field's worst case stands for it, marked so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sekisho.engines.inventory.kinds import Kind, Value


class Confidence(StrEnum):
    """How sure a value is, the surest first. UNKNOWN is never stored: nothing is known then."""

    OBSERVED = "observed"  # seen by ourselves or by a machine
    DECLARED = "declared"  # somebody told it
    ASSUMED = "assumed"  # a guess that is said to be one
    UNKNOWN = "unknown"


SURENESS = {one: place for place, one in enumerate(reversed(Confidence))}


class Source(StrEnum):
    """By which way a value came in."""

    ENTERED = "entered"
    IMPORTED = "imported"
    ANSWER = "answer"
    DEFAULT = "default"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where values come from: way in, words for it (a file, an ask, a person), day, sureness."""

    source: Source
    detail: str
    on: date
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its stamp."""

    value: Value
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value as calculations take it; None where not even a worst case is known."""

    value: Value | None
    confidence: Confidence


Facts = Mapping[str, Fact]


def facts_as_dict(facts: Facts) -> dict[str, dict[str, Any]]:
    """The stored form, in short keys: there are a great many of them."""
    return {
        key: {
            "v": fact.value,
            "s": fact.stamp.source.value,
            "w": fact.stamp.detail,
            "d": fact.stamp.on.isoformat(),
            "c": fact.stamp.confidence.value,
        }
        for key, fact in facts.items()
    }


def facts_from_dict(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Fact]:
    """Read the stored form."""
    return {key: Fact(one["v"], _stamp(one)) for key, one in stored.items()}


def _stamp(one: Mapping[str, Any]) -> Stamp:
    on, sure = date.fromisoformat(one["d"]), Confidence(one["c"])
    return Stamp(Source(one["s"]), one["w"], on, sure)


def changed_facts(
    facts: Facts, values: Mapping[str, Value | None], stamp: Stamp, *, is_confirmed: bool = False
) -> dict[str, Fact]:
    """The facts after some values were given; None takes one away, absent ones stay.

    A value that is the same keeps its stamp, unless `is_confirmed`: then it takes the new one.
    """
    found = dict(facts)
    for key, value in values.items():
        if value is None:
            found.pop(key, None)
        elif is_confirmed or key not in found or found[key].value != value:
            found[key] = Fact(value, stamp)
    return found


def outweighed(facts: Facts, values: Mapping[str, Value | None], stamp: Stamp) -> tuple[str, ...]:
    """The keys whose known value differs and is surer than the stamp, or as sure and later."""
    told = (SURENESS[stamp.confidence], stamp.on)
    return tuple(
        key
        for key, value in values.items()
        if key in facts
        and facts[key].value != value
        and (SURENESS[facts[key].stamp.confidence], facts[key].stamp.on) > told
    )


def unknown_fields(kind: Kind, facts: Facts) -> tuple[str, ...]:
    """The fields of which nothing is known, in the order of the kind."""
    return tuple(one.key for one in kind.fields if one.key not in facts)


def weakest(facts: Facts) -> Confidence:
    """The least sure of the values; UNKNOWN when there is none."""
    sure = [fact.stamp.confidence for fact in facts.values()]
    return min(sure, key=SURENESS.__getitem__, default=Confidence.UNKNOWN)


def reckoned(kind: Kind, facts: Facts) -> dict[str, Reckoned]:
    """Every field as calculations take it: the value, else the worst case marked unknown."""
    return {
        one.key: Reckoned(facts[one.key].value, facts[one.key].stamp.confidence)
        if one.key in facts
        else Reckoned(one.worst, Confidence.UNKNOWN)
        for one in kind.fields
    }


def reckoned_stored(
    worst: Mapping[str, Reckoned], stored: Mapping[str, Mapping[str, Any]]
) -> dict[str, Reckoned]:
    """The same from the stored form, for a hundred thousand; `worst` is that of no facts at all."""
    found = dict(worst)
    for key, one in stored.items():
        if key in found:
            found[key] = Reckoned(one["v"], _BY_NAME[one["c"]])
    return found


_BY_NAME = {one.value: one for one in Confidence}
