"""Bringing a list into the register: upload, columns, dry run, decisions, commit."""

from __future__ import annotations

from sekisho.apps.partners.actions.imports.checking import run_check
from sekisho.apps.partners.actions.imports.clearing import (
    clear_old_imports,
    stuck_imports,
)
from sekisho.apps.partners.actions.imports.committing import run_commit
from sekisho.apps.partners.actions.imports.steps import (
    choose_sheet,
    commit_import,
    decide_rows,
    discard_import,
    fail_import,
    resume_import,
    set_mapping,
    start_import,
)

__all__ = [
    "choose_sheet",
    "clear_old_imports",
    "commit_import",
    "decide_rows",
    "discard_import",
    "fail_import",
    "resume_import",
    "run_check",
    "run_commit",
    "set_mapping",
    "start_import",
    "stuck_imports",
]
