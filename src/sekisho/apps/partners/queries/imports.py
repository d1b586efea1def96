"""Imports as a person sees them: one's own batches, their rows page by page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.apps.organisations.queries import organisations_by_ids, reach_filter
from sekisho.apps.partners.models import ImportBatch, ImportState, StagedRow
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.paging import Paged, slice_of

VERDICTS = ("new", "changed", "same", "refused", "doubtful", "left")


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import. `mapping` maps column position to field; `counts` see checking.count_rows."""

    uid: uuid.UUID
    file_name: str
    sheet_names: tuple[str, ...]
    sheet_name: str
    encoding: str
    heading_row: int
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: dict[int, str]
    state: str
    counts: dict[str, int]
    run_uid: uuid.UUID | None
    code: str
    params: dict[str, str | int]
    created_at: datetime
    ended_at: datetime | None
    has_rows: bool
    has_file: bool

    @property
    def to_commit(self) -> int:
        """How many rows a commit would bring in."""
        counts = self.counts
        return max(0, counts.get("new", 0) + counts.get("changed", 0) - self.staying_out)

    @property
    def staying_out(self) -> int:
        """How many good rows a commit would leave out, as things are decided."""
        counts = self.counts
        known = counts.get("undecided", 0) + counts.get("skipped", 0)
        return counts.get("staying_out", known)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a doubtful row may mean: a known partner (number) or another row of the file."""

    organisation_id: int
    organisation_uid: uuid.UUID | None
    row: int
    name: str
    own_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the report. `faults`: (field, code, text); `changes`: (field, before, after).

    `is_writing` tells that the file only writes the name of a known partner in another way.
    """

    number: int
    name: str
    own_code: str
    values: dict[str, Any]
    verdict: str
    faults: tuple[tuple[str, str, str], ...]
    changes: tuple[tuple[str, Any, Any], ...]
    candidates: tuple[Candidate, ...]
    choice: str
    is_committed: bool
    is_writing: bool


def import_for(actor: Actor, uid: uuid.UUID) -> ImportView:
    """One's own import. Raises NotFound for anybody else's."""
    row = own_batches(actor).filter(uid=uid).first()
    if row is None:
        raise NotFound("partners.no_import")
    return _frozen(row)


def imports_for(actor: Actor, *, size: int = 10) -> tuple[ImportView, ...]:
    """One's own imports, newest first."""
    return tuple(_frozen(row) for row in own_batches(actor).order_by("-id")[:size])


def import_rows_for(actor: Actor, uid: uuid.UUID, verdict: str, number: int) -> Paged[RowView]:
    """One page of the rows of one's own import, those with a verdict or all; by row number."""
    batch = own_batches(actor).filter(uid=uid).first()
    if batch is None:
        raise NotFound("partners.no_import")
    rows = StagedRow.objects.filter(batch=batch)
    if verdict == "doubtful":
        rows = rows.filter(is_doubtful=True)
    elif verdict in VERDICTS:
        rows = rows.filter(verdict=verdict)
    total = rows.count()
    found = list(rows.order_by("number")[slice_of(number)])
    return Paged(_row_views(actor, batch, found), number, total)


def own_batches(actor: Actor) -> Any:
    """The rows of one's own imports; for this room's own queries."""
    reached = reach_filter(actor, capability=Capability.RUN, path="organisation")
    if actor.uid is None:
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(reached, started_by_uid=actor.uid)


def _frozen(row: ImportBatch) -> ImportView:
    return ImportView(
        uid=row.uid,
        file_name=row.file_name,
        sheet_names=tuple(row.sheet_names),
        sheet_name=row.sheet_name,
        encoding=row.encoding,
        heading_row=row.heading_row,
        columns=tuple(row.columns),
        samples=tuple(tuple(sample) for sample in row.samples),
        mapping={int(position): field for position, field in row.mapping.items()},
        state=row.state,
        counts=dict(row.counts),
        run_uid=row.run_uid,
        code=row.code,
        params=dict(row.params),
        created_at=row.created_at,
        ended_at=row.ended_at,
        has_rows=row.state in {ImportState.CHECKED, ImportState.COMMITTING, ImportState.DONE},
        has_file=bool(row.stored_name),
    )


def _row_views(actor: Actor, batch: ImportBatch, rows: Sequence[StagedRow]) -> tuple[RowView, ...]:
    numbers = {found[1] for row in rows for found in row.doubtful if found[1]}
    numbers |= {row.follows for row in rows if row.follows}
    others = dict(
        StagedRow.objects.filter(batch=batch, number__in=numbers).values_list("number", "values")
    )
    ids = {found[0] for row in rows for found in row.doubtful if found[0]}
    ids |= {row.match_id for row in rows if row.match_id}
    known = organisations_by_ids(actor, ids) if ids else {}
    views = []
    for row in rows:
        held = row.values if "name" in row.values else others.get(row.follows or 0, row.values)
        match = known.get(row.match_id or 0)
        views.append(
            RowView(
                number=row.number,
                name=held.get("name", "") or (match.name if match else ""),
                own_code=row.values.get("own_code", "") or held.get("own_code", ""),
                values=row.values,
                verdict=row.verdict,
                faults=tuple((fault[0], fault[1], fault[2]) for fault in row.faults),
                changes=tuple((change[0], change[1], change[2]) for change in row.changes),
                candidates=_candidates(row, known, others),
                choice=row.choice,
                is_committed=row.is_committed,
                is_writing=any(found[2] == "writing" for found in row.doubtful),
            )
        )
    return tuple(views)


def _candidates(
    row: StagedRow, known: dict[int, Any], others: dict[int, dict[str, Any]]
) -> tuple[Candidate, ...]:
    out = []
    for own, number, reason in row.doubtful:
        if own and own in known:
            held = known[own]
            code = held.own_code or ""
            out.append(Candidate(own, held.uid, 0, held.name, code, reason))
        elif number:
            values = others.get(number, {})
            name, code = values.get("name", ""), values.get("own_code", "")
            out.append(Candidate(0, None, number, name, code, reason))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """In whose name an import runs, and how many rows its commit has; for its job."""

    organisation_id: int
    started_by_uid: uuid.UUID
    total: int


def import_place(batch_id: int) -> ImportPlace:
    """For the job of an import only: what its actor is made of."""
    row = ImportBatch.objects.get(pk=batch_id)
    view = _frozen(row)
    return ImportPlace(row.organisation_id, row.started_by_uid, view.to_commit)
