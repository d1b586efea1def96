"""Reckoning a large chain in the background and keeping it, sealed, for all who see the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.chain.models import Kept, Piece
from sekisho.apps.chain.queries.kept import sealed_pieces
from sekisho.apps.chain.queries.reach import mark_of, reach_of
from sekisho.apps.chain.queries.standing import drawn_for
from sekisho.apps.organisations.queries import home_id
from sekisho.apps.work.actions import Work, open_run, start_job
from sekisho.kernel.actor import Actor, ActorKind, Grant, Role
from sekisho.kernel.entropy import new_id

RUN = "chain.reckon"
STEPS = 3  # reading and drawing, keeping, tidying
_JOB = "sekisho.apps.chain.jobs.reckon"
_GIVEN_UP = timedelta(minutes=15)
_UNUSED = timedelta(days=30)


@transaction.atomic
def want_chain(actor: Actor, *, now: datetime) -> uuid.UUID | None:
    """Have the actor's chain reckoned as things stand; returns the run, None when it is at hand.

    Asked again while it is being reckoned, the same run is returned.
    """
    reach, mark = reach_of(actor), mark_of(actor, now.date())
    Kept.objects.get_or_create(
        reach=reach.key,
        defaults={
            "uid": new_id(),
            "organisation_ids": list(reach.organisation_ids),
            "wanted_at": now,
        },
    )
    row = Kept.objects.select_for_update().get(reach=reach.key)
    if row.mark == mark:
        return None
    if row.wanted_mark == mark and row.run_uid and now - row.wanted_at < _GIVEN_UP:
        return row.run_uid
    at = min(reach.organisation_ids, default=home_id())
    row.run_uid = open_run(actor, work=Work(RUN, at, row.uid, total=STEPS), now=now)
    row.wanted_mark, row.wanted_at = mark, now
    row.save()
    start_job(_JOB, run_uid=str(row.run_uid), kept_id=row.pk)
    record_entry(actor, change=Change("chain.wanted", "chain", row.uid), now=now)
    return row.run_uid


def reckon_kept(kept_id: int, *, tick: Callable[[int], None], now: datetime) -> None:
    """Draw a wanted chain and put it in the place of the older one; safe to start again."""
    row = Kept.objects.get(pk=kept_id)
    actor = _seer(row)
    mark = mark_of(actor, now.date())
    drawn = drawn_for(actor, now=now)
    tick(1)
    edition = row.edition + 1
    Piece.objects.filter(kept=row, edition=edition).delete()
    for number, sealed in enumerate(sealed_pieces(row.uid, edition, drawn)):
        Piece.objects.create(kept=row, edition=edition, number=number, sealed=sealed)
    tick(2)
    _take_over(actor, row, (edition, mark), now)
    Piece.objects.filter(kept=row).exclude(edition=edition).delete()


@transaction.atomic
def _take_over(actor: Actor, row: Kept, kept: tuple[int, str], now: datetime) -> None:
    edition, mark = kept
    Kept.objects.filter(pk=row.pk).update(edition=edition, mark=mark, reckoned_at=now)
    record_entry(actor, change=Change("chain.reckoned", "chain", row.uid), now=now)


@transaction.atomic
def forget_unused(actor: Actor, *, now: datetime) -> int:
    """Forget chains that nobody has asked for in a month; returns how many."""
    rows = Kept.objects.filter(wanted_at__lt=now - _UNUSED)
    count = rows.count()
    if count:
        rows.delete()
        record_entry(actor, change=Change("chain.forgotten", "chain", count=count), now=now)
    return count


def _seer(row: Kept) -> Actor:
    """Somebody who sees what those see who want this chain, and nothing more."""
    at = row.organisation_ids or [home_id()]
    return Actor(kind=ActorKind.PERSON, grants=frozenset(Grant(Role.READER, own) for own in at))
