"""The whole network within reach as bare rows, for rooms that reckon with a hundred thousand."""

from __future__ import annotations

import uuid

from django.db.models import Count, Max, Q, Sum

from sekisho.apps.organisations.models import Organisation, Relation
from sekisho.apps.organisations.queries.reach import reach_filter
from sekisho.kernel.actor import Actor


def bodies_within(actor: Actor) -> tuple[int, ...]:
    """Inside numbers of every active organisation within reach, home among them; sorted."""
    rows = Organisation.objects.filter(reach_filter(actor), is_active=True)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def trades_within(actor: Actor) -> list[tuple[uuid.UUID, int, int, str]]:
    """Outside id, supplier, customer and kind of every edge between active bodies within reach."""
    # Two lists of the same thousands are multiplied by SQLite's planner: both ends are judged here.
    seen = set(bodies_within(actor))
    rows = Relation.objects.order_by("id").values_list("uid", "supplier_id", "customer_id", "kind")
    return [row for row in rows if row[1] in seen and row[2] in seen]


def network_mark(actor: Actor) -> tuple[object, ...]:
    """A value that changes with the organisations within reach and with the edges of the register.

    Cheap: it is asked before each page that reckons with the whole network.
    """
    seen = Organisation.objects.filter(reach_filter(actor), is_active=True).aggregate(
        *(Count("id"), Sum("id"), Max("updated_at")),
        group=Count("id", filter=Q(is_group=True)),
    )
    edges = Relation.objects.aggregate(Count("id"), Max("id"))
    return (*seen.values(), *edges.values())
