"""A measure proposed to many partners is looked over like a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sekisho.apps.asks.queries.zones import days_left, end_of_recipient_day
from sekisho.apps.fairness.queries.cover import organisations_among
from sekisho.apps.fairness.queries.profiles import settings_of
from sekisho.apps.measures.queries.looks import Proposed
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.engines.fairness import Asking, Concern, FairWords, Passage, concerns_of
from sekisho.kernel.text import LANGUAGES


def concerns_about(proposed: Proposed, *, now: datetime) -> tuple[Concern, ...]:
    """What a partner could rightly object to; the strictest of the companies that ask counts."""
    settings = [settings_of(one) for one in sorted(proposed.asker_ids)]
    partners = [
        one for one in organisations_among(proposed.partner_ids).values() if not one.is_group
    ]
    if not settings or not partners:
        return ()
    asking = Asking(
        passages=tuple(_passages(proposed)),
        languages=frozenset(one for one in LANGUAGES if getattr(proposed.advice, one))
        or frozenset({"ja"}),
        has_partners=True,
        asks_measures=True,
        has_contact=True,  # they answer behind the same link, where talk is possible
        minimum_days=max(one.minimum_days for one in settings),
        days=_days(proposed, partners, now),
        due=str(proposed.proposed_on or ""),
    )
    return concerns_of(asking, settings[0].words_for("tier1"))


def _passages(proposed: Proposed) -> Iterator[Passage]:
    """The words, and what the page of each finding says beside them."""
    shipped = FairWords()
    for one in LANGUAGES:
        yield Passage("letter", one, getattr(proposed.advice, one))
        for text in (shipped.cost_talk, shipped.alternatives):
            yield Passage("handling", one, getattr(text, one))


def _days(proposed: Proposed, partners: list[OrganisationView], now: datetime) -> int | None:
    """The fewest business days that one of the partners has."""
    if proposed.proposed_on is None:
        return None
    day = proposed.proposed_on
    found = [
        days_left(end_of_recipient_day(day, country), country, now)
        for country in {one.country for one in partners}
    ]
    return min(0 if one.is_overdue else one.business_days for one in found)
