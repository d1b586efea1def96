"""What a person says of one doubtful row: who it is, or whose writing of a name counts."""

from __future__ import annotations

from sekisho.apps.organisations.queries.matching import registered_by_ids
from sekisho.apps.partners.actions.imports.differences import (
    NAME_FIELDS,
    OURS,
    THEIRS,
    is_other_writing,
)
from sekisho.apps.partners.models import StagedRow
from sekisho.kernel.errors import Invalid


def choose(row: StagedRow, choice: str) -> None:
    """Keep the choice, in the caller's transaction. Raises Invalid for one not offered."""
    is_writing = any(found[2] == "writing" for found in row.doubtful)
    same = {f"same:{found[0]}" for found in row.doubtful if found[0]}
    if choice not in ({OURS, THEIRS} if is_writing else {"new", "skip"} | same):
        raise Invalid("partners.import_choice")
    row.choice = choice
    if is_writing:
        _show_writing(row)
    row.save(update_fields=["choice", "changes", "verdict"])


def _show_writing(row: StagedRow) -> None:
    """Let the row's changes tell of the name as chosen."""
    changes = [
        change
        for change in row.changes
        if change[0] not in NAME_FIELDS or not is_other_writing(change[1], change[2])
    ]
    held = registered_by_ids([row.match_id or 0]).get(row.match_id or 0)
    for name in NAME_FIELDS if held and row.choice == THEIRS else ():
        before, after = getattr(held, name), row.values.get(name)
        if after and before != after and is_other_writing(before, after):
            changes.insert(0, [name, before, after])
    row.changes = changes
    row.verdict = "changed" if changes else "same"
