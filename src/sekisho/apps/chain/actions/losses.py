"""Entering amounts of money, and having the loss in yen reckoned in the background."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.chain.models import Study, StudyKind
from sekisho.apps.chain.queries.losses import money_defaults, reckoned_losses
from sekisho.apps.chain.queries.reach import reach_of
from sekisho.apps.chain.queries.studies import may_change, sealed_content
from sekisho.apps.organisations.queries import home_id
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.kernel.actor import Actor, ActorKind, Capability, Grant, Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import NotFound

RUN = "chain.loss"
STEPS = 2
_JOB = "sekisho.apps.chain.jobs.reckon_losses"
_KEPT = 10
Ranges = Mapping[str, tuple[float, float, float]]


@transaction.atomic
def enter_amounts(actor: Actor, *, ranges: Ranges, now: datetime) -> None:
    """Keep the amounts that somebody entered; those left out are assumed again.

    Raises NotFound without the right, Invalid (pricing.range).
    """
    from sekisho.engines.pricing.money import money_of

    if not may_change(actor, Capability.RUN):
        raise NotFound("chain.no_study")
    money_of(money_defaults(), ranges)
    reach = reach_of(actor)
    row = Study.objects.select_for_update().filter(kind=StudyKind.INPUTS, reach=reach.key).first()
    if row is None:
        row = Study(uid=new_id(), kind=StudyKind.INPUTS, reach=reach.key)
        row.organisation_ids = list(reach.organisation_ids)
    row.at = now
    row.sealed = sealed_content(
        row.uid, {"ranges": {key: list(one) for key, one in ranges.items()}}
    )
    row.save()
    change = Change("chain.amounts_entered", "chain_amounts", row.uid, count=len(ranges))
    record_entry(actor, change=change, now=now)


@transaction.atomic
def want_losses(actor: Actor, *, now: datetime) -> uuid.UUID:
    """Have the loss reckoned as things stand; returns the run. Older results are let go."""
    reach = reach_of(actor)
    uid = new_id()
    at = min(reach.organisation_ids, default=home_id())
    run = open_run(actor, work=Work(RUN, at, uid, total=STEPS), now=now)
    row = Study.objects.create(
        uid=uid,
        kind=StudyKind.LOSS,
        reach=reach.key,
        organisation_ids=list(reach.organisation_ids),
        run_uid=run,
        at=now,
    )
    older = Study.objects.filter(kind=StudyKind.LOSS, reach=reach.key).order_by("-at", "-id")
    Study.objects.filter(pk__in=[one.pk for one in older[_KEPT:]]).delete()
    start_job(_JOB, run_uid=str(run), study_id=row.pk)
    record_entry(actor, change=Change("chain.loss_wanted", "chain_loss", uid), now=now)
    return run


def reckon_loss(study_id: int, *, now: datetime) -> None:
    """Reckon a wanted result and keep it, sealed; safe to start again."""
    row = Study.objects.get(pk=study_id)
    at = row.organisation_ids or [home_id()]
    seer = Actor(kind=ActorKind.PERSON, grants=frozenset(Grant(Role.READER, own) for own in at))
    content = reckoned_losses(seer, now=now)
    with transaction.atomic():
        Study.objects.filter(pk=row.pk).update(sealed=sealed_content(row.uid, content))
        record_entry(seer, change=Change("chain.loss_reckoned", "chain_loss", row.uid), now=now)
