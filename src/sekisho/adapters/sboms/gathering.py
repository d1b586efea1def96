"""Collects what a reader finds, keeps the limits and notices what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Any

from sekisho.adapters.sboms.values import Component, Limits, Note, Relation
from sekisho.kernel.errors import TooLarge

_SHOWN = 120
# What lies in another document: CycloneDX's BOM-Link, SPDX's document references.
_OUTSIDE = ("urn:cdx:", "DocumentRef-")
_NOBODY = frozenset({"NONE", "NOASSERTION"})


@dataclass(slots=True)
class Gathering:
    """Components, relations and notes of one document while it is read."""

    limits: Limits
    components: list[Component] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    # Refs that are no component but may be pointed at (services, the document itself).
    other_refs: set[str] = field(default_factory=set)
    # Refs that the document itself places in another document.
    outside_refs: set[str] = field(default_factory=set)
    notes_left_out: int = 0

    def note(self, code: str, place: str, detail: str = "") -> None:
        """Keep a note, up to the limit; how many were left out is told at the end."""
        if len(self.notes) < self.limits.notes:
            self.notes.append(Note(code, place, detail[:_SHOWN]))
        else:
            self.notes_left_out += 1

    def add(self, component: Component) -> int:
        """Keep a component; its index."""
        if len(self.components) >= self.limits.components:
            raise TooLarge("sboms.too_many", limit=self.limits.components)
        if not component.name:
            self.note("no_name", component.place)
        if not component.version and component.kind != "file":
            self.note("no_version", component.place, component.name)
        if not (component.name + component.version).isprintable():
            self.note("control_characters", component.place)
        self.components.append(component)
        return len(self.components) - 1

    def relate(self, source: str, target: str, kind: str) -> None:
        """Keep a relation between two refs."""
        self.relate_all(source, (target,), kind)

    def relate_all(self, source: str, targets: Sequence[str], kind: str) -> None:
        """Keep one relation to each target."""
        if len(self.relations) + len(targets) > self.limits.relations:
            raise TooLarge("sboms.too_many", limit=self.limits.relations)
        self.relations.extend(map(Relation, repeat(source), targets, repeat(kind)))

    def finish(self) -> None:
        """Look for refs given twice, components listed twice and refs that lead nowhere."""
        known = self._refs()
        self._repeated()
        pointed = dict.fromkeys(one.source for one in self.relations)
        pointed.update(dict.fromkeys(one.target for one in self.relations))
        for ref in pointed:
            if ref not in known:
                self._led_nowhere(ref)
        if self.notes_left_out:
            self.notes.append(Note("more_notes", "", str(self.notes_left_out)))

    def _refs(self) -> set[str]:
        known = set(self.other_refs)
        for component in self.components:
            if component.ref and component.ref in known:
                self.note("duplicate_ref", component.place, component.ref)
            known.add(component.ref)
        return known

    def _repeated(self) -> None:
        seen: set[tuple[object, ...]] = set()
        for one in self.components:
            key = (one.kind, one.name, one.version, one.purls, one.parent, one.hashes)
            if key in seen:
                self.note("duplicate_component", one.place, f"{one.name} {one.version}")
            seen.add(key)

    def _led_nowhere(self, ref: str) -> None:
        if ref in _NOBODY:
            return
        is_outside = ref in self.outside_refs or ref.startswith(_OUTSIDE)
        self.note("outside_ref" if is_outside else "dangling_ref", "", ref)

    def is_plain(self, values: Iterable[Any]) -> bool:
        """Whether all are texts, and together no longer than one may be: one step for many."""
        try:
            return len("".join(values)) <= self.limits.text_length
        except TypeError:
            return False

    # ---- reading values that may have the wrong type ------------------------------------------

    def text(self, source: Mapping[str, Any], key: str, place: str) -> str:
        """A text of the document; anything else is noted and left out."""
        value = source.get(key, "")
        if isinstance(value, str):
            if len(value) > self.limits.text_length:
                raise TooLarge("sboms.text_too_long", place=f"{place}/{key}"[:_SHOWN])
            return value
        if value is not None:
            self.note("wrong_type", f"{place}/{key}")
        return ""

    def entries(self, source: Mapping[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """The objects of a list; anything else is noted and left out."""
        value = source.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note("wrong_type", f"{place}/{key}")
            return []
        if len(value) == 1 and value[0].__class__ is dict:
            return value
        kept = [one for one in value if one.__class__ is dict]
        if len(kept) < len(value):
            self.note("wrong_type", f"{place}/{key}")
        return kept

    def object(self, source: Mapping[str, Any], key: str, place: str) -> dict[str, Any]:
        """One object, empty where it is missing or something else."""
        value = source.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.note("wrong_type", f"{place}/{key}")
        return {}

    def texts(self, source: Mapping[str, Any], key: str, place: str) -> list[str]:
        """The texts of a list; a single text counts as a list of one."""
        value = source.get(key)
        if value is None:
            return []
        values = value if isinstance(value, list) else [value]
        if self.is_plain(values):
            return values
        kept = [one for one in values if isinstance(one, str)]
        if len(kept) < len(values):
            self.note("wrong_type", f"{place}/{key}")
        if any(len(one) > self.limits.text_length for one in kept):
            raise TooLarge("sboms.text_too_long", place=f"{place}/{key}"[:_SHOWN])
        return kept


@lru_cache(maxsize=256)
def hash_name(algorithm: str) -> str:
    """SHA-256, sha256 and checksumAlgorithm_sha256 are one: "sha256"."""
    return algorithm.rpartition("_")[2].replace("-", "").lower()
