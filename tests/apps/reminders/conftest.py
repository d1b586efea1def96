"""The clock that these tests travel with."""

from __future__ import annotations

import pytest

from sekisho.apps.reminders.jobs import remind
from tests.apps.reminders.world import Clock
from tests.factories.cast import NOW


@pytest.fixture
def clock(monkeypatch):
    from sekisho.kernel import clock as port

    made = Clock(NOW)
    monkeypatch.setattr(port, "_read", [lambda: made.now])
    monkeypatch.setattr(remind, "REST_SECONDS", 0)
    return made
