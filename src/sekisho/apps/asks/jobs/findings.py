"""A reply was submitted: its gaps become findings."""

from __future__ import annotations

from sekisho.apps.asks.actions.gaps import settle_findings
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM


def settle_gaps(assignment_id: int) -> None:
    """Open, update and withdraw the findings of one assignment."""
    settle_findings(SYSTEM, assignment_id=assignment_id, now=clock.now())
