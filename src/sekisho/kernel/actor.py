"""Who is acting: one frozen value that every action and query takes first.

A person acts with grants at organisations, a respondent with one personal link, the system with
neither. What a grant reaches is worked out by the rooms that own the data, never here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may do at an organisation and at what hangs on it."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    READER = "reader"


class Capability(StrEnum):
    """What an entrance asks for; each role has a fixed set."""

    VIEW = "view"  # read what the grant reaches
    FOLLOW_UP = "follow_up"  # contacts, reviews, findings, marks at one partner
    RUN = "run"  # import, compose and send asks, settings of the sender
    ADMINISTER = "administer"  # people, grants, audit record, mailbox


_ROLE_CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: frozenset(Capability),
    Role.MANAGER: frozenset({Capability.VIEW, Capability.FOLLOW_UP, Capability.RUN}),
    Role.COORDINATOR: frozenset({Capability.VIEW, Capability.FOLLOW_UP}),
    Role.READER: frozenset({Capability.VIEW}),
}


class ActorKind(StrEnum):
    """The four ways to act, and nobody."""

    PERSON = "person"
    LINK = "link"
    TOKEN = "token"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one organisation (its inside number)."""

    role: Role
    organisation_id: int


@dataclass(frozen=True, slots=True)
class LinkScope:
    """What a personal link opens: one subject, for one holder, for these verbs.

    `is_confirmed` tells whether the mailed code has been given in this browser; without it nothing
    stored may be shown.
    """

    link_id: int
    holder_id: int
    subject_id: int
    verbs: frozenset[str]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `uid` is the outside id of the person or link, None for the system and nobody."""

    kind: ActorKind
    uid: uuid.UUID | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    link: LinkScope | None = None

    def can(self, capability: Capability) -> bool:
        """Whether some grant of this actor has the capability at all."""
        return self.kind is ActorKind.SYSTEM or any(
            capability in _ROLE_CAPABILITIES[grant.role] for grant in self.grants
        )

    def organisations_with(self, capability: Capability) -> frozenset[int]:
        """The organisations where a grant has the capability; unordered, may be empty."""
        return frozenset(
            grant.organisation_id
            for grant in self.grants
            if capability in _ROLE_CAPABILITIES[grant.role]
        )


NOBODY = Actor(kind=ActorKind.NOBODY)
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="system")


def capabilities_of(role: Role) -> frozenset[Capability]:
    """What a role may do."""
    return _ROLE_CAPABILITIES[role]
