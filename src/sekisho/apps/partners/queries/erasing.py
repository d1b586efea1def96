"""Who a person was, for the rooms that take a name out of what they keep; people removed long ago.

Inside the house only: the actions that erase have checked their actor.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.partners.models import Contact, ImportBatch, Partner, StagedRow


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a person is recognised in what was written down.

    `is_only` is True when nobody else at the organisation has that name: then it may be taken out
    wherever the organisation speaks, and else only from what was asked of this contact.
    """

    contact_id: int
    organisation_id: int
    name: str
    email: str
    is_only: bool

    def is_named(self, text: str) -> bool:
        """Whether a text is this person's name or address, in whatever spacing and width."""
        found = _folded(text)
        return bool(found) and found in {_folded(self.name), _folded(self.email)}

    def is_like(self, text: str) -> bool:
        """Whether a text is the name or a part of it, or holds it whole: family name alone."""
        found, own = _folded(text), _folded(self.name)
        return self.is_named(text) or bool(found and own and (found in own or own in found))

    def is_mentioned(self, text: str) -> bool:
        """Whether a longer text holds the name or the address, in whatever spacing and width."""
        found = _folded(text)
        return any(own and own in found for own in (_folded(self.name), _folded(self.email)))


def traces_of(contact_id: int) -> Traces:
    """How to recognise a contact that is still known."""
    row = Contact.objects.get(pk=contact_id)
    others = Contact.objects.filter(organisation_id=row.organisation_id).exclude(pk=row.pk)
    names = {_folded(name) for name in others.values_list("name", flat=True)}
    is_only = _folded(row.name) not in names
    return Traces(row.pk, row.organisation_id, row.name, row.email, is_only)


def removed_contacts(
    before: datetime, *, spared: Collection[int], size: int | None = None
) -> tuple[int, ...]:
    """Contacts that were removed before a moment and are not erased, the oldest first.

    Those of the organisations named in `spared` are left out.
    """
    rows = Contact.objects.filter(is_active=False, erased_at=None, updated_at__lt=before)
    rows = rows.exclude(organisation_id__in=list(spared)).order_by("updated_at", "id")
    return tuple(rows.values_list("id", flat=True)[:size])


def count_removed() -> int:
    """How many removed people are still known."""
    return Contact.objects.filter(is_active=False, erased_at=None).count()


def contact_ids_of(organisation_ids: Collection[int]) -> frozenset[int]:
    """Everybody who is or was a contact of these organisations."""
    rows = Contact.objects.filter(organisation_id__in=list(organisation_ids))
    return frozenset(rows.values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a contact stands in the register: for how many it is the owner or the superior."""

    owned: int
    below: int
    staged: int


def places_of(contact_id: int) -> Places:
    """What the register holds about a contact besides the contact itself."""
    return Places(
        owned=Partner.objects.filter(owner_id=contact_id).count(),
        below=Contact.objects.filter(superior_id=contact_id).count(),
        staged=len(staged_rows(traces_of(contact_id))),
    )


def staged_rows(traces: Traces) -> tuple[StagedRow, ...]:
    """Rows of imports, kept for seven days, that name this person."""
    rows = StagedRow.objects.all().iterator(chunk_size=2000)
    return tuple(row for row in rows if names_person(row.values, traces))


def staged_batches(traces: Traces) -> tuple[ImportBatch, ...]:
    """Imports whose sample of first rows names this person."""
    rows = ImportBatch.objects.exclude(samples=[])
    return tuple(row for row in rows if names_person(row.samples, traces))


def names_person(held: object, traces: Traces) -> bool:
    """Whether some text inside lists and mappings is the person's name or address."""
    if isinstance(held, str):
        return traces.is_named(held)
    if isinstance(held, dict):
        return any(names_person(one, traces) for one in held.values())
    return isinstance(held, list) and any(names_person(one, traces) for one in held)


def without_person(held: object, traces: Traces) -> object:
    """The same with such texts emptied."""
    if isinstance(held, str):
        return "" if traces.is_named(held) else held
    if isinstance(held, dict):
        return {name: without_person(one, traces) for name, one in held.items()}
    return [without_person(one, traces) for one in held] if isinstance(held, list) else held


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
