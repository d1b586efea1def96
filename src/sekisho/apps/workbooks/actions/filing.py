"""Taking a returned workbook in, and saving what a person confirms of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.asks.actions.filed import FiledAnswer, FiledResult, save_answers
from sekisho.apps.asks.queries.filed import FilePlace
from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.workbooks.models import Filing
from sekisho.apps.workbooks.queries.incoming import (
    Given,
    Opened,
    SheetTexts,
    opened,
    reading_of,
    require_own,
)
from sekisho.apps.workbooks.queries.outgoing import Filled, filled_for
from sekisho.apps.workbooks.queries.staged import (
    READ,
    SAVED,
    Staged,
    hand_of,
    reading_as_dict,
    sealed_content,
    staged_for,
)
from sekisho.engines.workbook import Standing
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict

KEPT = timedelta(days=7)
FILE, STORED = "file", "stored"
REOPEN = "*reopen"  # no question's key begins so


def take_in(actor: Actor, *, given: Given, texts: SheetTexts, now: datetime) -> uuid.UUID:
    """Read a workbook that the holder of a link sends; returns the outside id of what waits.

    Nothing is saved as an answer yet. Raises what intake, sheets and engine raise, Invalid for a
    file of another ask, partner or edition, Conflict when the reply is read only.
    """
    filled = filled_for(actor, now=now)
    require_open(actor, filled.reply)
    file = opened(given)
    require_own(file, filled)
    return stage(actor, filled=filled, file=file, texts=texts, batch_uid=new_id(), now=now)


def require_open(actor: Actor, reply: ReplyView) -> None:
    """Raises Conflict when nothing may be written to this reply; the office has its own words."""
    standing = reply.visit.standing
    if not standing.can_write and actor.kind is ActorKind.PERSON:
        raise Conflict("workbooks.read_only")
    if not standing.can_write:
        raise Conflict(f"asks.read_only.{standing.value}")


@transaction.atomic
def stage(
    actor: Actor,
    *,
    filled: Filled,
    file: Opened,
    texts: SheetTexts,
    batch_uid: uuid.UUID,
    now: datetime,
) -> uuid.UUID:
    """Keep what was read of a file until it is confirmed; a newer one of the same hand replaces."""
    reading = reading_of(file, filled, texts, now=now)
    place, uid = filled.place, new_id()
    content = {
        "file": file.name,
        "sha256": file.sha256,
        "language": file.stamp.language if file.stamp else "",
        "reading": reading_as_dict(reading),
    }
    waiting = Filing.objects.filter(assignment_id=place.id, by_uid=hand_of(actor), state=READ)
    waiting.exclude(batch_uid=batch_uid).delete()
    Filing.objects.create(
        uid=uid,
        batch_uid=batch_uid,
        ask_id=place.ask_id,
        assignment_id=place.id,
        by_uid=hand_of(actor),
        is_by_staff=actor.kind is ActorKind.PERSON,
        sealed=sealed_content(uid, place, content),
        created_at=now,
    )
    change = Change("workbooks.read", "assignment", place.uid, payload={"file": file.sha256})
    record_entry(actor, change=change, now=now)
    return uid


@transaction.atomic
def confirm(
    actor: Actor,
    *,
    uid: uuid.UUID,
    place: FilePlace,
    choices: Mapping[str, str],
    now: datetime,
) -> FiledResult:
    """Save the answers of a file that waits: what is new or changed, and what was decided.

    `choices`: for a question that a colleague answered meanwhile "file:<revision>" or
    "stored:<revision>", with the revision that was looked at; for REOPEN "yes" where the office
    may open a submitted reply again. Raises Conflict (workbooks.undecided, workbooks.submitted)
    while one is open, and then saves nothing; NotFound, Conflict as `save_answers` does.
    """
    # Locked until it is saved: a second press waits, and then finds that nothing waits any more.
    Filing.objects.select_for_update().filter(uid=uid, state=READ).first()
    staged = staged_for(actor, uid, now=now)
    require_open(actor, staged.reply)
    result = save_answers(actor, answers=_chosen(staged, choices), now=now)
    is_by_staff = actor.kind is ActorKind.PERSON
    if result.has_reopened and is_by_staff and choices.get(REOPEN) != "yes":
        raise Conflict("workbooks.submitted")
    content = {"file": staged.file_name, "sha256": staged.sha256, "saved": dict(result.saved)}
    Filing.objects.filter(uid=uid).update(
        state=SAVED, saved_at=now, sealed=sealed_content(uid, place, {**content, "by": actor.name})
    )
    change = Change(
        "workbooks.saved",
        "assignment",
        place.uid,
        payload={"file": staged.sha256, "reopened": result.has_reopened},
        count=len(result.saved),
    )
    record_entry(actor, change=change, now=now)
    return result


def _chosen(staged: Staged, choices: Mapping[str, str]) -> dict[str, FiledAnswer]:
    wanted = {
        one.question_key: FiledAnswer(one.line.answer, one.revision)
        for one in staged.standing(Standing.NEW, Standing.CHANGED)
    }
    is_open = 0
    for one in staged.standing(Standing.DIFFERS):
        choice = choices.get(one.question_key, "")
        if choice == f"{FILE}:{one.revision}":
            wanted[one.question_key] = FiledAnswer(one.line.answer, one.revision)
        elif choice != f"{STORED}:{one.revision}":
            is_open += 1
    if is_open:
        raise Conflict("workbooks.undecided", count=is_open)
    return wanted


@transaction.atomic
def note_download(actor: Actor, *, place: FilePlace, language: str, now: datetime) -> None:
    """Record that the answers saved so far leave the house in a workbook."""
    payload = {"language": language}
    change = Change("workbooks.downloaded", "assignment", place.uid, payload=payload)
    record_entry(actor, change=change, now=now)


@transaction.atomic
def drop(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Forget a file that waits; whoever sent it in may. Nothing happens when it is gone."""
    row = Filing.objects.filter(uid=uid, by_uid=hand_of(actor), state=READ).first()
    if row is None:
        return
    row.delete()
    record_entry(actor, change=Change("workbooks.dropped", "workbook", uid), now=now)


@transaction.atomic
def clear_waiting(actor: Actor, *, now: datetime) -> int:
    """Forget files that nobody confirmed within seven days; returns how many."""
    old = Filing.objects.filter(state=READ, created_at__lt=now - KEPT)
    count = old.delete()[0]
    if count:
        change = Change("workbooks.cleared", "workbook", count=count)
        record_entry(actor, change=change, now=now)
    return count
