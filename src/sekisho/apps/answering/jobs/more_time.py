"""Who was given more time: what they handed over lives as long."""

from __future__ import annotations

from sekisho.apps.answering.actions.handovers import follow_deadline
from sekisho.apps.answering.queries.handovers import handed_over_in
from sekisho.apps.asks.actions.fanout import wave_work
from sekisho.apps.asks.events import RETURNED, WAVE_FROZEN
from sekisho.apps.asks.queries.changing import EXTENDED
from sekisho.apps.work.events import subscribe
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM

_BATCH = 500


def register() -> None:
    """What the room's apps.py calls."""
    jobs = "sekisho.apps.answering.jobs.more_time"
    subscribe(WAVE_FROZEN, f"{jobs}.follow_wave")
    subscribe(RETURNED, f"{jobs}.follow_return")


def follow_wave(wave_id: int, run_uid: str) -> None:
    """A deadline was moved, for all or some of an ask; who was not given more gets none."""
    work = wave_work(wave_id)
    if work.kind != EXTENDED:
        return
    ids = handed_over_in(work.ask.id)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        follow_deadline(SYSTEM, assignment_ids=part, now=clock.now())


def follow_return(assignment_id: int, review_id: int) -> None:
    """A reply was sent back, with a day by which it is corrected."""
    follow_deadline(SYSTEM, assignment_ids=[assignment_id], now=clock.now())
