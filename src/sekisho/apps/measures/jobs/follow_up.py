"""By the clock: acceptances that have run out, letters about open points, gaps without a mark.

Each is a job of its own: none waits for another, and none is queued while it waits or runs.
"""

from __future__ import annotations

from sekisho.apps.mail.queries import mail_state
from sekisho.apps.measures.actions.acceptance import end_acceptances
from sekisho.apps.measures.actions.gaps import mark_gaps
from sekisho.apps.measures.actions.letters import write_due
from sekisho.apps.work.actions import start_job_once
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM

_JOBS = ("end_run_out", "write_letters", "give_marks")


def start() -> None:
    """What the scheduler calls: the work itself is the worker's."""
    for job in _JOBS:
        start_job_once(f"sekisho.apps.measures.jobs.follow_up.{job}", now=clock.now())


def end_run_out() -> None:
    """Open again what was accepted until yesterday."""
    end_acceptances(SYSTEM, now=clock.now())


def write_letters() -> None:
    """Write what is due; while mail is held nothing is counted as written."""
    if mail_state().is_moving:
        write_due(SYSTEM, now=clock.now())


def give_marks() -> None:
    """Mark findings of before, so that the same gap is found elsewhere."""
    mark_gaps(SYSTEM, now=clock.now())
