"""Turning people and links into actors; looking up people, links and challenges."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from sekisho.adapters.vault import hash_token
from sekisho.apps.accounts.models import (
    CodeChallenge,
    Link,
    LinkGeneration,
    Person,
    PersonGrant,
    SignInLink,
)
from sekisho.apps.organisations.queries import granted_ids
from sekisho.apps.work.queries.worded import MOMENT, NUMBER, UID, WORD, Worded
from sekisho.kernel.actor import NOBODY, Actor, ActorKind, Capability, Grant, LinkScope, Role
from sekisho.kernel.errors import Forbidden, NotFound

NO_PERSON = 0  # holder of a link whose letter went to an organisation, on paper, and to nobody


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody of the office with the roles held, as (role, organisation's inside number).

    `has_second_factor` is True once a code from an app is asked at sign-in.
    """

    uid: uuid.UUID
    email: str
    name: str
    language: str
    is_active: bool
    has_password: bool
    has_second_factor: bool
    grants: tuple[tuple[Role, int], ...]


@dataclass(frozen=True, slots=True)
class LinkView:
    """A personal link: whose, about what, and whether it still opens."""

    id: int
    uid: uuid.UUID
    purpose: str
    holder_id: int
    subject_id: int
    verbs: tuple[str, ...]
    expires_at: datetime
    is_revoked: bool
    generation: int
    wrong_tries: int


def live_session(key: str | None) -> Session | None:
    """The session of a cookie, None when there is none or it has ended."""
    # By Django's own clock, which wrote when it ends.
    found: Session | None = _SESSION.first(key=key, now=timezone.now())
    return found


_SESSION = Worded(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=WORD,
    now=MOMENT,
)


def actor_of_person(person_id: int) -> Actor:
    """The actor of a person with today's grants; nobody when blocked."""
    person = Person.objects.filter(pk=person_id).first()
    return NOBODY if person is None else actor_of_user(person)


def actor_of_user(person: Person) -> Actor:
    """The actor of somebody who has just been read, such as the user of a request."""
    if not person.is_active:
        return NOBODY
    grants = _GRANTS.rows(person_id=person.pk)
    return Actor(
        kind=ActorKind.PERSON,
        uid=person.uid,
        name=person.name,
        grants=frozenset(Grant(Role(role), at) for role, at in grants),
    )


_GRANTS = Worded(
    lambda person_id: PersonGrant.objects.filter(person_id=person_id).values_list(
        "role", "organisation_id"
    ),
    person_id=NUMBER,
)


def actor_of_uid(uid: uuid.UUID) -> Actor:
    """The actor of a person by outside id, for the house's own programs; nobody when unknown."""
    found = Person.objects.filter(uid=uid).values_list("pk", flat=True).first()
    return NOBODY if found is None else actor_of_person(found)


def actor_of_link(uid: uuid.UUID, *, is_confirmed: bool, now: datetime) -> Actor:
    """The actor of an exchanged link; nobody when it is revoked or has expired."""
    link = _LIVE.first(uid=uid, now=now)
    if link is None:
        return NOBODY
    scope = LinkScope(
        link_id=link.pk,
        holder_id=link.holder_id,
        subject_id=link.subject_id,
        verbs=frozenset(link.verbs),
        is_confirmed=is_confirmed,
    )
    return Actor(kind=ActorKind.LINK, uid=link.uid, link=scope)


_LIVE = Worded(
    lambda uid, now: Link.objects.filter(uid=uid, revoked_at=None, expires_at__gt=now),
    uid=UID,
    now=MOMENT,
)


