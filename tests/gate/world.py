"""Everybody who may stand before the gate: each role at home, at G and at H, links, and nobody.

The players beside the cast are roles, not characters; their names say what they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.test import Client

from sekisho.apps.accounts.actions import NewPerson, create_person, set_active
from sekisho.apps.accounts.models import Person
from sekisho.apps.accounts.queries import actor_of_person, links_of_holders
from sekisho.apps.answering.actions.handovers import NewHandOver, hand_over
from sekisho.apps.answering.queries.handovers import handovers_for
from sekisho.apps.work.actions import Work, open_run
from sekisho.kernel.actor import SYSTEM, Actor, Capability, Role, capabilities_of
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import (
    CANARY_B,
    CANARY_H,
    NOW,
    PASSWORD,
    Cast,
    add_member,
    browser,
    build_cast,
    office_client,
    respondent_client,
)

HOME, G, H = "home", "g", "h"
ASAHI = "あさひ部品"  # in the name of A: nobody at H or B may ever read it


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody with a browser: roles by place, or the link held ("a" or "b")."""

    name: str
    client: Client
    roles: tuple[tuple[Role, str], ...] = ()
    link: str = ""
    is_confirmed: bool = True
    is_person: bool = False
    verb: str = "answer"

    def places(self, capability: Capability) -> frozenset[str]:
        """Where a role of this player has the capability."""
        return frozenset(at for role, at in self.roles if capability in capabilities_of(role))

    @property
    def forbidden_words(self) -> tuple[str, ...]:
        """What must never stand in any page for this player."""
        at = {place for _role, place in self.roles}
        if self.link == "a" or at == {G} or not (at or self.link):
            return (CANARY_B, CANARY_H)
        return (ASAHI,) if self.link == "b" or at == {H} else ()


@dataclass
class World:
    """The cast, an ask of G to A and one of H to B, and all players."""

    cast: Cast
    members: dict[str, Actor]
    a: Visitor
    b: Visitor
    run_uid: uuid.UUID
    players: list[Player] = field(default_factory=list)
    parts: dict[str, uuid.UUID] = field(default_factory=dict)  # narrower links of A and B
    kept: dict[str, object] = field(default_factory=dict)  # what samples make once

    def uid_of(self, member: str) -> uuid.UUID:
        """The outside id of somebody of the office."""
        return _uid(self.members[member])

    def once(self, name: str, make: Callable[[], object]) -> object:
        """An object that several samples share, made at its first use."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]


def build_world() -> World:
    """Make everybody; the caller rolls the database back."""
    cast = build_cast()
    places = {HOME: cast.home.id, G: cast.g.id, H: cast.h.id}
    members = {f"administrator@{HOME}": cast.aoi, f"reader@{HOME}": cast.ben}
    members[f"coordinator@{G}"] = cast.emi
    for at, organisation_id in places.items():
        for role in Role:
            key = f"{role.value}@{at}"
            if key not in members:
                mail = f"{role.value}.{at}"
                members[key] = add_member(mail, f"{role.value} {at}", role, organisation_id)
    ask_g = open_ask(cast, asker_id=cast.g.id)
    ask_h = open_ask(cast, asker_id=cast.h.id)
    world = World(
        cast=cast,
        members=members,
        a=invite(cast, ask_g, cast.chika),
        b=invite(cast, ask_h, cast.dan),
        run_uid=open_run(cast.aoi, work=Work("gate", cast.home.id), now=cast.now),
    )
    world.parts = {name: _part(one, cast.now) for name, one in (("a", world.a), ("b", world.b))}
    world.players = [*_people(world), *_mixed(world), *_links(world)]
    return world


def _people(world: World) -> list[Player]:
    found = []
    for key, actor in world.members.items():
        role, _at, place = key.partition("@")
        roles = ((Role(role), place),)
        found.append(Player(key, office_client(actor), roles, is_person=True))
    return found


def _mixed(world: World) -> list[Player]:
    cast = world.cast
    grants = ((Role.READER, cast.home.id), (Role.ADMINISTRATOR, cast.g.id))
    mixed = _person("mixed", grants)
    bare = _person("bare", ())
    blocked = _person("blocked", ((Role.ADMINISTRATOR, cast.home.id),))
    blocked_client = office_client(blocked)
    set_active(SYSTEM, uid=_uid(blocked), is_active=False, now=cast.now)
    roles = ((Role.READER, HOME), (Role.ADMINISTRATOR, G))
    return [
        Player("reader@home, administrator@g", office_client(mixed), roles, is_person=True),
        Player("person without a role", office_client(bare), is_person=True),
        Player("blocked administrator@home", blocked_client),
        Player("nobody", browser()),
    ]


def _links(world: World) -> list[Player]:
    a, b = world.a.link_uid, world.b.link_uid
    return [
        Player("link of A", respondent_client(a), link="a"),
        Player("link of B", respondent_client(b), link="b"),
        Player(
            "link of A, no code given",
            respondent_client(a, is_confirmed=False),
            link="a",
            is_confirmed=False,
        ),
        Player("narrower link of A", respondent_client(world.parts["a"]), link="a", verb="part"),
        Player("narrower link of B", respondent_client(world.parts["b"]), link="b", verb="part"),
    ]


def _part(visitor: Visitor, now: datetime) -> uuid.UUID:
    """The narrower link to a part of the questions, in the hands of a vendor."""
    to = NewHandOver("vendor", "vendor@it.example", ("M22-RR-01",), "giver")
    uid = hand_over(visitor.actor(now), to=to, now=now)
    found = handovers_for(visitor.actor(now), now=now)
    own = next(one.id for one in found if one.uid == uid)
    return links_of_holders([own], purpose="part")[own].uid


def _person(key: str, grants: tuple[tuple[Role, int], ...]) -> Actor:
    person = NewPerson(f"{key}@home.example", key, "ja", grants)
    row = Person.objects.get(uid=create_person(SYSTEM, person=person, now=NOW))
    row.set_password(PASSWORD)
    row.save(update_fields=["password"])
    return actor_of_person(row.pk)


def _uid(actor: Actor) -> uuid.UUID:
    assert actor.uid is not None
    return actor.uid
