"""Documents of stories with something changed. The given document stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sekisho.engines.inventory import Value
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.kernel.text import Bilingual

Document = dict[str, Any]
_PARTS = ("bodies", "things", "links")


@dataclass(frozen=True, slots=True)
class Difference:
    """A value (or "" for the whole element) that two stories do not share; None is not given."""

    element: str
    field: str
    before: Value | None
    after: Value | None


def with_values(document: Mapping[str, Any], key: str, values: Mapping[str, Value]) -> Document:
    """One thing or link with these values and no others. Raises NotFound (story.no_element)."""
    made = deepcopy(dict(document))
    _row(made, key, ("things", "links"))["values"] = dict(values)
    return made


def with_names(document: Mapping[str, Any], key: str, names: Bilingual) -> Document:
    """One body or thing under another name. Raises NotFound (story.no_element)."""
    made = deepcopy(dict(document))
    _row(made, key, ("bodies", "things")).update(names.as_dict())
    return made


def with_title(document: Mapping[str, Any], title: Bilingual) -> Document:
    """The story under another title."""
    return {**deepcopy(dict(document)), "title": title.as_dict()}


def with_strike(document: Mapping[str, Any], at: str, days: float) -> Document:
    """Another thing stands still, or for another time."""
    return {**deepcopy(dict(document)), "strike": {"at": at, "days": days}}


def with_element(document: Mapping[str, Any], part: str, row: Mapping[str, Any]) -> Document:
    """One body, thing or link more, under the first free key of its kind."""
    made = deepcopy(dict(document))
    taken = {one["key"] for name in _PARTS for one in made[name]}
    stem = row.get("kind", "body")
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
    made[part].append({"key": f"{stem}-{number}", **row})
    return made


def without(document: Mapping[str, Any], key: str) -> Document:
    """The story without one body, thing or link, and without all that hangs on it.

    Raises NotFound (story.no_element), Invalid (story.needed) for what the story is about.
    """
    made = deepcopy(dict(document))
    _row(made, key, _PARTS)
    gone = {key} | {one["key"] for one in made["things"] if one["at"] == key}
    gone |= {
        one["key"] for one in made["links"] if gone & {one["from"], one["to"], one.get("via", "")}
    }
    if gone & {made["goal"], made["strike"]["at"]}:
        raise Invalid("story.needed", key=key)
    for part in _PARTS:
        made[part] = [one for one in made[part] if one["key"] not in gone]
    for change in made["changes"]:
        change["sets"] = [one for one in change["sets"] if one["at"] not in gone]
    made["changes"] = [change for change in made["changes"] if change["sets"]]
    return made


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed between two documents, element by element."""
    old, new = _elements(before), _elements(after)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in old or key not in new:
            found.append(Difference(key, "", _is(key, old), _is(key, new)))
            continue
        fields = [*old[key], *(one for one in new[key] if one not in old[key])]
        found += [
            Difference(key, one, old[key].get(one), new[key].get(one))
            for one in fields
            if old[key].get(one) != new[key].get(one)
        ]
    return tuple(found)


def _elements(document: Mapping[str, Any]) -> dict[str, Mapping[str, Value]]:
    rows = [one for part in ("things", "links") for one in document[part]]
    return {one["key"]: one.get("values", {}) for one in rows}


def _is(key: str, known: Mapping[str, Any]) -> str | None:
    return "yes" if key in known else None


def _row(document: Document, key: str, parts: tuple[str, ...]) -> dict[str, Any]:
    for part in parts:
        for one in document[part]:
            if one["key"] == key:
                row: dict[str, Any] = one
                return row
    raise NotFound("story.no_element", key=key)
