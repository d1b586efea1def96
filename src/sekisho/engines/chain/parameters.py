"""The numbers that a calculation rests on: versioned, sourced, each with low, likely and high.

They come as content (content/chain/); this module checks them and turns device facts into chances.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

_MONTH_DAYS = 30.0
HIGHEST_MONTHLY = 0.95


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number with its range, unit and where it comes from.

    `technique` is the number of what an attacker does by MITRE ATT&CK, where the number is of that.
    """

    key: str
    low: float
    likely: float
    high: float
    unit: str
    about: Bilingual
    source: str
    technique: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """One version of all parameters. `values` has the likely value of each, or what was chosen."""

    version: str
    parameters: tuple[Parameter, ...]
    values: Mapping[str, float]

    def __getitem__(self, key: str) -> float:
        """The value in use."""
        return self.values[key]

    def technique_of(self, key: str) -> str:
        """The technique by ATT&CK that a parameter is of, empty for none."""
        return next((one.technique for one in self.parameters if one.key == key), "")

    def with_value(self, key: str, value: float) -> Parameters:
        """The same version with one other value."""
        changed = MappingProxyType({**self.values, key: value})
        return Parameters(self.version, self.parameters, changed)


def parse_parameters(document: Mapping[str, Any]) -> Parameters:
    """The parameters of a document that its schema allows. Raises Invalid when a range is none."""
    found = tuple(
        Parameter(
            key=row["key"],
            low=float(row["low"]),
            likely=float(row["likely"]),
            high=float(row["high"]),
            unit=row["unit"],
            about=Bilingual(ja=row["ja"], en=row["en"]),
            source=row["source"],
            technique=row.get("technique", ""),
        )
        for row in document["parameters"]
    )
    for one in found:
        if not one.low <= one.likely <= one.high:
            raise Invalid("chain.parameter", what=one.key)
    values = {one.key: one.likely for one in found}
    if len(values) != len(found):
        raise Invalid("chain.parameter", what="key given twice")
    return Parameters(str(document["version"]), found, MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What is known of a device. None is unknown: the worst value counts and `is_unknown` tells."""

    epss: float | None
    is_exposed: bool | None
    is_known_exploited: bool | None

    @property
    def is_unknown(self) -> bool:
        """Whether some fact had to be taken at its worst."""
        return None in (self.epss, self.is_exposed, self.is_known_exploited)


def breach_chance(
    facts: DeviceFacts, factors: Iterable[float], *, days: float, parameters: Parameters
) -> float:
    """The chance that the device is broken into within so many days.

    p = 1 - (1 - r)^(days/30), r = clip(c0 * EPSS * exposure * known exploited * factors, 0, 0.95).
    EPSS tells of exploitation anywhere, so c0 scales it; its range is wide on purpose.
    """
    monthly = parameters["c0"] * (1.0 if facts.epss is None else facts.epss)
    monthly *= 1.0 if facts.is_exposed in (True, None) else parameters["inside_factor"]
    if facts.is_known_exploited in (True, None):
        monthly *= parameters["known_exploited_factor"]
    monthly *= math.prod(factors)
    staying = 1.0 - min(max(monthly, 0.0), HIGHEST_MONTHLY)
    return float(1.0 - staying ** (days / _MONTH_DAYS))
