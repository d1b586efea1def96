"""What this room puts into other pages: pre-flight, recipients, board, Today, a partner's page."""

from __future__ import annotations

import uuid
from typing import Any

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.fairness.queries.consultations import talks_with, waiting_talks
from sekisho.apps.fairness.queries.cover import cover_of_audience, cover_of_partner
from sekisho.apps.fairness.queries.gate import count_answers, look_at, may_read_answers
from sekisho.apps.fairness.web.words import cover_words, said, shown_answer, shown_concern
from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel

_MOST = 20
_LATEST = 3


def preflight_panel(_actor: Actor, subject: tuple[AskView, AskAudience]) -> Panel | None:
    """What stands against the sending, each with its words and its answers."""
    ask, audience = subject
    look = look_at(ask, audience, now=clock.now())
    names = names_of({one.by_uid for one in look.answers})
    said_before = [shown_answer(one, names.get(one.by_uid, "")) for one in look.answers]
    if not look.open and not said_before:
        return None
    context = {
        "ask": ask,
        "rows": [shown_concern(one) for one in look.open],
        "answers": said_before,
    }
    return Panel("fairness/parts/preflight.html", context)


def audience_panel(_actor: Actor, subject: tuple[AskView, AskAudience]) -> Panel | None:
    """How many of those chosen may stand under the subcontract law, and who."""
    ask, audience = subject
    found = cover_of_audience(ask, audience)
    if not found.flagged and not found.unknown:
        return None
    rows = [(said(one.organisation.names), cover_words(one.coverage)) for one in found.flagged]
    context = {"found": found, "rows": rows[:_MOST], "more": max(0, len(rows) - _MOST)}
    return Panel("fairness/parts/audience.html", context)


def ask_panel(actor: Actor, subject: AskView) -> Panel | None:
    """The way from a board to what was said before the sending, for those who may read it."""
    count = count_answers(subject.id) if may_read_answers(actor, subject) else 0
    return Panel("fairness/parts/of_ask.html", {"ask": subject, "count": count}) if count else None


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Partners who would like to talk about costs."""
    rows = [{"talk": one, "name": said(one.partner.names)} for one in waiting_talks(actor)]
    return Panel("fairness/parts/today.html", {"rows": rows}) if rows else None


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """Whether the subcontract law may apply, and the last talks."""
    found = organisation_for(actor, subject)
    if found.is_group:
        return None
    covers = cover_of_partner(actor, subject)
    talks = talks_with(actor, found.id)
    context = {
        "partner": found,
        "covers": [(said(one.buyer.names), cover_words(one.coverage)) for one in covers],
        "talks": talks[:_LATEST],
        "count": len(talks),
    }
    return Panel("fairness/parts/partner.html", context)
