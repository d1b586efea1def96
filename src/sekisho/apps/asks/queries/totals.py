"""Several asks at once, for rooms that list them: each as far as the actor reaches it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from sekisho.apps.asks.models import Ask
from sekisho.apps.asks.queries.drafts import AskView, frozen_ask, visible_asks
from sekisho.apps.asks.queries.standing import Counts, grouped, late_in, summed
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.kernel.actor import Actor


def asks_among(actor: Actor, ids: Iterable[int]) -> dict[int, AskView]:
    """Those of these asks that the actor may see, by inside number."""
    rows = Ask.objects.filter(visible_asks(actor), pk__in=set(ids))
    return {row.pk: frozen_ask(row) for row in rows}


def ask_totals(actor: Actor, ask_ids: Sequence[int], *, now: datetime) -> dict[int, Counts]:
    """Counts by inside number of the ask; one without assignments within reach counts nothing."""
    where = Q(ask_id__in=ask_ids) & part_filter(actor)
    found = grouped(where, late_in(ask_ids, now), "ask_id")
    return {own: summed(row for row in found if row["ask_id"] == own) for own in ask_ids}
