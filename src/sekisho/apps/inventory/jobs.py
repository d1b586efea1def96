"""Bringing a list in, and drawing proposals from a submitted answer."""

from __future__ import annotations

import uuid
from datetime import datetime

from sekisho.apps.inventory.actions.intakes.steps import bring_in as bring_list_in
from sekisho.apps.inventory.actions.intakes.steps import narrowed
from sekisho.apps.inventory.actions.intakes.tidying import forget_lists as forget_old_lists
from sekisho.apps.inventory.actions.intakes.tidying import take_up_lists as take_lists_up
from sekisho.apps.inventory.actions.proposals import draw_proposals
from sekisho.apps.inventory.queries.intakes import intake_by_id
from sekisho.apps.work.actions import advance_run, begin_run, end_run
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor, ActorKind
from sekisho.kernel.errors import Problem


def bring_in(run_uid: str, intake_id: int) -> None:
    """Save the good rows of a list; safe to start again, goes on where it stopped."""
    run, found = uuid.UUID(run_uid), intake_by_id(intake_id)
    begin_run(run, total=len(found.good_rows), now=clock.now())

    def tick(done: int) -> datetime:
        advance_run(run, done=done)
        return clock.now()

    try:
        starter = Actor(kind=ActorKind.PERSON, uid=found.started_by_uid)
        who = narrowed(starter, found.organisation_id)
        bring_list_in(who, found=found, tick=tick, now=clock.now())
    except Problem as problem:
        end_run(run, state="failed", now=clock.now(), code=problem.code)
        return
    end_run(run, state="done", now=clock.now())


def take_up_lists() -> None:
    """Start again what a stopped worker left behind."""
    take_lists_up(SYSTEM, now=clock.now())


def forget_lists() -> None:
    """Forget lists that nobody has decided for seven days."""
    forget_old_lists(SYSTEM, now=clock.now())


def take_up(assignment_id: int) -> None:
    """Bring the proposals up to one submitted answer; other question sets are left alone."""
    draw_proposals(assignment_id=assignment_id, now=clock.now())
