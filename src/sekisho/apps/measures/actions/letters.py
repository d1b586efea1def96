"""Letters about open points: one a day to a partner, whoever many points there are, and to our
owner when nobody answers.

What has been written stands at each finding, in the transaction that queues the letter; so a run
that stops halfway or comes twice neither loses nor doubles one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sekisho.apps.accounts.actions.links import NewLink, extend_links, issue_links, renew_links
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.measures.events import Conversation
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.due import (
    WRITTEN_STATES,
    DuePoint,
    due_points,
    kind_now,
    promise_of,
    rule_of_house,
)
from sekisho.apps.measures.queries.together import conversations_by_finding
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.partners.queries.owners import owners_of
from sekisho.engines.follow_up import LetterKind, gathered, noted
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

PARTNER_LETTER, OWNER_LETTER = "measures.open_points", "measures.owner"
LINK_LIVES = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """All that one letter speaks of: to one contact, for one company of ours."""

    asked_by_id: int
    at: Conversation
    source: str
    points: tuple[DuePoint, ...]


def write_due(actor: Actor, *, now: datetime) -> int:
    """Write every letter that is due at this moment; returns how many were queued."""
    own: dict[tuple[int, int, str], list[DuePoint]] = defaultdict(list)
    ours: list[DuePoint] = []
    for point in due_points(now):
        contact_id = point.conversation.contact_id
        if point.kind is LetterKind.OWNER or contact_id is None:
            ours.append(point)
        else:
            own[contact_id, point.asked_by_id, point.source].append(point)
    written = sum(_write(actor, _parcel(points), now) for points in own.values())
    return written + _write_to_owners(actor, ours, now)


def _parcel(points: Sequence[DuePoint]) -> _Parcel:
    """The link of the newest conversation goes along."""
    newest = max(points, key=lambda point: point.conversation.source_id)
    return _Parcel(newest.asked_by_id, newest.conversation, newest.source, tuple(points))


def write_now(actor: Actor, finding_ids: Sequence[int], kind: LetterKind, now: datetime) -> int:
    """Write about these findings at once, whatever the calendar says; returns how many letters.

    Nobody gets a second letter on one day. The caller has checked `actor` against the findings.
    """
    rows = Finding.objects.filter(pk__in=finding_ids, state__in=WRITTEN_STATES).defer("sealed")
    own: dict[tuple[int, int, str], list[DuePoint]] = defaultdict(list)
    found = list(rows)
    at = conversations_by_finding(found)
    for row in found:
        known = at.get(row.pk)
        if known is not None and known.contact_id is not None:
            point = DuePoint(row.pk, row.asked_by_id, row.source, kind, known)
            own[known.contact_id, row.asked_by_id, row.source].append(point)
    return sum(_write(actor, _parcel(some), now, by_hand=True) for some in own.values())


@transaction.atomic
def _write(actor: Actor, parcel: _Parcel, now: datetime, *, by_hand: bool = False) -> int:
    at, today = parcel.at, now.astimezone(parcel.at.zone).date()
    due = _still_due(parcel.points, now, by_hand=by_hand)
    if not due or at.contact_id is None:
        return 0
    kind = gathered(kind for _row, kind in due)
    days = [day for row, _kind in due if (day := promise_of(row).due_on)]
    letter, is_new = _open_letter(
        parcel, OpenLetter.Role.PARTNER, at.contact_id, today, (kind, min(days, default=None), now)
    )
    if not is_new:
        return 0
    for row, own in due:
        _note(row, own, today)
    _open_link(actor, at.contact_id, letter.source_id, now)
    key = f"{PARTNER_LETTER}:{letter.pk}"
    new = NewLetter(PARTNER_LETTER, letter.pk, at.contact_id, at.language, key)
    queue_letters(actor, letters=[new], now=now)
    payload = {"kind": kind.value, "to": at.contact_id}
    change = Change(
        "measures.letter_written", "open_letter", letter.uid, payload=payload, count=len(due)
    )
    record_entry(actor, change=change, now=now)
    return 1


def _still_due(
    points: Iterable[DuePoint], now: datetime, *, by_hand: bool
) -> list[tuple[Finding, LetterKind]]:
    """Looked at again under the lock: somebody may have answered since."""
    at = {point.finding_id: point for point in points}
    rule = rule_of_house()
    found: list[tuple[Finding, LetterKind]] = []
    for row in Finding.objects.select_for_update().filter(pk__in=at, state__in=WRITTEN_STATES):
        point = at[row.pk]
        kind = point.kind if by_hand else kind_now(row, point.conversation, now, rule)
        if kind is not None and kind is not LetterKind.OWNER:
            found.append((row, kind))
    return found


def _open_letter(
    parcel: _Parcel,
    role: str,
    contact_id: int,
    today: date,
    facts: tuple[LetterKind, date | None, datetime],
) -> tuple[OpenLetter, bool]:
    kind, due_on, now = facts
    return OpenLetter.objects.get_or_create(
        role=role,
        contact_id=contact_id,
        asked_by_id=parcel.asked_by_id,
        on_day=today,
        defaults={
            "uid": new_id(),
            "kind": kind.value,
            "source": parcel.source,
            "source_id": parcel.at.source_id,
            "due_on": due_on,
            "created_at": now,
        },
    )


def _note(row: Finding, kind: LetterKind, today: date) -> None:
    told = noted(promise_of(row), kind, today)
    Finding.objects.filter(pk=row.pk).update(
        ahead_for=told.ahead_for,
        asked_for=told.asked_for,
        letters=told.letters,
        letter_on=told.letter_on,
        owner_told_on=told.owner_told_on,
        has_news=told.has_news,
    )


def _open_link(actor: Actor, contact_id: int, source_id: int, now: datetime) -> None:
    """The same link, by a new token; one that had ended opens again, a revoked one does not."""
    link = NewLink(contact_id, source_id, now + LINK_LIVES)
    if not issue_links(actor, links=[link], now=now):
        renew_links(actor, links=[(contact_id, source_id)], now=now)
    extend_links(actor, ends={source_id: link.expires_at}, now=now)


def _write_to_owners(actor: Actor, points: Sequence[DuePoint], now: datetime) -> int:
    """Our owners get one letter a day each; a point without one is noted all the same."""
    owners = owners_of({point.conversation.organisation_id for point in points})
    own: dict[tuple[int | None, int], list[DuePoint]] = defaultdict(list)
    for point in points:
        owner = owners.get(point.conversation.organisation_id)
        own[owner, point.asked_by_id].append(point)
    return sum(
        _write_to_owner(actor, owner, _parcel(some), OpenLetter.Role.OWNER, now)
        for (owner, _asker), some in own.items()
    )


@transaction.atomic
def _write_to_owner(
    actor: Actor, owner_id: int | None, parcel: _Parcel, role: str, now: datetime
) -> int:
    today = now.astimezone(parcel.at.zone).date()
    ids = [point.finding_id for point in parcel.points]
    Finding.objects.filter(pk__in=ids, state__in=WRITTEN_STATES).update(owner_told_on=today)
    owner = contacts_by_ids([owner_id]).get(owner_id) if owner_id else None
    if owner is None or not owner.is_usable:
        return 0
    facts = (LetterKind.OWNER, None, now)
    letter, is_new = _open_letter(parcel, role, owner.id, today, facts)
    if not is_new:
        return 0
    key = f"{OWNER_LETTER}:{letter.pk}"
    new = NewLetter(OWNER_LETTER, letter.pk, owner.id, owner.language, key)
    queue_letters(actor, letters=[new], now=now)
    payload = {"role": role, "to": owner.id}
    change = Change(
        "measures.owner_told", "open_letter", letter.uid, payload=payload, count=len(ids)
    )
    record_entry(actor, change=change, now=now)
    return 1


def tell_owner(
    actor: Actor, *, finding: Finding, at: Conversation | None, role: str, now: datetime
) -> int:
    """A letter to our owner about one finding, if none of that kind went today already."""
    if at is None:
        return 0
    owner = owners_of({at.organisation_id}).get(at.organisation_id)
    parcel = _Parcel(finding.asked_by_id, at, finding.source, ())
    return _write_to_owner(actor, owner, parcel, role, now)
