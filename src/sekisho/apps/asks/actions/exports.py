"""Answers that leave the house as a file: at once, or prepared first. Each is on record."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from sekisho.adapters.vault import write_stored
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.prepared import Wish, export_path, export_place, file_of, wish_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import seal_home
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

RUN_KIND = "asks.export"
_JOB = "sekisho.apps.asks.jobs.exports.prepare_export"


@transaction.atomic
def note_export(actor: Actor, *, uid: uuid.UUID, what: str, count: int, now: datetime) -> None:
    """Record that somebody took the list or the answers of an ask as a file. Raises NotFound."""
    ask_for(actor, uid)
    _record(actor, "asks.exported", uid, what, count, now)


def ask_export(actor: Actor, *, wish: Wish, person_id: int, now: datetime) -> uuid.UUID:
    """Have a large file prepared for this person; returns the run to watch. Raises NotFound."""
    ask, uid = ask_for(actor, uuid.UUID(wish.ask_uid)), new_id()
    path = export_path(uid, "wish")
    # Before the transaction: a disk must not hold the one writer.
    write_stored(path, seal_home(export_place(uid, "wish"), wish.as_json()))
    try:
        with transaction.atomic():
            work = Work(RUN_KIND, ask.organisation_id, uid, len(wish.ids), can_cancel=True)
            run = open_run(actor, work=work, now=now)
            start_job(_JOB, run_uid=str(run), export_uid=str(uid), person_id=person_id)
            _record(actor, "asks.export_asked", ask.uid, wish.what, len(wish.ids), now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return run


def keep_export(actor: Actor, *, uid: uuid.UUID, data: bytes, now: datetime) -> None:
    """Keep the prepared file of one's own wish, sealed. Raises NotFound, Conflict."""
    wish_for(actor, uid, now=now)
    path = export_path(uid, "file")
    path.unlink(missing_ok=True)  # a job that was killed begins again
    write_stored(path, seal_home(export_place(uid, "file"), data))


def take_export(actor: Actor, *, uid: uuid.UUID, now: datetime) -> tuple[Wish, bytes]:
    """One's own prepared file, its right checked anew. Raises NotFound, Conflict, Unreadable."""
    ask, wish = wish_for(actor, uid, now=now)
    data = file_of(uid)
    note_export(actor, uid=ask.uid, what=wish.what, count=len(wish.ids), now=now)
    return wish, data


def _record(actor: Actor, verb: str, uid: uuid.UUID, what: str, count: int, now: datetime) -> None:
    change = Change(verb, "ask", uid, payload={"what": what}, count=count)
    record_entry(actor, change=change, now=now)
