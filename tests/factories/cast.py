"""The named cast, made by real actions, and clients in which its members sit.

Home runs the programme. Group companies G and H hang below it. A supplies G, B supplies H, S
supplies both, R buys from home. Aoi administers at home, Ben reads there, Emi coordinates G; Chika
answers for A; Dan is B and must see nothing of A.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.test import Client

from sekisho.apps.accounts.actions import NewPerson, create_person
from sekisho.apps.accounts.queries import actor_of_person
from sekisho.apps.organisations.actions import (
    NewOrganisation,
    NewRelation,
    add_relations,
    create_home,
    create_organisations,
    refresh_reach,
)
from sekisho.apps.organisations.queries import OrganisationView, organisations_by_ids
from sekisho.apps.partners.models import Contact
from sekisho.kernel.actor import SYSTEM, Actor, Role
from sekisho.kernel.entropy import new_id

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # a Monday, 10:00 in Tokyo
PASSWORD = "a long word of the cast 42"
CANARY_H = "ハヤブサ秘匿H"  # in the name of H: nobody at G may ever read it
CANARY_B = "ダン秘匿B"  # in the name of B: nobody at A or G may ever read it


@dataclass(frozen=True, slots=True)
class Holder:
    """A contact of a partner."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Organisations as values, people as actors with their grants, contacts by number."""

    home: OrganisationView
    g: OrganisationView
    h: OrganisationView
    a: OrganisationView
    b: OrganisationView
    s: OrganisationView
    r: OrganisationView
    aoi: Actor
    ben: Actor
    emi: Actor
    chika: Holder
    dan: Holder
    now: datetime = NOW
    password: str = PASSWORD
    emails: dict[str, str] = field(default_factory=dict)


def build_cast(now: datetime = NOW) -> Cast:
    """Make everybody anew in the test's database."""
    home, g, h, a, b, s, r = _organisations(now)
    return Cast(
        *(home, g, h, a, b, s, r),
        aoi=add_member("aoi", "あおい", Role.ADMINISTRATOR, home.id, now=now),
        ben=add_member("ben", "Ben", Role.READER, home.id, language="en", now=now),
        emi=add_member("emi", "えみ", Role.COORDINATOR, g.id, now=now),
        chika=_contact(a, "ちか", "chika@a.example", now),
        dan=_contact(b, "Dan", "dan@b.example", now, language="en"),
        now=now,
        emails={name: f"{name}@home.example" for name in ("aoi", "ben", "emi")},
    )


def _organisations(now: datetime) -> tuple[OrganisationView, ...]:
    home_id = create_home(SYSTEM, organisation=NewOrganisation("架空自動車株式会社"), now=now)
    names = (
        NewOrganisation("グループ製作所株式会社", "Group Works", parent_id=home_id, is_group=True),
        NewOrganisation(f"{CANARY_H}工業", "Hidden H", parent_id=home_id, is_group=True),
        NewOrganisation("株式会社あさひ部品", "Asahi Parts", own_code="A-001"),
        NewOrganisation(f"{CANARY_B}商会", "Dan Canary B", country="US", own_code="B-001"),
        NewOrganisation("共通素材株式会社", "Shared Materials", own_code="S-001"),
        NewOrganisation("架空販売株式会社", "Fictional Sales", own_code="R-001"),
    )
    g, h, a, b, s, r = create_organisations(SYSTEM, organisations=names, now=now)
    edges = [(a, g), (b, h), (s, g), (s, h)]
    relations = [NewRelation(seller, buyer, "procurement", "部品") for seller, buyer in edges]
    relations.append(NewRelation(home_id, r, "sales", "完成車"))
    add_relations(SYSTEM, relations=relations, now=now)
    refresh_reach(SYSTEM, now=now)
    found = organisations_by_ids(SYSTEM, (home_id, g, h, a, b, s, r))
    return tuple(found[own] for own in (home_id, g, h, a, b, s, r))


def add_member(
    key: str,
    name: str,
    role: Role,
    organisation_id: int,
    *,
    language: str = "ja",
    now: datetime = NOW,
) -> Actor:
    """One more person of the office with a password; answers the actor."""
    person = NewPerson(f"{key}@home.example", name, language, ((role, organisation_id),))
    uid = create_person(SYSTEM, person=person, now=now)
    row = get_user_model().objects.get(uid=uid)
    row.set_password(PASSWORD)
    row.save(update_fields=["password"])
    return actor_of_person(row.pk)


def _contact(
    at: OrganisationView, name: str, email: str, now: datetime, language: str = "ja"
) -> Holder:
    row = Contact.objects.create(
        uid=new_id(),
        organisation_id=at.id,
        name=name,
        email=email,
        language=language,
        purposes=["security"],
        created_at=now,
        updated_at=now,
    )
    return Holder(row.pk, row.uid, at.id, name, email)


def office_client(actor: Actor, language: str = "ja") -> Client:
    """A browser in which this person has signed in."""
    client = browser(language)
    client.force_login(get_user_model().objects.get(uid=str(actor.uid)))
    return client


def respondent_client(
    link_uid: uuid.UUID, *, is_confirmed: bool = True, language: str = "ja"
) -> Client:
    """A browser in which the personal link has been exchanged."""
    client = browser(language)
    session = client.session
    session["links"] = {str(link_uid): {"is_confirmed": is_confirmed, "browser": "test browser"}}
    session.save()
    return client


def browser(language: str = "ja") -> Client:
    """A browser that reads one language and has done nothing yet."""
    client = Client(headers={"accept-language": language})
    client.cookies["sekisho_language"] = language
    return client
