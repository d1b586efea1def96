"""Prepares large files for the person who asked; throws those and unfinished uploads away after
a day.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.utils.translation import override

from sekisho.apps.accounts.queries import actor_of_person
from sekisho.apps.asks.actions.exports import keep_export
from sekisho.apps.asks.forms.sheets import Wanted, sheet_of
from sekisho.apps.asks.queries.pieces import uploads_folder
from sekisho.apps.asks.queries.prepared import ends_at, export_folder, wish_for
from sekisho.apps.work.actions import advance_run, begin_run, end_run
from sekisho.kernel import clock
from sekisho.kernel.errors import Problem

DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
_TELL_EVERY = 200
_NAME_LENGTH = 36  # of a written id


class _StoppedError(Exception):
    """Somebody asked to cancel."""


def register() -> None:
    """What the room's apps.py calls: old files go every quarter of an hour."""
    from sekisho.apps.work.events import plan

    plan("asks.clear_exports", job="sekisho.apps.asks.jobs.exports.clear", every_seconds=900)


def prepare_export(export_uid: str, run_uid: str, person_id: int) -> None:
    """Write the file that a person wished for, with the rights that the person has now."""
    run, state, code = uuid.UUID(run_uid), DONE, ""
    try:
        _prepare(uuid.UUID(export_uid), run, person_id)
    except _StoppedError:
        state = CANCELLED
    except Exception as error:
        code = error.code if isinstance(error, Problem) else "asks.export_failed"
        end_run(run, state=FAILED, now=clock.now(), code=code)
        raise
    end_run(run, state=state, now=clock.now(), code=code)


def clear() -> None:
    """Throw away what has been kept for its time."""
    now = clock.now()
    for path in (*export_folder().glob("*.*"), *uploads_folder().glob("*/*.*")):
        try:
            uid = uuid.UUID(path.name[:_NAME_LENGTH])
        except ValueError:
            continue  # not ours
        if ends_at(uid) <= now:
            path.unlink(missing_ok=True)


def _prepare(uid: uuid.UUID, run: uuid.UUID, person_id: int) -> None:
    actor, now = actor_of_person(person_id), clock.now()
    ask, wish = wish_for(actor, uid, now=now)
    begin_run(run, total=len(wish.ids), now=now)
    wanted = Wanted(ask, wish.what, wish.form, wish.ids)
    with override(wish.language):
        data = sheet_of(actor, wanted, now=now, heard=_teller(run))
    keep_export(actor, uid=uid, data=data, now=clock.now())


def _teller(run: uuid.UUID) -> Callable[[int], None]:
    def heard(done: int) -> None:
        if done % _TELL_EVERY == 0 and not advance_run(run, done=done):
            raise _StoppedError

    return heard
