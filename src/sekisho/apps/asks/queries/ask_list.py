"""The list of asks with their counts; each counts what the actor reaches of it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from sekisho.apps.asks.models import Ask, AskState
from sekisho.apps.asks.queries.drafts import visible_asks
from sekisho.apps.asks.queries.standing import Counts, grouped, late_in, summed
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of


@dataclass(frozen=True, slots=True)
class AskLine:
    """One ask in the list, with counts of what the actor reaches."""

    uid: uuid.UUID
    organisation_id: int
    organisation: Bilingual
    title: Bilingual
    state: str
    sent_at: datetime | None
    updated_at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class AskFilter:
    """Which asks of the list: a state ("" for all) and a page from 1."""

    state: str = ""
    page: int = 1


def asks_for(actor: Actor, criteria: AskFilter, *, now: datetime) -> Paged[AskLine]:
    """The asks that the actor may see, newest first, with counts."""
    rows = Ask.objects.filter(visible_asks(actor))
    if criteria.state:
        rows = rows.filter(state=criteria.state)
    total = rows.count()
    ordered = rows.select_related("organisation").order_by("-updated_at", "-id")
    page = list(ordered[slice_of(criteria.page)])
    counted = _counts(actor, page, now)
    lines = tuple(_line(row, counted.get(row.pk, ())) for row in page)
    return Paged(lines, criteria.page, total)


def ask_counts(actor: Actor) -> dict[str, int]:
    """How many asks there are of each state, for the chips of the list."""
    rows = Ask.objects.filter(visible_asks(actor)).order_by()
    return dict(rows.values_list("state").annotate(n=Count("id")))


def find_asks(actor: Actor, words: str, *, size: int = 5) -> tuple[AskLine, ...]:
    """Asks whose title holds these words in either language, newest first; without counts."""
    if not words.strip():
        return ()
    named = Q(title__ja__icontains=words.strip()) | Q(title__en__icontains=words.strip())
    rows = Ask.objects.filter(visible_asks(actor)).filter(named).select_related("organisation")
    return tuple(_line(row, ()) for row in rows.order_by("-updated_at", "-id")[:size])


def _counts(actor: Actor, asks: Sequence[Ask], now: datetime) -> dict[int, list[dict[str, Any]]]:
    is_late = late_in((row.pk for row in asks if row.state != AskState.CLOSED), now)
    where = Q(ask_id__in=[row.pk for row in asks]) & part_filter(actor)
    found = defaultdict(list)
    for row in grouped(where, is_late, "ask_id"):
        found[row["ask_id"]].append(row)
    return found


def _line(row: Ask, counted: Iterable[dict[str, Any]]) -> AskLine:
    return AskLine(
        uid=row.uid,
        organisation_id=row.organisation_id,
        organisation=Bilingual(row.organisation.name, row.organisation.name_en),
        title=Bilingual.from_dict(row.title),
        state=row.state,
        sent_at=row.sent_at,
        updated_at=row.updated_at,
        counts=summed(counted),
    )
