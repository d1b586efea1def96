"""What a frozen wave becomes: assignments, links and queued letters, a batch at a time.

Every step is taken up where it stopped: rows stand under unique keys, and the wave counts how far
it has come. The single writer is held for one short step only. The entry of the audit record was
written when the wave was frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F

from sekisho.apps.accounts.actions.links import (
    NewLink,
    extend_links,
    issue_links,
    renew_links,
    revoke_links_of_subject,
)
from sekisho.apps.asks.actions.gaps import SOURCE
from sekisho.apps.asks.models import Ask, AskState, Assignment, AssignmentState, Wave
from sekisho.apps.asks.queries.audience import due_of
from sekisho.apps.asks.queries.changing import CHANGE_LETTERS, EXTENDED, WITHDRAWN
from sekisho.apps.asks.queries.drafts import AskView, frozen_ask
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.asks.queries.sent_letters import with_later_letters
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, cancel_letters, queue_letters
from sekisho.apps.mail.queries import Outcome
from sekisho.apps.measures.queries.findings import open_counts
from sekisho.apps.organisations.actions.bulk import as_moment, fresh_uids, insert_rows
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.kernel.actor import SYSTEM, Actor

# A batch is worded outside of its transactions: the one writer of SQLite is held for some
# milliseconds each, so that whoever saves an answer hardly waits.
BATCH = 100
REQUEST_LETTER, REMINDER_LETTER = "asks.request", "asks.reminder"
# Letters about a change of an ask, by the kind of their wave.
TOLD = dict(zip((EXTENDED, WITHDRAWN), CHANGE_LETTERS, strict=True))
_UNASKED: dict[str, Any] = {
    "state": AssignmentState.NOT_DELIVERED.value,
    "answered": 0,
    "shown": 0,
    "is_bounced": False,
    "is_returned": False,
    "reminders": 0,
}
_COLUMNS = (
    *("uid", "ask_id", "subject_id", "respondent_id", "contact_id", "language"),
    *("due_at", "created_at"),
    *_UNASKED,
)
# Why a letter failed here because of its address; what a server says of one is "bounced".
_FAULT_OF_ADDRESS = {"asks.no_address"}


@dataclass(frozen=True, slots=True)
class WaveWork:
    """A frozen wave in memory: read once, worked through in batches."""

    wave_id: int
    kind: str
    ask: AskView
    audience: Sequence[Sequence[Any]]
    frozen_at: datetime
    prepared: int
    is_ready: bool

    @property
    def starts(self) -> range:
        """Where the batches still to be prepared begin."""
        return range(self.prepared, len(self.audience), BATCH)


def wave_work(wave_id: int) -> WaveWork:
    """Read a wave for its job."""
    row = Wave.objects.select_related("ask").get(pk=wave_id)
    return WaveWork(
        wave_id=row.pk,
        kind=row.kind,
        ask=frozen_ask(row.ask),
        audience=row.audience,
        frozen_at=row.created_at,
        prepared=row.prepared,
        is_ready=row.is_ready,
    )


def prepare_batch(work: WaveWork, *, start: int, now: datetime) -> int:
    """Prepare up to 100 recipients from `start`; returns where the next batch begins."""
    rows = work.audience[start : start + BATCH]
    if work.kind == "first":
        _ask_first(work, rows, start + len(rows), now)
    elif work.kind in TOLD:
        _tell(work, rows, start, now)
    else:
        _remind(work, rows, start, now)
    return start + len(rows)


@transaction.atomic
def finish_wave(actor: Actor, *, wave_id: int, now: datetime) -> None:
    """Mark a wave as ready and its ask as open; a second call changes nothing."""
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.is_ready:
        return
    wave.is_ready, wave.ready_at = True, now
    wave.save(update_fields=["is_ready", "ready_at"])
    Ask.objects.filter(pk=wave.ask_id, state=AskState.PREPARING).update(state=AskState.OPEN)
    change = Change("asks.wave_ready", "wave", wave.uid, count=len(wave.audience))
    record_entry(actor, change=change, now=now)


@transaction.atomic
def settle_letters(actor: Actor, *, outcomes: Sequence[Outcome], now: datetime) -> int:
    """Move assignments whose letter left to waiting, mark those whose address does not work.

    A letter that failed for any other reason marks nobody. Returns how many changed; telling it
    again changes nothing.
    """
    counting = {REQUEST_LETTER, REMINDER_LETTER, *TOLD.values()}
    own = [one for one in outcomes if one.letter in counting]
    left = [one.object_id for one in own if one.state == "handed_over"]
    back = [one.object_id for one in own if _is_address_at_fault(one)]
    rows = Assignment.objects.filter(pk__in=left, is_bounced=True).exclude(pk__in=back)
    changed = rows.update(is_bounced=False)
    rows = Assignment.objects.filter(pk__in=left, state=AssignmentState.NOT_DELIVERED)
    changed += rows.update(state=AssignmentState.WAITING)
    changed += Assignment.objects.filter(pk__in=back, is_bounced=False).update(is_bounced=True)
    if changed:
        change = Change("asks.letters_settled", "assignment", count=changed)
        record_entry(actor, change=change, now=now)
    return changed


def end_access(actor: Actor, *, ask_id: int, now: datetime) -> None:
    """Close the links and cancel the waiting letters of a closed ask, in batches.

    Where findings are still open, the link stays so that the partner can report on them; so does
    one by which something is read that was sent about the answers.
    """
    ids = list(Assignment.objects.filter(ask_id=ask_id).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        followed = {*open_counts(source=SOURCE, source_ids=part), *with_later_letters(part)}
        ended = [own for own in part if own not in followed]
        revoke_links_of_subject(actor, subject_ids=ended, now=now)
        for letter in (REQUEST_LETTER, REMINDER_LETTER):
            cancel_letters(actor, letter=letter, object_ids=part, now=now)


def end_waiting(actor: Actor, *, ask_id: int, now: datetime) -> None:
    """Cancel the waiting letters of a withdrawn ask, in batches; its links go on to say so."""
    ids = list(Assignment.objects.filter(ask_id=ask_id).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        for letter in (REQUEST_LETTER, REMINDER_LETTER, TOLD[EXTENDED]):
            cancel_letters(actor, letter=letter, object_ids=ids[start : start + BATCH], now=now)


def _is_address_at_fault(one: Outcome) -> bool:
    is_refused_here = one.state == "failed" and one.reason in _FAULT_OF_ADDRESS
    return one.state == "bounced" or is_refused_here


def _ask_first(work: WaveWork, rows: Sequence[Sequence[Any]], end: int, now: datetime) -> None:
    made = _assignments(work, rows, now)
    held = [one for one in made if one.contact_id is not None]
    links = [NewLink(one.contact_id or 0, one.pk, link_end(one, now)) for one in held]
    issue_links(SYSTEM, links=links, now=now)
    letters = [_letter(REQUEST_LETTER, work, one.pk, one.contact_id, one.language) for one in held]
    with transaction.atomic():
        queue_letters(SYSTEM, letters=letters, now=now)
        Wave.objects.filter(pk=work.wave_id).update(prepared=end)


class _Asked(NamedTuple):
    """What links and letters need of an assignment."""

    pk: int
    subject_id: int
    respondent_id: int
    contact_id: int | None
    language: str
    due_at: datetime
    returned_until: datetime | None


def _assignments(work: WaveWork, rows: Sequence[Sequence[Any]], now: datetime) -> list[_Asked]:
    """The assignments of these rows, made where they are missing, with their numbers."""

    @cache
    def due(country: str) -> Any:
        return as_moment(due_of(work.ask, country, work.frozen_at))

    ask_id, made_at, unasked = work.ask.id, as_moment(now), tuple(_UNASKED.values())
    fresh = [
        (uid, ask_id, subject, respondent, contact, language, due(country), made_at, *unasked)
        for uid, (subject, respondent, contact, language, country) in zip(
            fresh_uids(len(rows)), rows, strict=True
        )
    ]
    with transaction.atomic():
        insert_rows("asks_assignment", _COLUMNS, fresh, or_ignore=True)
    wanted = {(row[0], row[1]) for row in rows}
    found = Assignment.objects.filter(ask_id=ask_id, subject_id__in=[row[0] for row in rows])
    asked = (_Asked(*one) for one in found.values_list(*_Asked._fields))
    return [one for one in asked if (one.subject_id, one.respondent_id) in wanted]


@transaction.atomic
def _remind(work: WaveWork, rows: Sequence[Sequence[Any]], start: int, now: datetime) -> None:
    """All of a batch or nothing: a reminder renews its link, which must not happen twice."""
    asks = Ask.objects.select_for_update().only("id")
    if not asks.filter(pk=work.ask.id, state=AskState.OPEN):
        return  # closed meanwhile: its links have ended, and none may be issued again
    moved = Wave.objects.filter(pk=work.wave_id, prepared=start)
    if not moved.update(prepared=start + len(rows)):
        return
    reminded = Assignment.objects.filter(pk__in=[row[0] for row in rows])
    ends = {one.pk: link_end(one, now) for one in reminded.only("due_at", "returned_until")}
    _replace_revoked(rows, ends, now)
    renew_links(SYSTEM, links=[(contact, assignment) for assignment, contact, _ in rows], now=now)
    extend_links(SYSTEM, ends={(one[1], one[0]): ends[one[0]] for one in rows}, now=now)
    letters = [_letter(REMINDER_LETTER, work, *row) for row in rows]
    queue_letters(SYSTEM, letters=letters, now=now)
    reminded.update(reminded_at=work.frozen_at, reminders=F("reminders") + 1)


@transaction.atomic
def _tell(work: WaveWork, rows: Sequence[Sequence[Any]], start: int, now: datetime) -> None:
    """All of a batch or nothing: links live as long as the new date, and a letter says so."""
    moved = Wave.objects.filter(pk=work.wave_id, prepared=start)
    if not moved.update(prepared=start + len(rows)):
        return
    known = Assignment.objects.in_bulk([row[0] for row in rows])
    if work.kind == EXTENDED:
        ends = {own: link_end(one, now) for own, one in known.items()}
        _replace_revoked(rows, ends, now)
        extend_links(SYSTEM, ends={(one[1], one[0]): ends[one[0]] for one in rows}, now=now)
    # A first letter that still waits names the new date itself.
    early = {own for own, one in known.items() if one.state == AssignmentState.NOT_DELIVERED}
    letters = [_letter(TOLD[work.kind], work, *row) for row in rows if row[0] not in early]
    queue_letters(SYSTEM, letters=letters, now=now)


def _replace_revoked(
    rows: Sequence[Sequence[Any]], ends: Mapping[int, datetime], now: datetime
) -> None:
    """Who was removed and brought back gets another link; the one of before stays closed."""
    contacts = contacts_by_ids(contact for _assignment, contact, _language in rows)
    usable = {own for own, contact in contacts.items() if contact.is_usable}
    links = [
        NewLink(contact, assignment, ends[assignment])
        for assignment, contact, _language in rows
        if contact in usable
    ]
    issue_links(SYSTEM, links=links, replaces_revoked=True, now=now)


def _letter(
    name: str, work: WaveWork, assignment_id: int, contact_id: int | None, language: str
) -> NewLetter:
    key = f"{name}:{work.wave_id}:{assignment_id}"
    return NewLetter(name, assignment_id, contact_id or 0, language, key)
