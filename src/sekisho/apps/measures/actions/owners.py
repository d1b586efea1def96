"""Letters to our own side about open points: to the owner of the partner that has the gap, else to
the office that asked.

A point counts as told only with the letter that tells it; what cannot go today goes tomorrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.measures.events import Conversation
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.due import WRITTEN_STATES, DuePoint, home_place, places_of
from sekisho.apps.partners.queries import ContactView
from sekisho.apps.partners.queries.reaching import owner_contacts
from sekisho.engines.follow_up import LetterKind
from sekisho.engines.reminders import Limits, Place, is_office_time, next_office_moment
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

OWNER_LETTER = "measures.owner"
THE_OFFICE = 0  # stands for a contact's number where a partner has no owner who can be written to
_NEWS = (OpenLetter.Role.ANSWER, OpenLetter.Role.ENDED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that one letter speaks of: to one contact, for one company of ours."""

    asked_by_id: int
    at: Conversation
    source: str
    points: tuple[DuePoint, ...]

    @property
    def finding_ids(self) -> list[int]:
        """The findings it speaks of."""
        return [point.finding_id for point in self.points]


def parcel_of(points: Sequence[DuePoint]) -> Parcel:
    """The link of the newest conversation goes along; for this room's own actions."""
    newest = max(points, key=lambda point: point.conversation.source_id)
    return Parcel(newest.asked_by_id, newest.conversation, newest.source, tuple(points))


def open_letter(
    parcel: Parcel,
    role: str,
    contact_id: int,
    today: date,
    facts: tuple[LetterKind, date | None, datetime],
) -> tuple[OpenLetter, bool]:
    """The letter of that kind of this day, and whether it is new; for this room's own actions."""
    kind, due_on, now = facts
    where = {"source": parcel.source, "source_id": parcel.at.source_id}
    own = {"role": role, "contact_id": contact_id, "on_day": today} | (
        where if role in _NEWS else {}
    )
    defaults = {
        **where,
        "uid": new_id(),
        "kind": kind.value,
        "due_on": due_on,
        "points": [] if role == OpenLetter.Role.PARTNER else parcel.finding_ids,
        "created_at": now,
    }
    return OpenLetter.objects.get_or_create(
        asked_by_id=parcel.asked_by_id, **own, defaults=defaults
    )


def owner_letters(
    actor: Actor, points: Sequence[DuePoint], now: datetime
) -> list[Callable[[], int]]:
    """What to do for each owner of ours whose office is open: one letter a day about all that
    nobody answers.
    """
    owners = owner_contacts(_whose(points)) if points else {}
    people = {owner.id: owner for owner in owners.values()}
    places = {THE_OFFICE: home_place(), **places_of(people.values())}
    own: dict[tuple[int, int, str], list[DuePoint]] = defaultdict(list)
    for point in points:
        owner = _owner(owners, point.organisation_id, point.conversation)
        place = "" if owner else point.conversation.reply_to
        own[owner.id if owner else THE_OFFICE, point.asked_by_id, place].append(point)
    role = OpenLetter.Role.OWNER
    return [
        partial(
            _write_to_owner,
            actor,
            people.get(owner_id),
            parcel_of(some),
            (role, places[owner_id]),
            now,
        )
        for (owner_id, _asker, _place), some in own.items()
        if is_office_time(now, places[owner_id], Limits())
    ]


def _whose(points: Sequence[DuePoint]) -> set[int]:
    return {point.organisation_id for point in points} | {
        point.conversation.organisation_id for point in points
    }


def _owner(
    owners: dict[int, ContactView], organisation_id: int, at: Conversation
) -> ContactView | None:
    """In charge of who has the gap; else of whom we talk with about it."""
    return owners.get(organisation_id) or owners.get(at.organisation_id)


@transaction.atomic
def _write_to_owner(
    actor: Actor,
    owner: ContactView | None,
    parcel: Parcel,
    way: tuple[str, Place],
    now: datetime,
) -> int:
    (role, place), today = way, way[1].day(now)
    rows = Finding.objects.select_for_update().filter(pk__in=parcel.finding_ids)
    if role == OpenLetter.Role.OWNER:
        rows = rows.filter(state__in=WRITTEN_STATES)  # somebody may have answered since
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return 0
    contact_id = owner.id if owner else THE_OFFICE
    letter, is_new = open_letter(parcel, role, contact_id, today, (LetterKind.OWNER, None, now))
    if not is_new:
        return 0
    if role == OpenLetter.Role.OWNER:
        Finding.objects.filter(pk__in=ids).update(owner_told_on=today)
    _queue(actor, letter, owner, next_office_moment(now, place, Limits()), now)
    payload = {"role": role, "to": contact_id}
    change = Change(
        "measures.owner_told", "open_letter", letter.uid, payload=payload, count=len(ids)
    )
    record_entry(actor, change=change, now=now)
    return 1


def _queue(
    actor: Actor,
    letter: OpenLetter,
    owner: ContactView | None,
    leaves_at: datetime,
    now: datetime,
) -> None:
    new = NewLetter(
        OWNER_LETTER,
        letter.pk,
        owner.id if owner else THE_OFFICE,
        owner.language if owner else settings.LANGUAGE_CODE[:2],
        f"{OWNER_LETTER}:{letter.pk}",
        not_before=leaves_at,
    )
    queue_letters(actor, letters=[new], now=now)


def tell_owner(
    actor: Actor, *, finding: Finding, at: Conversation | None, role: str, now: datetime
) -> int:
    """A letter to our owner about one finding, if none of that kind went today about the same
    conversation; it leaves in the owner's office hours.
    """
    if at is None:
        return 0
    owners = owner_contacts({finding.organisation_id, at.organisation_id})
    where = (finding.pk, finding.organisation_id, finding.asked_by_id, finding.source)
    parcel = parcel_of([DuePoint(*where, LetterKind.OWNER, at)])
    owner = _owner(owners, finding.organisation_id, at)
    place = places_of([owner])[owner.id] if owner else home_place()
    return _write_to_owner(actor, owner, parcel, (role, place), now)
