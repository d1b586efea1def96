"""Names of products by CPE 2.3: both bindings, and how one name relates to another.

Source: NISTIR 7695 (naming: well-formed name, URI binding 2.2, formatted string 2.3) and NISTIR
7696 (name matching). ANY is "*", NA is "-"; other values are kept bound: escaped by backslash,
unescaped * and ? are wildcards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

LONGEST_CPE = 1024
ANY, NA = "*", "-"
PARTS = (
    *("part", "vendor", "product", "version", "update", "edition", "language"),
    *("sw_edition", "target_sw", "target_hw", "other"),
)
_URI_PARTS = 7
_PACKED = 6
_SPLIT = re.compile(r"(?<!\\)(?:\\\\)*:")
_VALUE = re.compile(r"(?:\?+|\*)?(?:[A-Za-z0-9._-]|\\[!-/:-@\[-`{-~]|[^\x00-\x7f])+(?:\?+|\*)?|\?+")


class NotACpe(ValueError):
    """The text is no CPE name; the argument says why, in one word."""


class Relation(StrEnum):
    """How a source value or name relates to a target (NISTIR 7696, table 6-1)."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    DISJOINT = "disjoint"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Cpe:
    """The eleven attributes in the order of PARTS, in small letters."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        """The formatted string (cpe:2.3:…)."""
        return "cpe:2.3:" + ":".join(self.values)

    def value(self, part: str) -> str:
        """One attribute by its name in PARTS."""
        return self.values[PARTS.index(part)]

    @property
    def product_key(self) -> str:
        """part:vendor:product, under which names are looked up."""
        return ":".join(self.values[:3])


def parse_cpe(text: str) -> Cpe:
    """Read either binding; NotACpe for anything else."""
    if len(text) > LONGEST_CPE:
        raise NotACpe("length")
    lowered = text.strip().lower()
    if lowered.startswith("cpe:2.3:"):
        return _checked(_formatted(lowered[len("cpe:2.3:") :]))
    if lowered.startswith("cpe:/"):
        return _checked(_uri(lowered[len("cpe:/") :]))
    raise NotACpe("form")


def _checked(values: list[str]) -> Cpe:
    if len(values) != len(PARTS):
        raise NotACpe("parts")
    if values[0] not in {"a", "o", "h", ANY, NA}:
        raise NotACpe("part")
    if not all(value in {ANY, NA} or _VALUE.fullmatch(value) for value in values):
        raise NotACpe("value")
    return Cpe(tuple(values))


def _formatted(text: str) -> list[str]:
    values, start = [], 0
    for found in _SPLIT.finditer(text):
        values.append(text[start : found.end() - 1])
        start = found.end()
    return [*values, text[start:]]


def _uri(text: str) -> list[str]:
    parts = text.split(":")
    if len(parts) > _URI_PARTS:
        raise NotACpe("parts")
    parts += [""] * (_URI_PARTS - len(parts))
    edition, packed = parts[5], ["", "", "", ""]
    if edition.startswith("~"):
        fields = edition.split("~")
        if len(fields) != _PACKED:
            raise NotACpe("edition")
        edition, packed = fields[1], fields[2:]
    return [_bound(part) for part in [*parts[:5], edition, parts[6], *packed]]


def _bound(text: str) -> str:
    """A value of the URI binding as it stands in a formatted string."""
    if text == "":
        return ANY
    if text == NA:
        return NA
    if re.search(r"%(?![0-9a-f]{2})", text):
        raise NotACpe("encoding")
    pieces = re.split(r"(%0[12])", text)
    return "".join(
        {"%01": "?", "%02": "*"}.get(piece) or _escaped(unquote(piece)) for piece in pieces if piece
    )


def _escaped(text: str) -> str:
    return re.sub(r"([^\w.\-])", r"\\\1", text)


def relation(source: Cpe, target: Cpe) -> Relation:
    """How the source name relates to the target: the source may hold wildcards, the target not."""
    found = {_value_relation(*pair) for pair in zip(source.values, target.values, strict=True)}
    if Relation.DISJOINT in found:
        return Relation.DISJOINT
    if Relation.UNDEFINED in found or {Relation.SUBSET, Relation.SUPERSET} <= found:
        return Relation.UNDEFINED
    return next(iter(found - {Relation.EQUAL}), Relation.EQUAL)


def is_match(source: Cpe, target: Cpe) -> bool:
    """Whether every product that the target names is one that the source names."""
    return relation(source, target) in {Relation.EQUAL, Relation.SUPERSET}


def _value_relation(source: str, target: str) -> Relation:
    if target not in {ANY, NA} and _wildcards(target) is not None:
        return Relation.EQUAL if source == target else Relation.UNDEFINED
    if _unescaped(source) == _unescaped(target):
        return Relation.EQUAL
    if source == ANY:
        return Relation.SUPERSET
    if target == ANY:
        return Relation.UNDEFINED if _is_wild(source) else Relation.SUBSET
    pattern = None if NA in {source, target} else _wildcards(source)
    if pattern is not None and pattern.fullmatch(_unescaped(target)):
        return Relation.SUPERSET
    return Relation.DISJOINT


def _is_wild(value: str) -> bool:
    return value != NA and _wildcards(value) is not None


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value) if "\\" in value else value


@lru_cache(maxsize=4096)
def _wildcards(value: str) -> re.Pattern[str] | None:
    """The pattern of a value with unescaped * or ?; None where it has none."""
    pieces = re.findall(r"\\.|.", value, re.DOTALL)
    if not {"*", "?"} & set(pieces):
        return None
    return re.compile("".join(map(_piece, pieces)), re.DOTALL)


def _piece(piece: str) -> str:
    # At the ends of a value a ? stands for none or one character (NISTIR 7696, 6.3).
    return {"*": ".*", "?": ".?"}.get(piece) or re.escape(piece[-1])
