"""What this room puts into other pages: Today, and the page of a partner."""

from __future__ import annotations

import uuid
from typing import Any

from sekisho.apps.measures.queries.acceptances import acceptance_counts
from sekisho.apps.measures.queries.findings import counts_for, findings_for
from sekisho.apps.measures.queries.narrowing import FindingFilter
from sekisho.apps.measures.web.words import rows_of, today
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel

_PANEL_ROWS = 5


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """Open findings of one partner, and what was settled."""
    narrowed, on = FindingFilter(organisation_uid=subject), today()
    found = findings_for(actor, narrowed=narrowed, today=on)
    closed = FindingFilter(organisation_uid=subject, states=("proven", "accepted"))
    settled = findings_for(actor, narrowed=closed, today=on)
    if not found.total and not settled.total:
        return None
    context = {
        "rows": rows_of(actor, found.findings[:_PANEL_ROWS]),
        "total": found.total,
        "settled": settled.total,
        "counts": counts_for(actor, today=on, narrowed=narrowed),
        "subject": subject,
    }
    return Panel("measures/parts/partner.html", context)


def today_panel(actor: Actor, subject: Any) -> Panel | None:
    """Promises that have passed, what waits to be proven or decided, risks to approve."""
    on = today()
    counts = counts_for(actor, today=on, narrowed=FindingFilter())
    accepted = acceptance_counts(actor, today=on)
    waits = counts.overdue + counts.done + counts.asked + accepted.to_decide + accepted.soon
    if not waits:
        return None
    late = findings_for(actor, narrowed=FindingFilter(only_overdue=True), today=on)
    told = findings_for(actor, narrowed=FindingFilter(states=("asked", "done")), today=on)
    rows = [*late.findings[:_PANEL_ROWS], *told.findings[:_PANEL_ROWS]]
    context = {"rows": rows_of(actor, rows), "counts": counts, "accepted": accepted}
    return Panel("measures/parts/today.html", context)
