"""Which organisation a row means: one of the register, one of an earlier row, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sekisho.apps.organisations.queries.matching import (
    Registered,
    reached_among,
    registered_by_keys,
)
from sekisho.apps.partners.actions.imports.cells import ParsedRow
from sekisho.engines.identity import fold_name
from sekisho.kernel.actor import Actor, Capability

FOLDED_LENGTH = 200
_AMBIGUOUS = -1


def folded(name: str) -> str:
    """The match key of a name as the register keeps it."""
    return fold_name(name)[:FOLDED_LENGTH]


@dataclass(slots=True)
class FileIndex:
    """The first row of each organisation of the file, by code, corporate number and folded name."""

    codes: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    matches: dict[int, int] = field(default_factory=dict)  # organisation -> first row
    coded: set[int] = field(default_factory=set)  # first rows with a code

    def add(self, number: int, values: Mapping[str, Any], match: int | None) -> None:
        """Note a first row."""
        code, corporate = values.get("own_code"), values.get("corporate_number")
        if code:
            self.codes[code] = number
            self.coded.add(number)
        if corporate:
            self.numbers[corporate] = number
        if key := values.get("folded"):
            self.names[key] = _AMBIGUOUS if key in self.names else number
        if match is not None:
            self.matches[match] = number

    def by_name(self, key: str) -> int | None:
        """The one first row of that folded name."""
        found = self.names.get(key)
        return None if found == _AMBIGUOUS else found

    def named(self, text: str) -> int | None:
        """The first row that a cell names by code or name."""
        return self.codes.get(text) or self.by_name(folded(text))


class RegisterPart:
    """What the register holds under the keys of some rows."""

    def __init__(self, actor: Actor, rows: Sequence[ParsedRow]) -> None:
        """Look up all keys of the rows at once."""
        values = [row.values for row in rows]
        parents = [one["parent"] for one in values if "parent" in one]
        found = registered_by_keys(
            codes={one["own_code"] for one in values if "own_code" in one} | set(parents),
            numbers={one["corporate_number"] for one in values if "corporate_number" in one},
            folded={one["folded"] for one in values if "folded" in one} | set(map(folded, parents)),
        )
        self.codes = {row.own_code: row for row in found if row.own_code}
        self.numbers = {row.corporate_number: row for row in found if row.corporate_number}
        self.names: dict[str, list[Registered]] = {}
        for row in found:
            self.names.setdefault(row.folded_name, []).append(row)
        ids = [row.id for row in found]
        self.editable = reached_among(actor, ids, Capability.RUN) if ids else frozenset()

    def named(self, text: str) -> int | None:
        """The one organisation within reach that a cell names by code or name."""
        row = self.codes.get(text)
        rows = [row] if row else self.names.get(folded(text), [])
        rows = [one for one in rows if one.id in self.editable]
        return rows[0].id if len(rows) == 1 else None


def place_row(row: ParsedRow, register: RegisterPart, index: FileIndex) -> Registered | None:
    """The registered organisation that a row means, None for a new one; may refuse the row."""
    code, number = row.values.get("own_code"), row.values.get("corporate_number")
    found = register.codes.get(code) if code else None
    by_number = register.numbers.get(number) if number else None
    if by_number is not None:
        is_other = found is not None and found.id != by_number.id
        is_coded = found is None and bool(code) and by_number.own_code not in {None, code}
        if is_other or is_coded:
            row.refuse("corporate_number", "partners.row.number_taken", str(number))
            return None
        found = by_number
    if found is None:
        found = _by_name(row.values, register.names.get(row.values.get("folded", ""), ()))
    if found is not None and found.id not in register.editable:
        row.refuse("own_code" if code else "name", "partners.row.elsewhere", code or "")
        return None
    return found


def _by_name(values: Mapping[str, Any], named: Iterable[Registered]) -> Registered | None:
    """The one organisation of the same name with which neither code nor number is at odds."""
    code, number = values.get("own_code"), values.get("corporate_number")
    fitting = [
        one
        for one in named
        if not (code and one.own_code) and (not number or one.corporate_number in {None, number})
    ]
    return fitting[0] if len(fitting) == 1 else None


def first_row_of(row: ParsedRow, match: Registered | None, index: FileIndex) -> int | None:
    """The earlier row about the same organisation, None for the first; may refuse the row."""
    values = row.values
    code, number = values.get("own_code"), values.get("corporate_number")
    if match is not None and match.id in index.matches:
        return index.matches[match.id]
    if code and code in index.codes:
        return index.codes[code]
    if number and number in index.numbers:
        first = index.numbers[number]
        if code and first in index.coded:
            row.refuse("corporate_number", "partners.row.number_twice", str(number))
        return first
    first_by_name = index.by_name(values.get("folded", ""))
    if match is None and first_by_name is not None:
        is_apart = bool(code) and first_by_name in index.coded
        return None if is_apart else first_by_name
    return None
