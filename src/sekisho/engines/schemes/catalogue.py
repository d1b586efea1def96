"""What a scheme is made of. Each row says how well its id and level are verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sekisho.kernel.text import Bilingual


class Verified(StrEnum):
    """Against what a row was checked; the label is our own in any case."""

    ORIGINAL = "original"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Level:
    """A level, part or group of a scheme."""

    key: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement: its number in the scheme, level, our label, look-ups in other schemes."""

    id: str
    level: str
    label: Bilingual
    refs: tuple[str, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class Scheme:
    """One edition of a scheme; `note` says what it is not."""

    key: str
    edition: str
    title: Bilingual
    note: Bilingual
    source: str
    checked_on: str
    levels: tuple[Level, ...]
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item | None:
        """The item of that number, None when there is none."""
        return next((item for item in self.items if item.id == item_id), None)


def pointing_at(scheme: Scheme, others: Iterable[Scheme]) -> Mapping[str, tuple[str, ...]]:
    """For each item id of the scheme the "scheme:id" in others that look it up, in their order."""
    found: dict[str, list[str]] = {}
    prefix = f"{scheme.key}:"
    for other in others:
        for item in other.items:
            for name in item.refs:
                if name.startswith(prefix):
                    found.setdefault(name.removeprefix(prefix), []).append(f"{other.key}:{item.id}")
    return {key: tuple(names) for key, names in found.items()}


def parse_scheme(document: Mapping[str, Any]) -> Scheme:
    """The scheme that a document describes; its form was checked by the JSON schema before."""
    verified = document["verified"]
    return Scheme(
        key=document["id"],
        edition=document["edition"],
        title=Bilingual.from_dict(document["title"]),
        note=Bilingual.from_dict(document["note"]),
        source=document["source"],
        checked_on=document["checked_on"],
        levels=tuple(Level(row["id"], Bilingual.from_dict(row)) for row in document["levels"]),
        items=tuple(
            Item(
                id=row["id"],
                level=row["level"],
                label=Bilingual.from_dict(row),
                refs=tuple(row.get("refs", ())),
                verified=Verified(row.get("verified", verified)),
            )
            for row in document["items"]
        ),
    )
