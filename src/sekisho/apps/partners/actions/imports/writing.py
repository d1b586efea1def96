"""Collects the differences of some rows and writes them together, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sekisho.apps.mail.actions import forget_returns
from sekisho.apps.organisations.actions import NewRelation, add_relations, update_organisations
from sekisho.apps.organisations.actions.bulk import (
    as_json,
    as_moment,
    fresh_uids,
    insert_rows,
    reserve_ids,
)
from sekisho.apps.organisations.queries import seal_for
from sekisho.apps.partners.actions.imports.differences import Difference
from sekisho.apps.partners.actions.imports.states import KnownContact, Ours, State
from sekisho.apps.partners.actions.rows import attach_tags, ensure_partners, ensure_tags
from sekisho.apps.partners.models import Contact, Partner
from sekisho.apps.partners.queries.pages import note_place
from sekisho.kernel.actor import Actor

_TABLE = "partners_contact"
_COLUMNS = (
    *("id", "uid", "organisation_id", "name", "department", "email", "phone", "language"),
    *("purposes", "is_active", "created_at", "updated_at"),
)
_OWNER_KEPT = 'ON CONFLICT ("organisation_id") DO UPDATE SET "owner_id" = EXCLUDED."owner_id"'


class Writing:
    """What some rows of an import change, gathered by table."""

    def __init__(self, ours: Ours) -> None:
        """Begin empty."""
        self._ours = ours
        self._fields: dict[int, dict[str, Any]] = {}
        self._contacts: list[tuple[int, KnownContact]] = []
        self._changed: dict[int, dict[str, Any]] = {}
        self._edges: list[NewRelation] = []
        self._tags: list[tuple[int, list[str]]] = []
        self._owners: list[tuple[int, str]] = []
        self._notes: list[tuple[int, str]] = []
        self._partners: set[int] = set()

    def take(self, state: State, found: Difference) -> None:
        """Add the difference of one row."""
        own = state.id
        self._partners.add(own)
        if found.fields:
            self._fields.setdefault(own, {}).update(found.fields)
        if found.new_contact is not None:
            self._contacts.append((own, found.new_contact))
        elif found.contact is not None and found.contact_fields and found.contact.id:
            self._changed.setdefault(found.contact.id, {}).update(found.contact_fields)
        self._edges += [NewRelation(*edge) for edge in found.edges]
        if found.tags:
            self._tags.append((own, found.tags))
        if found.owner:
            self._owners.append((own, found.owner))
        if found.note is not None:
            self._notes.append((own, found.note))

    def write(self, actor: Actor, *, now: datetime) -> None:
        """Write everything; each bulk call of the room below leaves its own audit entry."""
        if self._fields:
            update_organisations(actor, changes=self._fields, now=now)
        if self._edges:
            add_relations(actor, relations=self._edges, now=now)
        self._write_contacts(now)
        self._write_partners(now)
        self._write_tags()
        for own, note in self._notes:
            sealed = seal_for(own, note_place(own), note.encode()) if note else None
            Partner.objects.filter(organisation_id=own).update(note_sealed=sealed)

    def _write_contacts(self, now: datetime) -> None:
        insert_contacts(self._contacts, now)
        rows, moved = list(Contact.objects.filter(id__in=list(self._changed))), []
        for row in rows:
            changes = self._changed[row.pk]
            if changes.get("email", row.email) != row.email:
                row.bounced_at = None
                moved.append(row.pk)
            for name, value in changes.items():
                setattr(row, "name" if name == "contact" else name, value)
            row.updated_at = now
        if rows:
            names = ("name", "department", "email", "phone", "language", "purposes")
            Contact.objects.bulk_update(rows, [*names, "bounced_at", "updated_at"])
        forget_returns(moved)

    def _write_tags(self) -> None:
        if self._tags:
            known = ensure_tags(tag for _own, tags in self._tags for tag in tags)
            attach_tags((own, known[tag]) for own, tags in self._tags for tag in tags)

    def _write_partners(self, now: datetime) -> None:
        people = self._ours.people
        for _own, text in self._owners:
            if text.casefold() not in people and text not in people:
                self._add_person(text, now)
        pairs = [(own, people.get(text.casefold()) or people[text]) for own, text in self._owners]
        columns = ("organisation_id", "owner_id")
        insert_rows("partners_partner", columns, pairs, on_conflict=_OWNER_KEPT)
        ensure_partners(self._partners - {own for own, _text in self._owners})

    def _add_person(self, text: str, now: datetime) -> None:
        """An owner whom we do not know yet becomes a contact of ours."""
        is_mail = "@" in text
        person = KnownContact(0, "" if is_mail else text, "", text if is_mail else "", "", "ja", [])
        (own,) = insert_contacts([(self._ours.home, person)], now)
        self._ours.people[text.casefold()] = self._ours.people[text] = own
        self._ours.names[own] = text


def insert_contacts(found: list[tuple[int, KnownContact]], now: datetime) -> list[int]:
    """Insert contacts at organisations; answers their inside numbers in order."""
    if not found:
        return []
    ids = list(reserve_ids(_TABLE, len(found)))
    moment = as_moment(now)
    rows = [
        (
            *(own, uid, at, new.contact, new.department, new.email, new.phone),
            *(new.language, as_json(new.purposes), True, moment, moment),
        )
        for own, uid, (at, new) in zip(ids, fresh_uids(len(ids)), found, strict=True)
    ]
    insert_rows(_TABLE, _COLUMNS, rows)
    for own, (_at, new) in zip(ids, found, strict=True):
        new.id = own
    return ids
