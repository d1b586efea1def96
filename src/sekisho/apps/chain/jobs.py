"""Reckoning large chains, forgetting those that nobody looks at."""

from __future__ import annotations

import uuid

from sekisho.apps.chain.actions.losses import STEPS as LOSS_STEPS
from sekisho.apps.chain.actions.losses import reckon_loss
from sekisho.apps.chain.actions.reckoning import STEPS, forget_unused, reckon_kept
from sekisho.apps.work.actions import advance_run, begin_run, end_run
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Problem


def reckon(run_uid: str, kept_id: int) -> None:
    """Reckon one wanted chain; safe to start again."""
    run = uuid.UUID(run_uid)
    begin_run(run, total=STEPS, now=clock.now())

    def tick(done: int) -> None:
        advance_run(run, done=done)

    try:
        reckon_kept(kept_id, tick=tick, now=clock.now())
    except Problem as problem:
        end_run(run, state="failed", now=clock.now(), code=problem.code)
        return
    end_run(run, state="done", now=clock.now())


def forget() -> None:
    """Forget chains that nobody has asked for in a month."""
    forget_unused(SYSTEM, now=clock.now())


def reckon_losses(run_uid: str, study_id: int) -> None:
    """Reckon one wanted loss in yen; safe to start again."""
    run = uuid.UUID(run_uid)
    begin_run(run, total=LOSS_STEPS, now=clock.now())
    advance_run(run, done=1)
    try:
        reckon_loss(study_id, now=clock.now())
    except Problem as problem:
        end_run(run, state="failed", now=clock.now(), code=problem.code)
        return
    end_run(run, state="done", now=clock.now())
