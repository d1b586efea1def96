"""Recompute signed tiers and the visibility table, writing only what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.models import Organisation, Relation, Visibility
from sekisho.engines.chain import reach_by_root, signed_tiers
from sekisho.kernel.actor import Actor

_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Chain:
    """What reach follows from: the group tree and all edges."""

    parents: dict[int, int | None]
    edges: list[tuple[int, int]]


def refresh_reach(actor: Actor, *, now: datetime) -> int:
    """Bring tiers and visibility in line with group tree and relations; returns rows changed.

    Reads are made first; writes go in transactions of at most 500 rows. What changed meanwhile is
    noticed at the end, and all is worked out again.
    """
    total, is_settled = 0, False
    while not is_settled:
        chain = _read_chain()
        changed = _refresh_tiers(chain) + _refresh_visibility(chain)
        with transaction.atomic():
            change = Change("organisations.reach_refreshed", "organisation", count=changed)
            record_entry(actor, change=change, now=now)
            # The entry keeps everybody else waiting who changes the chain and records it.
            is_settled = _read_chain() == chain
        total += changed
    return total


def _read_chain() -> _Chain:
    parents = Organisation.objects.filter(is_group=True).values_list("id", "parent_id")
    edges = Relation.objects.order_by("id").values_list("supplier_id", "customer_id")
    return _Chain(dict(parents), list(edges))


def _refresh_visibility(chain: _Chain) -> int:
    viewers = list(
        Organisation.objects.filter(is_group=True, is_home=False).values_list("id", flat=True)
    )
    reached = reach_by_root(chain.parents, chain.edges, viewers)
    wanted = {(viewer, own) for viewer, members in reached.items() for own in members}
    present = {
        (viewer, own): row
        for row, viewer, own in Visibility.objects.values_list(
            "id", "viewer_id", "organisation_id"
        ).iterator()
    }
    gone = _remove([row for pair, row in present.items() if pair not in wanted])
    return gone + _add(pair for pair in wanted if pair not in present)


def _refresh_tiers(chain: _Chain) -> int:
    tiers = signed_tiers(frozenset(chain.parents), chain.edges)
    rows = Organisation.objects.values_list("id", "tier")
    moved: dict[int | None, list[int]] = {}
    for own, tier in rows:
        if tiers.get(own) != tier:
            moved.setdefault(tiers.get(own), []).append(own)
    for tier, ids in moved.items():
        for start in range(0, len(ids), _BATCH):
            Organisation.objects.filter(id__in=ids[start : start + _BATCH]).update(tier=tier)
    return sum(map(len, moved.values()))


def _remove(rows: list[int]) -> int:
    for start in range(0, len(rows), _BATCH):
        Visibility.objects.filter(id__in=rows[start : start + _BATCH]).delete()
    return len(rows)


def _add(pairs: Iterable[tuple[int, int]]) -> int:
    rows = [Visibility(viewer_id=viewer, organisation_id=own) for viewer, own in pairs]
    for start in range(0, len(rows), _BATCH):
        Visibility.objects.bulk_create(rows[start : start + _BATCH], ignore_conflicts=True)
    return len(rows)
