"""What this room puts into pages of asks: the preview, the pre-flight, the board."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sekisho.apps.papers.queries.board import paper_counts
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.templates import templates_for_ask
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.slots import Panel


def letter_panel(_actor: Actor, subject: Any) -> Panel | None:
    """From the letter of one recipient to the same on paper; subject: ask and recipient."""
    ask, recipient = subject
    return Panel("papers/parts/of_letter.html", {"ask": ask, "recipient": recipient})


def draft_panel(_actor: Actor, ask: Any) -> Panel | None:
    """The named letters from which a draft may take its words; subject: the ask."""
    return Panel("papers/parts/of_draft.html", {"ask": ask, "rows": templates_for_ask(ask)})


def check_panel(_actor: Actor, subject: Any) -> Panel | None:
    """The offer to write on paper to those without an address; subject: ask and audience."""
    ask, audience = subject
    if not audience.silent:
        return None
    context = {"ask": ask, "count": len(audience.silent), "choices": choices_of(ask.id)}
    return Panel("papers/parts/of_check.html", context)


def board_panel(actor: Actor, subject: Any) -> Panel | None:
    """How far the letters on paper of a sent ask are, for those who may print them."""
    if not actor.can(Capability.RUN):
        return None
    try:
        found = paper_counts(actor, subject.uid)
    except NotFound:  # an ask of a company above: seen, but sent by others
        return None
    if not found.total:
        return None
    return Panel("papers/parts/of_board.html", {"ask": subject, **asdict(found)})