def link_by_token(token: str, *, now: datetime) -> LinkView | None:
    """The live link of a token, None when unknown, expired or revoked (all look the same)."""
    row = (
        LinkGeneration.objects.select_related("link")
        .filter(keyed_hash=hash_token(settings.SEKISHO_KEYRING, token))
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    link = row.link
    if link.revoked_at is not None or link.expires_at <= now:
        return None
    return link_view(link)


def link_of(*, holder_id: int, subject_id: int, now: datetime) -> LinkView | None:
    """The live link of this holder about a subject; for the rooms that own both."""
    rows = Link.objects.filter(
        holder_id=holder_id,
        subject_id=subject_id,
        purpose="answer",
        revoked_at=None,
        expires_at__gt=now,
    )
    row = rows.first()
    return link_view(row) if row else None


def has_card(actor: Actor) -> bool:
    """Whether a code was printed for the actor's own link."""
    if actor.link is None:
        return False
    return Link.objects.filter(pk=actor.link.link_id, paper_generation__gt=0).exists()


def link_of_subject(subject_id: int, *, purpose: str = "answer") -> LinkView | None:
    """The newest link about a subject; for the actions of the room that owns the subject."""
    row = Link.objects.filter(subject_id=subject_id, purpose=purpose).order_by("-id").first()
    return link_view(row) if row else None


def live_link_ids(ids: Iterable[int], *, now: datetime) -> frozenset[int]:
    """Those of these links that still open: neither revoked nor expired."""
    rows = Link.objects.filter(pk__in=set(ids), revoked_at=None, expires_at__gt=now)
    return frozenset(rows.values_list("pk", flat=True))


def links_of_holders(holder_ids: Iterable[int], *, purpose: str) -> dict[int, LinkView]:
    """The newest link of each holder, by holder; for the room that owns them."""
    rows = Link.objects.filter(holder_id__in=set(holder_ids), purpose=purpose).order_by("id")
    return {row.holder_id: link_view(row) for row in rows}


def subjects_of_holder(holder_id: int, *, purpose: str = "answer") -> frozenset[int]:
    """What else the same person has links about, revoked ones left out, expired ones not.

    Empty for NO_PERSON: organisations whose letters name nobody have nothing in common.
    """
    if holder_id == NO_PERSON:
        return frozenset()
    rows = Link.objects.filter(holder_id=holder_id, purpose=purpose, revoked_at=None)
    return frozenset(rows.values_list("subject_id", flat=True))


def ended_before(moment: datetime) -> Q:
    """A condition over links: expired or closed before a moment."""
    return Q(expires_at__lt=moment) | Q(revoked_at__lt=moment)


def ended_links(
    before: datetime, among: tuple[int, ...] | None = None, *, after: int = 0, size: int
) -> tuple[tuple[int, int], ...]:
    """So many links that ended before a moment, some or all, as (number, subject), by number.

    Those with a number up to `after` are left out. Inside the house only.
    """
    rows = Link.objects.filter(ended_before(before), pk__gt=after).order_by("id")
    if among is not None:
        rows = rows.filter(pk__in=among)
    return tuple(rows.values_list("id", "subject_id")[:size])


def challenges_of_subjects(subject_ids: Iterable[int]) -> frozenset[int]:
    """Codes of the links about these subjects, by number: letters name them.

    Inside the house only.
    """
    rows = CodeChallenge.objects.filter(link__subject_id__in=list(subject_ids))
    return frozenset(rows.values_list("id", flat=True))


def link_view(row: Link) -> LinkView:
    """The frozen form of a link row; for this room's own modules."""
    return LinkView(
        id=row.pk,
        uid=row.uid,
        purpose=row.purpose,
        holder_id=row.holder_id,
        subject_id=row.subject_id,
        verbs=tuple(row.verbs),
        expires_at=row.expires_at,
        is_revoked=row.revoked_at is not None,
        generation=row.generation,
        wrong_tries=row.wrong_tries,
    )


def people_for(actor: Actor) -> tuple[PersonView, ...]:
    """People with a grant where the actor administers, by name."""
    if not actor.can(Capability.ADMINISTER):
        raise Forbidden("accounts.not_granted")
    own = granted_ids(actor, Capability.ADMINISTER)
    rows = Person.objects.prefetch_related("grants").order_by("name", "id")
    if own is not None:
        rows = rows.filter(grants__organisation_id__in=own).distinct()
    return _person_views(rows)


def person_for(actor: Actor, uid: uuid.UUID) -> PersonView:
    """One person whom the actor administers, or oneself. Raises NotFound otherwise."""
    if actor.uid == uid:
        own = Person.objects.filter(uid=uid).first()
        if own is not None:
            return _person_views([own])[0]
    for person in people_for(actor):
        if person.uid == uid:
            return person
    raise NotFound("accounts.no_person")


def names_of(uids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Display names of people, for records that keep only their outside id."""
    return dict(Person.objects.filter(uid__in=uids).values_list("uid", "name"))


def sign_in_person(token: str, *, now: datetime) -> PersonView | None:
    """Whom an unused, unexpired first sign-in link belongs to."""
    row = (
        SignInLink.objects.select_related("person")
        .filter(
            keyed_hash=hash_token(settings.SEKISHO_KEYRING, token),
            used_at=None,
            expires_at__gt=now,
            person__is_active=True,
        )
        .first()
    )
    return _person_views([row.person])[0] if row else None


def is_opening(uid: uuid.UUID) -> bool:
    """Whether this is the one person of a new installation, who has not come in yet."""
    people = list(Person.objects.order_by("id")[:2])
    return [one.uid for one in people] == [uid] and not people[0].has_usable_password()


def is_decided_by(actor: Actor, person: PersonView) -> bool:
    """Whether the actor administers every place where this person holds a role.

    Who holds a role elsewhere too can be blocked, renamed or let in anew only from above both
    places: otherwise a group company could take over an account of the lead company.
    """
    if not actor.can(Capability.ADMINISTER):
        return False
    own = granted_ids(actor, Capability.ADMINISTER)
    return own is None or {at for _role, at in person.grants} <= own


def administers_all(actor: Actor) -> bool:
    """Whether the actor administers the lead company and with it the whole group."""
    is_administrator = actor.can(Capability.ADMINISTER)
    return is_administrator and granted_ids(actor, Capability.ADMINISTER) is None


def absolute_address(path: str) -> str:
    """The address of a path as letters name it; never taken from a request's Host header."""
    base = settings.SEKISHO_BASE_URL or f"http://127.0.0.1:{settings.SEKISHO_PORT}"
    return f"{base}{path}"


def has_administrator_with_password() -> bool:
    """Whether somebody can sign in and administer."""
    people = Person.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR.value)
    return any(person.has_usable_password() for person in people)


def _person_views(rows: Iterable[Person]) -> tuple[PersonView, ...]:
    people = list(rows)
    guarded = set(
        Authenticator.objects.filter(
            user_id__in=[row.pk for row in people], type=Authenticator.Type.TOTP
        ).values_list("user_id", flat=True)
    )
    return tuple(_person_view(row, has_second_factor=row.pk in guarded) for row in people)


def _person_view(row: Person, *, has_second_factor: bool) -> PersonView:
    return PersonView(
        uid=row.uid,
        email=row.email,
        name=row.name,
        language=row.language,
        is_active=row.is_active,
        has_password=row.has_usable_password(),
        has_second_factor=has_second_factor,
        grants=tuple((Role(grant.role), grant.organisation_id) for grant in row.grants.all()),
    )
