"""What happens to letters before and after hand-over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.models import LetterState, OutboxLetter
from sekisho.apps.mail.queries import require_mail_office
from sekisho.apps.organisations.actions.bulk import as_moment, fresh_uids, insert_rows
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, Invalid, NotFound

BATCH = 500
_KEY_LENGTH = 120
_REASON_LENGTH = 80
_TABLE = "mail_outboxletter"
_FRESH: dict[str, Any] = {
    "state": LetterState.QUEUED.value,
    "reason": "",
    "reply": "",
    "attempts": 0,
    "leased_by": "",
    "is_told": False,
}
_COLUMNS = (
    *("uid", "letter", "object_id", "recipient_id", "language", "unique_key"),
    *("priority", "created_at", "next_at"),
    *_FRESH,
)


@dataclass(frozen=True, slots=True)
class NewLetter:
    """One letter to one recipient. `unique_key` makes queueing it twice have one effect.

    `priority` is 10 for codes, which somebody waits for, and 0 for waves. `not_before`: it leaves
    then at the earliest, at once when None.
    """

    letter: str
    object_id: int
    recipient_id: int
    language: str
    unique_key: str
    priority: int = 0
    not_before: datetime | None = None


def queue_letters(actor: Actor, *, letters: Sequence[NewLetter], now: datetime) -> int:
    """Put letters into the outbox in batches of 500; returns how many are new.

    Runs inside the caller's transaction when there is one, and the caller's action records the
    audit entry. A letter whose key is there already is left as it is. Raises Invalid for a key
    that is too long.
    """
    rows, added = _rows(letters, now), 0
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            part = rows[start : start + BATCH]
            added += insert_rows(_TABLE, _COLUMNS, part, or_ignore=True)
    return added


def _rows(letters: Sequence[NewLetter], now: datetime) -> list[tuple[Any, ...]]:
    moments = {moment: as_moment(moment) for moment in {now, *_starts(letters, now)}}
    rows: list[tuple[Any, ...]] = []
    for uid, one in zip(fresh_uids(len(letters)), letters, strict=True):
        if len(one.unique_key) > _KEY_LENGTH:
            raise Invalid("mail.key_too_long", limit=_KEY_LENGTH)
        start = moments[max(now, one.not_before or now)]
        where = (one.letter, one.object_id, one.recipient_id, one.language, one.unique_key)
        rows.append((uid, *where, one.priority, moments[now], start, *_FRESH.values()))
    return rows


def _starts(letters: Iterable[NewLetter], now: datetime) -> set[datetime]:
    return {max(now, one.not_before) for one in letters if one.not_before}


@transaction.atomic
def cancel_letters(actor: Actor, *, letter: str, object_ids: Sequence[int], now: datetime) -> int:
    """Cancel the letters of this name about these objects that still wait; returns how many."""
    count = 0
    for start in range(0, len(object_ids), BATCH):
        rows = OutboxLetter.objects.filter(
            letter=letter,
            object_id__in=object_ids[start : start + BATCH],
            state=LetterState.QUEUED,
        )
        count += rows.update(state=LetterState.CANCELLED, leased_by="", leased_until=None)
    if count:
        _record(actor, "mail.letters_cancelled", {"letter": letter}, now, count)
    return count


@transaction.atomic
def mark_bounced(actor: Actor, *, letter: str, object_id: int, reason: str, now: datetime) -> int:
    """Note that handed-over letters of this name about an object came back; returns how many.

    `reason` is a code of at most 80 characters, never the text of the returned mail.
    """
    rows = OutboxLetter.objects.filter(
        letter=letter, object_id=object_id, state=LetterState.HANDED_OVER
    )
    count = rows.update(state=LetterState.BOUNCED, reason=reason[:_REASON_LENGTH], is_told=False)
    if count:
        _record(actor, "mail.letter_bounced", {"letter": letter, "object": object_id}, now, count)
    return count


@transaction.atomic
def retry_letter(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Queue one failed or bounced letter anew. Raises NotFound, Conflict in any other state."""
    require_mail_office(actor)
    row = OutboxLetter.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound("mail.no_letter")
    if not _requeue(actor, (uid,), (LetterState.FAILED, LetterState.BOUNCED), now):
        raise Conflict("mail.not_failed")


@transaction.atomic
def retry_letters(actor: Actor, *, uids: Sequence[uuid.UUID] | None = None, now: datetime) -> int:
    """Queue failed letters anew, all of them or those named; returns how many.

    A letter whose recipient was refused (bounced) is only sent again one by one.
    """
    require_mail_office(actor)
    return _requeue(actor, uids, (LetterState.FAILED,), now)


def _requeue(
    actor: Actor, uids: Sequence[uuid.UUID] | None, states: Sequence[str], now: datetime
) -> int:
    rows = OutboxLetter.objects.filter(state__in=states)
    if uids is not None:
        rows = rows.filter(uid__in=list(uids))
    # The tries of before count no more: two days of patience begin anew.
    fresh: dict[str, object] = {"attempts": 0, "tried_since": None, "reason": "", "is_told": False}
    count = rows.update(state=LetterState.QUEUED, next_at=now, **fresh)
    if count:
        _record(
            actor, "mail.letters_retried", {"letters": [str(uid) for uid in uids or ()]}, now, count
        )
    return count


def _record(actor: Actor, verb: str, payload: dict[str, object], now: datetime, count: int) -> None:
    change = Change(verb=verb, object_kind="letter", payload=payload, count=count)
    record_entry(actor, change=change, now=now)
