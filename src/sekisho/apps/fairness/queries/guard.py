"""What fair dealing says about a sending: it waits for answers, never for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.preflight import Snag
from sekisho.apps.fairness.queries.gate import look_at


def look_over(ask: AskView, audience: AskAudience, now: datetime) -> Iterable[Snag]:
    """One point while concerns are unanswered; it goes with the last answer."""
    left = look_at(ask, audience, now=now).open
    if left:
        yield Snag("fairness.unanswered", "fairness", str(len(left)))
