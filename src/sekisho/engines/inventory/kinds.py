"""Kinds of things and of links between them: which values are kept of each, and the worst case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

Value = str | int | float


class FieldType(StrEnum):
    """How a value is written: yes and no and choices by key, days in ISO form, numbers as such."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    YEN = "yen"
    PERCENT = "percent"
    DATE = "date"
    NETWORKS = "networks"
    PORTS = "ports"


NUMBERS = frozenset(
    {FieldType.COUNT, FieldType.DAYS, FieldType.HOURS, FieldType.YEN, FieldType.PERCENT}
)
YES_NO_LABELS = {"yes": Bilingual("はい", "Yes"), "no": Bilingual("いいえ", "No")}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a kind. `worst` stands in for it where nobody knows it, None for nothing."""

    key: str
    type: FieldType
    label: Bilingual
    help: Bilingual = field(default_factory=Bilingual)
    choices: Mapping[str, Bilingual] = field(default_factory=dict)
    worst: Value | None = None


@dataclass(frozen=True, slots=True)
class End:
    """What may stand at one end of a link: an organisation, or an item of one of these kinds."""

    label: Bilingual
    items: tuple[str, ...]
    needs_item: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing, or of link when it has ends."""

    key: str
    icon: str
    label: Bilingual
    note: Bilingual
    fields: tuple[Field, ...]
    brief: tuple[str, ...]
    name_is_clear: bool = False
    source: End | None = None
    target: End | None = None
    via: End | None = None

    @property
    def is_link(self) -> bool:
        """Whether it joins two ends."""
        return self.target is not None

    def field_of(self, key: str) -> Field | None:
        """The field of that key."""
        return next((one for one in self.fields if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The kinds in their order; keys are unique."""

    version: str
    kinds: tuple[Kind, ...]

    def kind(self, key: str) -> Kind:
        """One kind. Raises Invalid (inventory.no_kind)."""
        for one in self.kinds:
            if one.key == key:
                return one
        raise Invalid("inventory.no_kind", kind=key)


def parse_catalogue(document: Mapping[str, Any]) -> Catalogue:
    """The catalogue of a document that fits the schema.

    Raises Invalid (inventory.catalogue_wrong) naming the place: a key given twice, a kind or field
    that is not there, a worst case that is no value of its field.
    """
    kinds = tuple(_kind(one) for one in document["kinds"])
    items = {kind.key for kind in kinds if not kind.is_link}
    _require(len({kind.key for kind in kinds}) == len(kinds), "kinds")
    for kind in kinds:
        keys = [one.key for one in kind.fields]
        _require(len(set(keys)) == len(keys), kind.key)
        _require(set(kind.brief) <= set(keys), f"{kind.key}.brief")
        for end in (kind.source, kind.target, kind.via):
            _require(end is None or set(end.items) <= items, f"{kind.key}.items")
        for one in kind.fields:
            _require(one.worst is None or _is_value(one, one.worst), f"{kind.key}.{one.key}")
    return Catalogue(str(document["version"]), kinds)


def _require(holds: bool, place: str) -> None:  # noqa: FBT001 - a condition and its place
    if not holds:
        raise Invalid("inventory.catalogue_wrong", place=place)


def _is_value(one: Field, value: Value) -> bool:
    if one.type in NUMBERS:
        return isinstance(value, int | float) and value >= 0
    if one.type in {FieldType.CHOICE, FieldType.YES_NO}:
        return value in one.choices
    return isinstance(value, str)


def _kind(given: Mapping[str, Any]) -> Kind:
    return Kind(
        key=given["key"],
        icon=given["icon"],
        label=Bilingual.from_dict(given["label"]),
        note=Bilingual.from_dict(given["note"]),
        fields=tuple(_field(one) for one in given["fields"]),
        brief=tuple(given["brief"]),
        name_is_clear=given.get("name_is_clear", False),
        source=_end(given.get("from")),
        target=_end(given.get("to")),
        via=_end(given.get("via")),
    )


def _end(given: Mapping[str, Any] | None) -> End | None:
    if given is None:
        return None
    label = Bilingual.from_dict(given["label"])
    return End(label, tuple(given["items"]), needs_item=given.get("needs_item", False))


def _field(given: Mapping[str, Any]) -> Field:
    kind = FieldType(given["type"])
    choices = {one["key"]: Bilingual.from_dict(one) for one in given.get("choices", ())}
    return Field(
        key=given["key"],
        type=kind,
        label=Bilingual.from_dict(given["label"]),
        help=Bilingual.from_dict(given.get("help", {})),
        choices=YES_NO_LABELS if kind is FieldType.YES_NO else choices,
        worst=given.get("worst"),
    )
