"""What one row would change at one organisation. Blank cells change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.apps.partners.actions.imports.states import Edge, KnownContact, Ours, State
from sekisho.apps.partners.queries.columns import CONTACT_FIELDS, ORGANISATION_FIELDS
from sekisho.engines.identity import fold_name

NAME_FIELDS = ("name", "name_en")
OURS, THEIRS = "ours", "theirs"  # whose writing of a name counts
TAKES_NAME = "takes_name"  # among a row's values: the file's writing was chosen
_RELATION_FIELDS = frozenset({"kind", "what", "customer", "parent"})
_WHO = frozenset({"contact", "email", "phone", "department"})


@dataclass(slots=True)
class Ends:
    """The other ends that a row names, as inside numbers; None where it names none."""

    customer: int | None = None
    parent: int | None = None


@dataclass(slots=True)
class Difference:
    """The changes of one row; empty parts mean that nothing changes there."""

    fields: dict[str, Any] = field(default_factory=dict)
    new_contact: KnownContact | None = None
    contact: KnownContact | None = None
    contact_fields: dict[str, Any] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    owner: str = ""
    note: str | None = None
    shown: list[list[Any]] = field(default_factory=list)  # [field, before, after]
    writings: list[list[Any]] = field(default_factory=list)  # likewise, of names; not applied

    @property
    def is_empty(self) -> bool:
        """Whether the row says what is known already."""
        return not self.shown


def difference(values: Mapping[str, Any], state: State, ends: Ends, ours: Ours) -> Difference:
    """Compare and note the result in the state, so that the next row at the same place sees it."""
    found = Difference()
    if state.organisation is not None:
        _compare_fields(values, state, found)
    _compare_contact(values, state, found)
    _compare_edges(values, state, ends, ours, found)
    tags = [tag for tag in values.get("tags", ()) if tag not in state.tags]
    if tags:
        found.tags = tags
        found.shown.append(["tags", "", "、".join(tags)])
        state.tags.update(tags)
    _compare_owner(values, state, ours, found)
    note = values.get("note")
    if note is not None and note != state.note:
        found.note = state.note = note
        found.shown.append(["note", "", ""])
    return found


def _compare_fields(values: Mapping[str, Any], state: State, found: Difference) -> None:
    for name in ORGANISATION_FIELDS:
        after = values.get(name)
        if after is None:
            continue
        before = getattr(state.organisation, name)
        if before != after:
            is_writing = name in NAME_FIELDS and is_other_writing(before, after)
            if is_writing and not values.get(TAKES_NAME):
                found.writings.append([name, before, after])
                continue
            found.fields[name] = after
            found.shown.append([name, before, after])
            setattr(state.organisation, name, after)


def is_other_writing(before: str, after: str) -> bool:
    """Whether two names differ in spelling or legal form only, or one is the other shortened."""
    first, second = fold_name(before), fold_name(after)
    return bool(first and second) and (first in second or second in first)


def _compare_contact(values: Mapping[str, Any], state: State, found: Difference) -> None:
    if _WHO.isdisjoint(values):
        return
    known = _same_person(values, state.contacts) if state.contacts else None
    if known is None:
        new = KnownContact(
            id=0,
            contact=values.get("contact", ""),
            department=values.get("department", ""),
            email=values.get("email", ""),
            phone=values.get("phone", ""),
            language=values.get("language") or _language_at(values, state),
            purposes=list(values.get("purposes", ())),
        )
        found.new_contact = new
        state.contacts.append(new)
        found.shown.append(["contact", "", " ".join(filter(None, (new.contact, new.email)))])
        return
    found.contact = known
    for name in CONTACT_FIELDS:
        after = values.get(name)
        if after is not None and getattr(known, name) != after:
            found.contact_fields[name] = after
            found.shown.append([name, getattr(known, name), after])
            setattr(known, name, after)


def _same_person(values: Mapping[str, Any], contacts: list[KnownContact]) -> KnownContact | None:
    """Whoever agrees in all the row says, else by address, else by name; then the desk.

    A person without an address may gain one; two people may share one.
    """
    given = [(name, values[name]) for name in CONTACT_FIELDS if name in values]
    for known in contacts:
        if all(getattr(known, name) == value for name, value in given):
            return known
    email, name = values.get("email", "").casefold(), values.get("contact", "")
    if email:
        sharing = [known for known in contacts if known.email.casefold() == email]
        named = [known for known in sharing if name in ("", known.contact)]
        if sharing:
            return (named or sharing)[0]
    for known in contacts:
        is_free = not email or not known.email
        if name and is_free and known.contact == name:
            return known
        if not name and not email and _is_same_desk(values, known):
            return known
    return None


def _is_same_desk(values: Mapping[str, Any], known: KnownContact) -> bool:
    """A desk without a name is known by its department and telephone."""
    desk = (values.get("department", ""), values.get("phone", ""))
    return not known.contact and not known.email and desk == (known.department, known.phone)


def _language_at(values: Mapping[str, Any], state: State) -> str:
    held = state.organisation.country if state.organisation else "JP"
    return "ja" if values.get("country", held) == "JP" else "en"


def _compare_edges(
    values: Mapping[str, Any], state: State, ends: Ends, ours: Ours, found: Difference
) -> None:
    is_new = state.organisation is None and not state.edges
    if not is_new and _RELATION_FIELDS.isdisjoint(values):
        return
    others = [other for other in (ends.customer, ends.parent) if other is not None]
    kind, what = values.get("kind", "procurement"), values.get("what", "")
    for other in others or [ours.home]:
        pair = (other, state.id) if kind == "sales" else (state.id, other)
        edge = (*pair, kind, what)
        is_known = edge in state.edges or (
            not what and any(known[:3] == edge[:3] for known in state.edges)
        )
        if not is_known and pair[0] != pair[1]:
            state.edges.add(edge)
            found.edges.append(edge)
            found.shown.append(["kind", "", [kind, what]])


def _compare_owner(values: Mapping[str, Any], state: State, ours: Ours, found: Difference) -> None:
    text = values.get("owner")
    if not text:
        return
    person = ours.people.get(text.casefold()) or ours.people.get(text)
    if person is None or person != state.owner:
        found.owner = text
        found.shown.append(["owner", ours.names.get(state.owner or 0, ""), text])
        state.owner = person
