"""What was erased, when, by rule or by whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.keeping.models import Erasure
from sekisho.apps.keeping.queries.holds import opened_reason
from sekisho.apps.keeping.queries.rules import require_keeper
from sekisho.kernel.actor import Actor
from sekisho.ui.paging import Paged, slice_of


@dataclass(frozen=True, slots=True)
class ErasureView:
    """One line. `months` is the rule's, None by hand; `by` and `reason` are empty by rule."""

    kind: str
    count: int
    at: datetime
    months: int | None
    by: str
    reason: str
    object_uid: uuid.UUID | None


def erasures_for(actor: Actor, *, page: int = 1) -> Paged[ErasureView]:
    """One page, newest first. Raises Forbidden for all but administrators at home."""
    require_keeper(actor)
    rows = Erasure.objects.order_by("-at", "-id")
    return Paged(_views(list(rows[slice_of(page)])), page, rows.count())


def every_erasure(actor: Actor) -> tuple[ErasureView, ...]:
    """All of them, oldest first. Raises Forbidden."""
    require_keeper(actor)
    return _views(list(Erasure.objects.order_by("at", "id")))


def _views(rows: list[Erasure]) -> tuple[ErasureView, ...]:
    names = names_of({row.by_uid for row in rows if row.by_uid})
    return tuple(
        ErasureView(
            kind=row.kind,
            count=row.count,
            at=row.at,
            months=row.months,
            by=names.get(row.by_uid, str(row.by_uid)) if row.by_uid else "",
            reason=opened_reason("erasure", row.uid, row.sealed) if row.sealed else "",
            object_uid=row.object_uid,
        )
        for row in rows
    )
