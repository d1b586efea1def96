"""What this room puts into the board of an ask."""

from __future__ import annotations

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel


def ask_panel(_actor: Actor, subject: AskView) -> Panel | None:
    """The way to the report of a sent ask."""
    if subject.is_draft:
        return None
    return Panel("reports/parts/of_ask.html", {"ask": subject})
