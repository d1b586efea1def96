"""Values of the inventory as calculations read them, counting what was told and what was not.

Every value that is looked at goes into the tally, so that an answer can say how much of it rests
on values that somebody told and how much on assumed and unknown ones. Unknown is never safe: the
worst case counts; `hopeful` is the same with the best case, which shows what asking would bring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sekisho.engines.chain.parameters import Parameters
from sekisho.engines.inventory import Confidence, Reckoned
from sekisho.engines.topology.words import LEVER_PARAMETERS, Default, Lever

ASSUMED_OR_WORSE = frozenset({Confidence.ASSUMED, Confidence.UNKNOWN})


@dataclass(slots=True)
class Tally:
    """How often each value of each kind was read, by sureness, and each default taken."""

    values: Counter[tuple[str, str, Confidence]] = field(default_factory=Counter)
    defaults: Counter[Default] = field(default_factory=Counter)


class Guard(NamedTuple):
    """A value that, when it is good, makes an entry or way harder by its lever's factor."""

    field: str
    lever: Lever
    good: str = "yes"


class Chance(NamedTuple):
    """A chance, the same if all that is unknown were good, and the levers not known in place."""

    worst: float
    hopeful: float
    missing: Lever


@dataclass(slots=True)
class Reading:
    """One entry being read: how many of its values were used, how many nobody told."""

    tally: Tally
    kind: str
    facts: Mapping[str, Reckoned]
    seen: set[str] = field(default_factory=set)
    guessed: int = 0

    @property
    def used(self) -> int:
        """How many values were looked at."""
        return len(self.seen)

    def value(self, key: str) -> Reckoned:
        """One value, counted once; a value that the kind does not have is unknown."""
        found = self.facts.get(key) or Reckoned(None, Confidence.UNKNOWN)
        if key not in self.seen:
            self.seen.add(key)
            self.guessed += found.confidence in ASSUMED_OR_WORSE
            self.tally.values[self.kind, key, found.confidence] += 1
        return found

    def number(self, key: str) -> float | None:
        """A number, None where not even a worst case is known."""
        value = self.value(key).value
        return float(value) if isinstance(value, int | float) else None

    def told_number(self, key: str) -> float | None:
        """A number that somebody told or assumed; None when it is unknown."""
        found = self.value(key)
        if found.confidence is Confidence.UNKNOWN or not isinstance(found.value, int | float):
            return None
        return float(found.value)

    def is_yes(self, key: str) -> bool:
        """Whether it is told to be so; unknown is the worst case of the kind."""
        return self.value(key).value == "yes"

    def is_good(self, guard: Guard) -> tuple[bool, bool]:
        """Whether a guard is in place, in the worst and in the best case of what is unknown."""
        found = self.value(guard.field)
        if found.confidence is Confidence.UNKNOWN:
            return False, True
        return (found.value == guard.good,) * 2


def chance_of(
    base: float, reading: Reading, guards: Iterable[Guard], parameters: Parameters
) -> Chance:
    """The base times the factor of every guard in place."""
    worst = hopeful = base
    missing = Lever(0)
    for guard in guards:
        is_good, may_be_good = reading.is_good(guard)
        factor = parameters[LEVER_PARAMETERS[guard.lever]]
        worst *= factor if is_good else 1.0
        hopeful *= factor if may_be_good else 1.0
        missing |= Lever(0) if is_good else guard.lever
    return Chance(min(worst, 1.0), min(hopeful, 1.0), missing)


def is_fresh(reading: Reading, on: date, parameters: Parameters) -> bool:
    """Whether a device was updated recently enough to count as updated; not told: yes."""
    found = reading.facts.get("patched_on")
    if found is None or found.confidence is Confidence.UNKNOWN or not isinstance(found.value, str):
        return True
    age = (on - date.fromisoformat(found.value)).days
    return age <= parameters["patch_age_days"]


def mean_of(values: Sequence[float | None]) -> float:
    """The mean of those that are known and above nothing, 1 when none is."""
    known = [one for one in values if one is not None and one > 0]
    return sum(known) / len(known) if known else 1.0
