"""Reading a file, and looking after those that nobody reads."""

from __future__ import annotations

import uuid

from sekisho.apps.observing.actions.running import Cancelled, fail_observation, read_observation
from sekisho.apps.observing.actions.uploads import tidy as tidy_up
from sekisho.apps.observing.queries.observations import narrowed, observation_by_id
from sekisho.apps.work.actions import advance_run, begin_run, end_run
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Problem


def read(run_uid: str, observation_id: int) -> None:
    """Read one file; safe to start again, begins anew."""
    run, found = uuid.UUID(run_uid), observation_by_id(observation_id)
    who = narrowed(found.started_by_uid, found.organisation_id)
    begin_run(run, total=100, now=clock.now())

    def tick(done: int) -> bool:
        return advance_run(run, done=done)

    try:
        read_observation(who, found=found, tick=tick, now=clock.now())
    except Cancelled:
        fail_observation(who, found=found, code="cancelled", now=clock.now())
        end_run(run, state="cancelled", now=clock.now())
        return
    except Problem as problem:
        fail_observation(who, found=found, code=problem.code, now=clock.now())
        end_run(run, state="failed", now=clock.now(), code=problem.code)
        return
    end_run(run, state="done", now=clock.now())


def tidy() -> None:
    """Start again what was left behind, forget what nobody had read and what is old."""
    tidy_up(SYSTEM, now=clock.now())
