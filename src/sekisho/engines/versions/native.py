"""Ranges as package managers write them, read as constraints: npm, PyPI, RubyGems, NuGet, Maven.

Source: the documentation of each; VERS for the result. Constraints of alternatives stand side by
side and are sorted; a range that VERS cannot say is NotARange, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sekisho.engines.versions.schemes import scheme_of
from sekisho.engines.versions.vers import Constraint, NotARange, Range, sorted_range

_NPM = re.compile(r"(>=|<=|~>|>|<|=|~|\^|)\s*v?([0-9A-Za-z.*+-]+)")
_NPM_ALL = re.compile(r"(?:\s*(?:>=|<=|~>|>|<|=|~|\^|)\s*v?[0-9A-Za-z.*+-]+)+\s*")
_NPM_HYPHEN = re.compile(r"\s*v?(\S+)\s+-\s+v?(\S+)\s*")
_PLAIN = re.compile(r"\s*(>=|<=|!=|==|~>|>|<|=|)\s*([^\s<>=!~,]+)\s*")
_BRACKETS = re.compile(r"([\[(])\s*([^,\])]*?)\s*(?:(,)\s*([^\])]*?)\s*)?([\])])")
_ANY = frozenset({"x", "X", "*"})
_THREE = 3


def range_from_native(scheme: str, text: str) -> Range:
    """The range that a package manager's own text means."""
    readers = {"npm": _npm, "pypi": _listed, "gem": _listed, "nuget": _bracketed}
    reader = readers.get(scheme, _bracketed if scheme == "maven" else None)
    if reader is None or scheme_of(scheme) is None:
        raise NotARange("scheme")
    if text.strip() in {"", "*"}:
        return Range(scheme, ())
    return sorted_range(Range(scheme, tuple(reader(text))))


def _npm(text: str) -> Iterator[Constraint]:
    for part in text.split("||"):
        hyphen = _NPM_HYPHEN.fullmatch(part)
        if hyphen:
            yield Constraint(">=", _filled(hyphen[1]))
            yield Constraint("<=", _filled(hyphen[2]))
            continue
        if not _NPM_ALL.fullmatch(part):
            raise NotARange("constraint")
        for comparator, version in _NPM.findall(part):
            yield from _npm_bounds(comparator, version)


def _npm_bounds(comparator: str, version: str) -> Iterator[Constraint]:
    known = _known(version)
    if comparator in {"~", "~>", "^"} or len(known) < version.partition("-")[0].count(".") + 1:
        yield Constraint(">=", _filled(version))
        yield Constraint("<", _raised(known, _raised_place(comparator, known)))
    else:
        yield Constraint(comparator or "=", _filled(version))


def _known(version: str) -> list[int]:
    """The numbers before the first x or *."""
    numbers: list[int] = []
    for part in re.split(r"[-+]", version, maxsplit=1)[0].split("."):
        if part in _ANY:
            break
        if not part.isdigit():
            raise NotARange("version")
        numbers.append(int(part))
    return numbers


def _raised_place(comparator: str, known: list[int]) -> int:
    """Which number goes up: for ^ the first that is not 0, for ~ the second, else the last."""
    if comparator == "^":
        return next((place for place, part in enumerate(known) if part), len(known) - 1)
    return min(1, len(known) - 1) if comparator else len(known) - 1


def _raised(known: list[int], place: int) -> str:
    if place < 0:
        raise NotARange("version")
    raised = [*known[:place], known[place] + 1]
    return ".".join(map(str, [*raised, *[0] * (_THREE - len(raised))]))


def _filled(version: str) -> str:
    """Three numbers and what follows them, zeros for what is missing."""
    numbers, sign, rest = version.partition("-")
    known = [*map(str, _known(numbers)), "0", "0", "0"]
    return ".".join(known[: max(_THREE, numbers.count(".") + 1)]) + sign + rest


def _listed(text: str) -> Iterator[Constraint]:
    """Constraints with commas between, all of them to be met."""
    for part in text.split(","):
        found = _PLAIN.fullmatch(part)
        if found is None:
            raise NotARange("constraint")
        comparator, version = found[1], found[2]
        if comparator == "~>":
            yield Constraint(">=", version)
            yield Constraint("<", _pessimistic(version))
        elif version.endswith("*"):
            raise NotARange("version")
        else:
            yield Constraint("=" if comparator in {"", "=="} else comparator, version)


def _pessimistic(version: str) -> str:
    """What RubyGems' ~> stays below: the last number goes away, the one before goes up."""
    known = _known(version)
    kept = known[:-1] if len(known) > 1 else known
    return ".".join(map(str, [*kept[:-1], kept[-1] + 1]))


def _bracketed(text: str) -> Iterator[Constraint]:
    """Intervals of NuGet and Maven; a bare version means this one or later."""
    found = list(_BRACKETS.finditer(text))
    if not found:
        if re.search(r"[\[\](),\s]", text.strip()):
            raise NotARange("form")
        yield Constraint(">=", text.strip())
    if found and _BRACKETS.sub("", text).strip(" ,"):
        raise NotARange("form")
    for opening, low, comma, high, closing in (one.groups() for one in found):
        if not comma:
            yield Constraint("=", low)
            continue
        if low:
            yield Constraint(">=" if opening == "[" else ">", low)
        if high:
            yield Constraint("<=" if closing == "]" else "<", high)
