"""Fanning out a frozen wave, and what follows when letters left or an ask was closed.

A killed job is started again by the worker and goes on where the wave says it stopped.
"""

from __future__ import annotations

import uuid
from time import perf_counter, sleep

from sekisho.apps.asks.actions.fanout import (
    end_access,
    end_waiting,
    finish_wave,
    prepare_batch,
    settle_letters,
    wave_work,
)
from sekisho.apps.asks.actions.resending import take_up_contact
from sekisho.apps.mail.events import goes_to_contact
from sekisho.apps.mail.queries import outcomes
from sekisho.apps.partners.actions import mark_contacts_bounced
from sekisho.apps.work.actions import advance_run, begin_run, end_run, start_job
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Problem

DONE, FAILED = "done", "failed"
# Between two batches, so that whoever saves an answer gets to the one writer; longer where the
# batch took longer: where others want the machine, half of the time is theirs.
REST_SECONDS = 0.05


def start_wave(wave_id: int, run_uid: str) -> None:
    """A wave was frozen: have a worker prepare it."""
    start_job("sekisho.apps.asks.jobs.send.prepare_wave", wave_id=wave_id, run_uid=run_uid)


def prepare_wave(wave_id: int, run_uid: str) -> None:
    """Make assignments, links and letters of a wave, batch by batch, and mark it ready."""
    run = uuid.UUID(run_uid)
    try:
        _prepare(wave_id, run)
    except Exception as error:
        code = error.code if isinstance(error, Problem) else "asks.preparation_failed"
        end_run(run, state=FAILED, now=clock.now(), code=code)
        raise
    end_run(run, state=DONE, now=clock.now())


def _prepare(wave_id: int, run: uuid.UUID) -> None:
    work = wave_work(wave_id)
    begin_run(run, total=len(work.audience), now=clock.now())
    if work.is_ready:
        return
    began = 0.0
    for place, start in enumerate(work.starts):
        if place:
            sleep(max(REST_SECONDS, perf_counter() - began))
        began = perf_counter()
        advance_run(run, done=prepare_batch(work, start=start, now=clock.now()))
    finish_wave(SYSTEM, wave_id=wave_id, now=clock.now())


def note_settled(outbox_ids: str) -> None:
    """Letters left or came back: move their assignments, mark addresses that do not work."""
    found = outcomes([int(number) for number in outbox_ids.split(",") if number])
    settle_letters(SYSTEM, outcomes=found, now=clock.now())
    bounced = [one for one in found if one.state == "bounced"]
    back = {one.recipient_id for one in bounced if goes_to_contact(one.letter)}
    mark_contacts_bounced(SYSTEM, contact_ids=back, now=clock.now())


def note_reachable(contact_id: int) -> None:
    """The address of a contact was corrected or confirmed: reminders count it in again."""
    take_up_contact(SYSTEM, contact_id=contact_id, now=clock.now())


def end_closed(ask_id: int) -> None:
    """An ask was closed: end its links and waiting letters."""
    end_access(SYSTEM, ask_id=ask_id, now=clock.now())


def end_withdrawn(ask_id: int) -> None:
    """An ask was withdrawn: end its waiting letters; its links go on to say so."""
    end_waiting(SYSTEM, ask_id=ask_id, now=clock.now())
