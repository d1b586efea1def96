"""What an alert's label and version say about a sending, before it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sekisho.apps.alerts.models import Notice
from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.preflight import Snag
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.engines.notices import Tlp
from sekisho.kernel.actor import SYSTEM


def look_over(ask: AskView, audience: AskAudience, _now: datetime) -> Iterable[Snag]:
    """A label stricter than the audience, or a version that was overtaken, keeps it back."""
    row = Notice.objects.select_related("alert").filter(ask_id=ask.id).first()
    if row is None:
        return
    if row.alert.updated_at > row.created_at:  # a correction too: the questions hold older words
        yield Snag("alerts.overtaken", "questions")
    label = Tlp(row.alert.content["tlp"])
    if not label.may_reach_group:
        yield Snag("alerts.tlp_group", "audience", label.value.upper())
    elif not label.may_reach_partners and _leaves_group(audience):
        yield Snag("alerts.tlp_partners", "audience", label.value.upper())


def _leaves_group(audience: AskAudience) -> bool:
    asked = {recipient.subject_id for recipient in audience.recipients}
    known = organisations_by_ids(SYSTEM, asked)
    return any(not known[own].is_group for own in asked if own in known)
