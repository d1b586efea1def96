from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from sekisho.apps.asks.jobs.findings import settle_gaps
from sekisho.apps.asks.jobs.tally import count_ask
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.engines.questionnaire import Answer
from tests.factories import asking, replying
from tests.factories.cast import Cast

NO = Answer(("no",), followup="VPN装置", plan=replying.PLAN)
UNKNOWN = Answer(("unknown",))
PARTIAL = Answer(("partial",), followup="本社のみ")
GAPS = {"M22-RR-02": NO, "M22-RR-01": UNKNOWN, "M22-RR-03": PARTIAL}


@dataclass(frozen=True, slots=True)
class Asked:
    """An open ask of home to A, B and S; A has submitted with three gaps, B has submitted."""

    cast: Cast
    ask: AskView
    a: Assignment
    b: Assignment
    s: Assignment
    later: datetime


@pytest.fixture
def asked(cast: Cast) -> Asked:
    ask = asking.sent_ask(cast, asking.Wish(listed=("A-001", "B-001", "S-001")))
    asking.settle_all(cast.now)
    later = cast.now + timedelta(hours=2)
    rows = {row.subject_id: row for row in Assignment.objects.filter(ask_id=ask.id)}
    a, b, s = (rows[at.id] for at in (cast.a, cast.b, cast.s))
    replying.answer_all(a, later, GAPS)
    replying.submit(a, later)
    replying.answer_all(b, later)
    replying.submit(b, later)
    count_ask(ask.id)
    for row in (a, b):
        settle_gaps(row.pk)
        row.refresh_from_db()
    return Asked(cast, ask, a, b, s, later)


@pytest.fixture
def time_machine(monkeypatch):
    """Set the clock port to a moment."""
    from sekisho.kernel import clock

    def travel(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_read", [lambda: moment])

    return travel
