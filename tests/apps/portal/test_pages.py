"""How many days are left: told only where it helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sekisho.apps.asks.queries.respondent import visit_for
from sekisho.apps.portal.web.pages import about_ask
from sekisho.kernel import clock
from tests.factories.answering import Visitor

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=TOKYO)
SUBMITTED = datetime(2026, 11, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "business_days", "submitted_at", "shown"),
    [
        (SUNDAY + timedelta(hours=11), 0, None, 0),  # today
        (SUNDAY + timedelta(days=1), 0, None, None),  # a holiday tomorrow is not today
        (SUNDAY - timedelta(days=1), 0, None, None),  # nor is the Saturday before
        (SUNDAY - timedelta(days=4), -2, None, -2),
        (SUNDAY - timedelta(days=4), -2, SUBMITTED, None),  # who has submitted is not late
        (SUNDAY + timedelta(days=4), 2, SUBMITTED, 2),
    ],
)
def test_days_left_neither_mislead_nor_blame(
    chika: Visitor, monkeypatch, due, business_days, submitted_at, shown
) -> None:
    visit = replace(
        visit_for(chika.actor(clock.now()), now=clock.now()),
        zone=TOKYO,
        due_at=due,
        business_days_left=business_days,
        is_overdue=due < SUNDAY,
        submitted_at=submitted_at,
    )
    monkeypatch.setattr(clock, "_read", [lambda: SUNDAY.astimezone(UTC)])
    assert about_ask(visit, "ja")["days_left"] == shown
