"""After all rows are staged: who supplies whom within the file, and which names look alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from sekisho.apps.organisations.actions.bulk import as_json
from sekisho.apps.partners.actions.imports.placing import FileIndex
from sekisho.apps.partners.actions.imports.states import registered_names
from sekisho.apps.partners.models import ImportBatch, StagedRow
from sekisho.engines.identity import duplicate_candidates

_DEEPEST = 50
_BATCH = 500


def link_parents(
    batch: ImportBatch, index: FileIndex, pending: Mapping[int, str], followers: Mapping[int, int]
) -> None:
    """Tie rows to the rows they supply to, and order all so that these are saved first.

    Rows whose upper partner is nowhere, or that supply themselves in a circle, are refused.
    """
    if not pending:
        return
    found = {number: index.named(text) for number, text in pending.items()}
    parents = {
        number: first
        for number, first in found.items()
        if first is not None and first != followers.get(number, number)
    }
    levels = _levels(parents, followers)
    lost = {number: "partners.row.parent" for number in pending if number not in parents}
    lost |= {number: "partners.row.parent_circle" for number in parents if number not in levels}
    for number, code in list(lost.items()):
        for follower in (row for row, first in followers.items() if first == number):
            lost.setdefault(follower, code)
    refused_parents = {number: parents[number] for number in parents if parents[number] in lost}
    lost |= dict.fromkeys(refused_parents, "partners.row.parent_refused")
    _refuse(batch, {number: (code, pending.get(number, "")) for number, code in lost.items()})
    _update(
        "parent_row = %s, level = %s",
        [
            (parents.get(number), level, batch.pk, number)
            for number, level in levels.items()
            if level and number not in lost
        ],
    )


def _levels(parents: Mapping[int, int], followers: Mapping[int, int]) -> dict[int, int]:
    """Level of each row that has a parent or follows one that has; rows in circles are absent."""
    concerned = set(parents) | set(parents.values())
    chained = {row: first for row, first in followers.items() if first in concerned}
    rows = concerned | set(chained)
    levels = {row: 0 for row in rows if row not in parents and row not in chained}
    for _step in range(_DEEPEST):
        ready = [
            row
            for row in rows - set(levels)
            if all(above in levels for above in _above(row, parents, chained))
        ]
        if not ready:
            break
        for row in ready:
            own = levels[chained[row]] if row in chained else 0
            levels[row] = max(own, levels[parents[row]] + 1) if row in parents else own
    return levels


def _above(row: int, parents: Mapping[int, int], chained: Mapping[int, int]) -> list[int]:
    return [table[row] for table in (parents, chained) if row in table]


def _refuse(batch: ImportBatch, lost: Mapping[int, tuple[str, str]]) -> None:
    rows = [
        ("refused", as_json([["parent", code, text[:80]]]), "[]", batch.pk, number)
        for number, (code, text) in lost.items()
    ]
    _update("verdict = %s, faults = %s, changes = %s", rows)


def find_doubtful(batch: ImportBatch, fresh: Mapping[int, tuple[str, str]]) -> None:
    """Mark new rows whose name looks like one of the register or of another new row.

    Two with different corporate numbers are two. A row with a code of its own is taken for a new
    partner unless somebody decides otherwise; one without waits for a decision.
    """
    fresh = dict(_still_new(batch, fresh))
    if not fresh:
        return
    names: list[tuple[int, str]] = [(-number, name) for number, (name, _own) in fresh.items()]
    names += registered_names()
    alike: dict[int, list[list[Any]]] = {}
    for first, second, reason in duplicate_candidates(names):
        if first >= 0 or _are_apart(fresh, first, second):
            continue
        alike.setdefault(-first, []).append(_candidate(second, reason))
        if second < 0:
            alike.setdefault(-second, []).append(_candidate(first, reason))
    rows = [(as_json(found[:5]), True, batch.pk, number) for number, found in alike.items()]
    _update("doubtful = %s, is_doubtful = %s", rows)
    unknown = StagedRow.objects.filter(batch=batch, is_doubtful=True, match_id=None)
    unknown.filter(values__has_key="own_code").update(choice="new")


def _still_new(
    batch: ImportBatch, fresh: Mapping[int, tuple[str, str]]
) -> Iterable[tuple[int, tuple[str, str]]]:
    rows = StagedRow.objects.filter(batch=batch, verdict="refused")
    refused = frozenset(rows.values_list("number", flat=True))
    return ((number, value) for number, value in fresh.items() if number not in refused)


def _are_apart(fresh: Mapping[int, tuple[str, str]], first: int, second: int) -> bool:
    if second >= 0:
        return False
    numbers = {fresh[-first][1], fresh[-second][1]} - {""}
    return len(numbers) == len((first, second))


def _candidate(number: int, reason: str) -> list[Any]:
    return [number, 0, reason] if number >= 0 else [0, -number, reason]


def _update(assignments: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Update staged rows; each tuple ends with batch and row number."""
    statement = f"UPDATE partners_stagedrow SET {assignments} WHERE batch_id = %s AND number = %s"  # noqa: S608 - constants of this module
    for start in range(0, len(rows), _BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows[start : start + _BATCH])
