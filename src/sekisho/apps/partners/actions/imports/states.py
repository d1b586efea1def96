"""What is known of the organisations that a part of an import touches, loaded in few queries."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import (
    Selection,
    group_members_for,
    open_for,
    open_home,
    seal_home,
    values_in,
)
from sekisho.apps.organisations.queries.matching import Registered, edges_at, registered_by_ids
from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.filters import group_condition
from sekisho.apps.partners.queries.pages import note_place
from sekisho.engines.identity import fold_name
from sekisho.kernel.actor import SYSTEM

Edge = tuple[int, int, str, str]


@dataclass(slots=True)
class KnownContact:
    """A contact as it stands; `id` is 0 for one that this import adds."""

    id: int
    contact: str
    department: str
    email: str
    phone: str
    language: str
    purposes: list[str]


@dataclass(slots=True)
class State:
    """One organisation with what the register holds of it; `organisation` is None while new."""

    id: int
    organisation: Registered | None = None
    contacts: list[KnownContact] = field(default_factory=list)
    edges: set[Edge] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    owner: int | None = None
    note: str | None = None


@dataclass(slots=True)
class Ours:
    """Our own side: group companies by code and folded name, people there by address and name."""

    home: int
    companies: dict[str, int]
    people: dict[str, int]
    names: dict[int, str]

    def company(self, text: str) -> int | None:
        """The group company that a cell names by code or name."""
        return self.companies.get(text) or self.companies.get(fold_name(text))


def load_ours(organisation_id: int) -> Ours:
    """Our side for an import that runs at one group company."""
    companies: dict[str, int] = {}
    for member in group_members_for(SYSTEM):
        for word in (member.own_code, fold_name(member.name), fold_name(member.name_en)):
            if word:
                companies.setdefault(word, member.id)
    people: dict[str, int] = {}
    names: dict[int, str] = {}
    rows = Contact.objects.filter(organisation__is_group=True, is_active=True).order_by("id")
    for own, name, email in rows.values_list("id", "name", "email"):
        names[own] = email or name
        for word in (email.casefold(), name):
            if word:
                people.setdefault(word, own)
    return Ours(organisation_id, companies, people, names)


def load_states(ids: Collection[int], *, with_notes: Collection[int] = ()) -> dict[int, State]:
    """The states of existing organisations; notes are opened only where they are asked for."""
    states = {own: State(own, row) for own, row in registered_by_ids(ids).items()}
    if not states:
        return states
    _load_contacts(states)
    for edge in edges_at(list(states)):
        for end in edge[:2]:
            if end in states:
                states[end].edges.add(edge)
    through = Partner.tags.through.objects.filter(partner_id__in=list(states))
    for own, tag in through.values_list("partner_id", "tag__name"):
        states[own].tags.add(tag)
    _load_partners(states, frozenset(with_notes))
    return states


def _load_contacts(states: dict[int, State]) -> None:
    rows = Contact.objects.filter(organisation_id__in=list(states), is_active=True).order_by("id")
    fields = ("id", "name", "department", "email", "phone", "language", "purposes")
    for own, *values in rows.values_list("organisation_id", *fields):
        states[own].contacts.append(KnownContact(*values))


def _load_partners(states: dict[int, State], with_notes: frozenset[int]) -> None:
    rows = Partner.objects.filter(organisation_id__in=list(states))
    for own, owner, sealed in rows.values_list("organisation_id", "owner_id", "note_sealed"):
        states[own].owner = owner
        if sealed is not None and own in with_notes:
            states[own].note = open_for(own, note_place(own), sealed).decode()


def registered_names() -> Iterable[tuple[int, str]]:
    """Number and name of every active organisation but home, for finding probable duplicates."""
    return values_in(SYSTEM, Selection(group_condition(is_group=None)), "id", "name")


def cover_note(batch_uid: uuid.UUID, number: int, note: str) -> str:
    """A staged note, encrypted with home's key: notes are not part of the open register."""
    return base64.b64encode(seal_home(_staged(batch_uid, number), note.encode())).decode("ascii")


def uncover_note(batch_uid: uuid.UUID, number: int, covered: str) -> str:
    """The note as it was written."""
    return open_home(_staged(batch_uid, number), base64.b64decode(covered)).decode()


def _staged(batch_uid: uuid.UUID, number: int) -> Place:
    return Place("partners.stagedrow", f"{batch_uid}:{number}", "note")
