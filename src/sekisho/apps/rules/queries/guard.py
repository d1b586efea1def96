"""What the edition says about a sending, before it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.preflight import Snag
from sekisho.apps.rules.queries.attested import rule_of_ask
from sekisho.kernel.actor import SYSTEM


def look_over(ask: AskView, _audience: AskAudience, now: datetime) -> Iterable[Snag]:
    """An edition that another one has followed, or whose rule has ended, is not sent any more."""
    found = rule_of_ask(SYSTEM, ask.id, today=timezone.localdate(now))
    if found is not None and found[0].is_ended:
        yield Snag("rules.ended", "questions")
    elif found is not None and not found[1].may_be_sent:
        yield Snag("rules.superseded", "questions")
