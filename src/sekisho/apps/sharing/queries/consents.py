"""Consents as values: who agreed to what when, seen from the link and from both offices."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from sekisho.apps.asks.queries.scopes import Scope, scopes_by_ids
from sekisho.apps.asks.queries.sealed import open_part, seal_part
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.sharing.models import Consent
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.text import Bilingual

_PART = "sharing_consent"


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One press. `revisions` are of the answers it wrote, by question key."""

    uid: uuid.UUID
    target: Scope
    source: Scope
    to_company: Bilingual
    from_company: Bilingual
    source_revision: int
    count: int
    by: str
    revisions: Mapping[str, int]
    at: datetime
    withdrawn_at: datetime | None


def consents_at(assignment_id: int, *, now: datetime) -> tuple[ConsentView, ...]:
    """All that name an assignment at either end, newest first; the caller went through its gate.

    Whoever reads one end may know the other company's name: the partner was told so before.
    """
    rows = Consent.objects.filter(Q(target_id=assignment_id) | Q(source_id=assignment_id))
    return frozen_consents(rows.order_by("-at", "-id"), now=now)


def consented_marks(
    assignment_ids: Collection[int], *, now: datetime
) -> dict[tuple[int, str], ConsentView]:
    """The consent behind each answer of these assignments; the caller went through their gate."""
    rows = Consent.objects.filter(target_id__in=list(assignment_ids), withdrawn_at=None)
    views = frozen_consents(rows.order_by("at", "id"), now=now)
    return {(one.target.id, key): one for one in views for key in one.revisions}


def frozen_consents(rows: Iterable[Consent], *, now: datetime) -> tuple[ConsentView, ...]:
    """The values of rows; for this room's own modules."""
    held = list(rows)
    ends = scopes_by_ids({end for row in held for end in (row.target_id, row.source_id)}, now=now)
    names = organisations_by_ids(SYSTEM, {scope.asker_id for scope in ends.values()})
    companies = {own: view.names for own, view in names.items()}
    return tuple(_view(row, ends, companies) for row in held)


def sealed_consent(at: Scope, uid: uuid.UUID, *, by: str, revisions: Mapping[str, int]) -> bytes:
    """Who agreed and to which questions, sealed with the key of the reply that was filled."""
    return seal_part(at, part=_PART, row=uid, content={"by": by, "revisions": dict(revisions)})


def _view(
    row: Consent, ends: Mapping[int, Scope], companies: Mapping[int, Bilingual]
) -> ConsentView:
    target, source = ends[row.target_id], ends[row.source_id]
    held: dict[str, Any] = open_part(target, part=_PART, row=row.uid, sealed=row.sealed)
    return ConsentView(
        uid=row.uid,
        target=target,
        source=source,
        to_company=companies[target.asker_id],
        from_company=companies[source.asker_id],
        source_revision=row.source_revision,
        count=row.count,
        by=str(held["by"]),
        revisions=dict(held["revisions"]),
        at=row.at,
        withdrawn_at=row.withdrawn_at,
    )
