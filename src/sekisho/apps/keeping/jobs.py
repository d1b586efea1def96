"""The night's erasing. Killed anywhere, it goes on where it stopped when it is called again."""

from __future__ import annotations

from django.utils import timezone

from sekisho.apps.keeping.actions.nights import begin_night
from sekisho.apps.keeping.actions.strays import remove_strays
from sekisho.apps.keeping.actions.sweeping import erase_batch, finish_files
from sekisho.apps.keeping.queries.rules import KINDS
from sekisho.apps.work.actions import start_job
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM

HOUR = 3  # in the zone of the house


def tonight() -> None:
    """Called every hour by the clock: from the hour of the night on the work is begun, once a day.

    So it is made up for by a machine that was off at that hour, or whose hourly call jumped it.
    """
    local = timezone.localtime(clock.now())
    if local.hour >= HOUR and begin_night(local.date()):
        start_job("sekisho.apps.keeping.jobs.sweep")


def sweep() -> None:
    """Erase all that is due, batch by batch, files last."""
    finish_files(SYSTEM)  # what an earlier run had marked
    run_at = clock.now()
    for kind in KINDS:
        while erase_batch(SYSTEM, kind=kind, run_at=run_at, now=clock.now()):
            finish_files(SYSTEM)
    remove_strays(SYSTEM, now=clock.now())
