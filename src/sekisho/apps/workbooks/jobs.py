"""What the scheduler runs for this room."""

from __future__ import annotations

from sekisho.apps.workbooks.actions.filing import clear_waiting
from sekisho.apps.workbooks.actions.sheets import clear_sheets
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM


def clear() -> None:
    """Forget files that nobody confirmed and sheets that nobody finished."""
    clear_waiting(SYSTEM, now=clock.now())
    clear_sheets(SYSTEM, now=clock.now())
