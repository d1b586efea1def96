"""Letters about open points: one a day to a partner, however many points there are, and to our
owner when nobody answers.

What has been written stands at each finding, in the transaction that queues the letter; so a run
that stops halfway or comes twice neither loses nor doubles one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from sekisho.apps.accounts.actions.links import NewLink, extend_links, issue_links, renew_links
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.mail.queries import letters_of
from sekisho.apps.measures.actions.owners import Parcel, open_letter, owner_letters, parcel_of
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.due import (
    WRITTEN_STATES,
    DuePoint,
    due_points,
    kind_now,
    may_leave,
    promise_of,
    rule_of_house,
)
from sekisho.apps.measures.queries.together import conversations_by_finding
from sekisho.engines.follow_up import LetterKind, gathered, noted
from sekisho.kernel.actor import Actor

PARTNER_LETTER = "measures.open_points"
MOST_LETTERS = 2000  # in one run of the clock
_LATEST = 5
_log = logging.getLogger(__name__)
LINK_LIVES = timedelta(days=120)


def write_due(actor: Actor, *, now: datetime, most: int = MOST_LETTERS) -> int:
    """Write every letter that is due at this moment, where it is office time; returns how many.

    What goes wrong with one letter is logged and stops no other; above `most` the next run goes on.
    """
    own: dict[tuple[int, int, str], list[DuePoint]] = defaultdict(list)
    ours: list[DuePoint] = []
    for point in due_points(now):
        contact_id = point.conversation.contact_id
        if point.kind is LetterKind.OWNER or contact_id is None:
            ours.append(point)
        elif may_leave(now, point.conversation):
            own[contact_id, point.asked_by_id, point.source].append(point)
    works: list[Callable[[], int]] = [
        partial(_write, actor, parcel_of(points), now) for points in own.values()
    ]
    works += owner_letters(actor, ours, now)
    written = 0
    for work in works:
        if written >= most:
            break
        written += _safely(work)
    return written


def _safely(work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception:  # noqa: BLE001 - whatever is wrong with one row concerns that row alone
        _log.exception("A letter about open points could not be written")
        return 0


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
            point = DuePoint(row.pk, row.organisation_id, row.asked_by_id, row.source, kind, known)
            own[known.contact_id, row.asked_by_id, row.source].append(point)
    return sum(_write(actor, parcel_of(some), now, by_hand=True) for some in own.values())


@transaction.atomic
def _write(actor: Actor, parcel: Parcel, now: datetime, *, by_hand: bool = False) -> int:
    at, today = parcel.at, now.astimezone(parcel.at.zone).date()
    due = _still_due(parcel.points, now, by_hand=by_hand)
    if not due or at.contact_id is None:
        return 0
    if not by_hand and _still_waits(parcel.asked_by_id, at.contact_id):
        return 0
    kind = gathered(kind for _row, kind in due)
    days = [day for row, _kind in due if (day := promise_of(row).due_on)]
    letter, is_new = open_letter(
        parcel, OpenLetter.Role.PARTNER, at.contact_id, today, (kind, min(days, default=None), now)
    )
    if not is_new:
        return 0
    for row, own in due:
        _note(row, own, today)
    subjects = {point.conversation.source_id for point in parcel.points}
    _open_links(actor, at.contact_id, letter.source_id, subjects, now)
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


def _still_waits(asked_by_id: int, contact_id: int) -> bool:
    """Whether an earlier letter has not left yet: nobody is asked again before it has."""
    earlier = OpenLetter.objects.filter(
        role=OpenLetter.Role.PARTNER, contact_id=contact_id, asked_by_id=asked_by_id
    )
    ids = list(earlier.order_by("-id").values_list("pk", flat=True)[:_LATEST])
    found = letters_of((PARTNER_LETTER,), ids)
    return any(one.state == "queued" for some in found.values() for one in some)


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


def _open_links(
    actor: Actor, contact_id: int, main: int, subjects: Collection[int], now: datetime
) -> None:
    """The link that goes along, by a new token, and those to what else the letter speaks of.

    One that had ended opens again. One that was closed with an earlier address stays closed, and
    another takes its place: the letter goes to the address of now.
    """
    end = now + LINK_LIVES
    others = [NewLink(contact_id, own, end) for own in subjects if own != main]
    issue_links(actor, links=others, replaces_revoked=True, now=now)
    link = NewLink(contact_id, main, end)
    if not issue_links(actor, links=[link], replaces_revoked=True, now=now):
        renew_links(actor, links=[(contact_id, main)], now=now)
    extend_links(actor, ends={(contact_id, own): end for own in {main, *subjects}}, now=now)
