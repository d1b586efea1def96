"""A reply was submitted: its gaps become findings."""

from __future__ import annotations

from sekisho.apps.asks.actions.afterwards import follow_access
from sekisho.apps.asks.actions.gaps import SOURCE, settle_findings
from sekisho.apps.measures.queries.findings import source_of_finding
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM


def settle_gaps(assignment_id: int) -> None:
    """Open, update and withdraw the findings of one assignment."""
    settle_findings(SYSTEM, assignment_id=assignment_id, now=clock.now())


def note_finding(finding_id: int) -> None:
    """A finding changed: in a closed ask its partner's link lives as long as it is open."""
    found = source_of_finding(finding_id)
    if found is not None and found[0] == SOURCE:
        follow_access(SYSTEM, assignment_id=found[1], now=clock.now())
