"""By the clock: letters about open points, and acceptances that have run out."""

from __future__ import annotations

from sekisho.apps.measures.actions.acceptance import end_acceptances
from sekisho.apps.measures.actions.letters import write_due
from sekisho.apps.work.actions import start_job
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM


def start() -> None:
    """What the scheduler calls: the work itself is the worker's."""
    start_job("sekisho.apps.measures.jobs.follow_up.follow_up")


def follow_up() -> None:
    """End what has run out, then write: whoever is open again hears of it the same day."""
    now = clock.now()
    while end_acceptances(SYSTEM, now=now):
        pass
    write_due(SYSTEM, now=now)
