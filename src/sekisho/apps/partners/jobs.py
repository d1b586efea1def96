"""Jobs of the register: dry run and commit of an import, forgetting, taking up lost ones."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sekisho.apps.partners.actions.imports import (
    clear_old_imports,
    fail_import,
    run_check,
    run_commit,
    stuck_imports,
)
from sekisho.apps.partners.actions.imports.steps import CHECK_JOB, COMMIT_JOB
from sekisho.apps.partners.queries.imports import import_place
from sekisho.apps.work.actions import advance_run, begin_run, end_run, start_job
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor, ActorKind, Grant, Role
from sekisho.kernel.errors import Problem

_Step = Callable[..., None]


def check_import(run_uid: str, batch_id: int) -> None:
    """Judge every row of an import; safe to start again."""
    _work(run_check, run_uid, batch_id)


def commit_import(run_uid: str, batch_id: int) -> None:
    """Bring the good rows in; safe to start again, goes on where it stopped."""
    _work(run_commit, run_uid, batch_id)


def clear_imports() -> None:
    """Forget staged rows and files after seven days."""
    clear_old_imports(SYSTEM, now=clock.now())


def take_up_imports() -> None:
    """Start again what a stopped worker left behind."""
    for batch_id, state, run_uid in stuck_imports(SYSTEM, now=clock.now()):
        job = CHECK_JOB if state == "checking" else COMMIT_JOB
        with transaction.atomic():
            start_job(job, run_uid=run_uid, batch_id=batch_id)


def _work(step: _Step, run_uid: str, batch_id: int) -> None:
    run, total = uuid.UUID(run_uid), import_place(batch_id).total
    begin_run(run, total=total if step is run_commit else 0, now=clock.now())
    actor = _actor(batch_id)

    def tick(done: int) -> datetime:
        advance_run(run, done=done)
        return clock.now()

    try:
        step(actor, batch_id=batch_id, tick=tick, now=clock.now())
    except Problem as problem:
        fail_import(actor, batch_id=batch_id, problem=problem, now=clock.now())
        end_run(run, state="failed", now=clock.now(), code=problem.code)
        return
    end_run(run, state="done", now=clock.now())


def _actor(batch_id: int) -> Actor:
    """Who started it, with what an import needs at the place where it runs, and no more."""
    place = import_place(batch_id)
    grants = frozenset({Grant(Role.MANAGER, place.organisation_id)})
    return Actor(kind=ActorKind.PERSON, uid=place.started_by_uid, grants=grants)
