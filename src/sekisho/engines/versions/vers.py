"""Version ranges as VERS texts: reading, canonical form, and whether a version lies inside.

Source: vers-spec. Only schemes whose order we know are read (schemes.SCHEMES); any other is refused
as "scheme", and its caller tells "not assessed".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from sekisho.engines.versions.schemes import cached_key, scheme_of

LONGEST_RANGE = 65_536
_VERS = re.compile(r"vers:([a-z0-9.-]+)/(\S+)", re.ASCII)
_CONSTRAINT = re.compile(r"(>=|<=|!=|>|<|=|)(.+)")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_EXACT = frozenset({"=", "!="})


class NotARange(ValueError):
    """The text is no range; the argument says why, in one word."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One bound: comparator (=, !=, <, <=, >, >=) and the version as written."""

    comparator: str
    version: str

    def __str__(self) -> str:
        """As it stands in a range; = is not written."""
        sign = "" if self.comparator == "=" else self.comparator
        return sign + quote(self.version, safe="")


@dataclass(frozen=True, slots=True)
class Range:
    """Versions of one scheme. No constraint at all means every version (`*`)."""

    scheme: str
    constraints: tuple[Constraint, ...]

    def __str__(self) -> str:
        """The VERS text, in the order given."""
        return f"vers:{self.scheme}/" + ("|".join(map(str, self.constraints)) or "*")


def canonical_range(text: str) -> Range:
    """Read a VERS text as it is met: blanks fall away and the constraints are put in order."""
    found = re.sub(r"\s", "", text).partition("/")
    return sorted_range(_read(f"{found[0].lower()}/" + found[2].strip("|")))


def parse_range(text: str) -> Range:
    """Read a canonical VERS text; NotARange for any other, even where its meaning is clear."""
    found = _read(text)
    if _PERCENT.search(text):
        raise NotARange("encoding")
    if sorted_range(found) != found:
        raise NotARange("order")
    if str(found) != text:
        raise NotARange("encoding")
    return found


def sorted_range(given: Range) -> Range:
    """The same constraints by version; those of one version keep their order."""
    ordered = sorted(given.constraints, key=lambda one: _place(given.scheme, one))
    return Range(given.scheme, tuple(ordered))


def contains(given: Range, version: str) -> bool | None:
    """Whether the version lies in the range; None where it is no version of the scheme."""
    place = cached_key(scheme_of(given.scheme) or "", version)
    if place is None:
        return None
    if not given.constraints:
        return True
    keyed = [(one.comparator, _place(given.scheme, one)) for one in given.constraints]
    for comparator, key in keyed:
        if key == place and comparator in _EXACT:
            return comparator == "="
    bounds = sorted((pair for pair in keyed if pair[0] not in _EXACT), key=lambda p: p[1])
    if not bounds:
        return any(comparator == "!=" for comparator, _ in keyed) and not _has_exact(keyed)
    return _is_between(bounds, place)


def _has_exact(keyed: list[tuple[str, bytes]]) -> bool:
    return any(comparator == "=" for comparator, _ in keyed)


def _is_between(bounds: list[tuple[str, bytes]], place: bytes) -> bool:
    """Sorted bounds; of lower bounds in a row the first counts, of upper ones the last."""
    is_inside, is_open = False, bounds[0][0].startswith("<")
    for number, (comparator, key) in enumerate(bounds):
        if comparator.startswith(">"):
            if not is_open:
                is_inside = place > key or (place == key and comparator == ">=")
            is_open = True
        elif number + 1 == len(bounds) or bounds[number + 1][0].startswith(">"):
            fits = place < key or (place == key and comparator == "<=")
            if fits and (is_inside or not any(c.startswith(">") for c, _ in bounds[:number])):
                return True
            is_open = is_inside = False
    return is_inside


def _read(text: str) -> Range:
    found = _VERS.fullmatch(text) if len(text) <= LONGEST_RANGE else None
    if found is None:
        raise NotARange("form")
    if scheme_of(found[1]) is None:
        raise NotARange("scheme")
    if found[2] == "*":
        return Range(found[1], ())
    return Range(found[1], tuple(_constraint(part) for part in found[2].split("|")))


def _constraint(text: str) -> Constraint:
    found = _CONSTRAINT.fullmatch(text)
    if found is None or found[2] == "*" or _PERCENT.search(found[2]):
        raise NotARange("constraint")
    return Constraint(found[1] or "=", unquote(found[2]))


def _place(scheme: str, one: Constraint) -> bytes:
    """The key of a bound; an exact text without order stands last, by its letters."""
    key = cached_key(scheme_of(scheme) or "", one.version)
    if key is not None:
        return key
    if one.comparator in _EXACT:
        return b"\xff" + one.version.encode("utf-8", "surrogatepass")
    raise NotARange("version")
