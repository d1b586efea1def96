"""What the room does by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from sekisho.apps.accounts.jobs import clear_sessions
from sekisho.apps.work.events import planned
from sekisho.kernel import clock
from tests.factories.cast import office_client


@pytest.mark.django_db
def test_sessions_that_have_ended_are_forgotten_and_others_stay(cast) -> None:
    desk, other = office_client(cast.aoi), office_client(cast.ben)
    ended = Session.objects.filter(session_key=other.session.session_key)
    ended.update(expire_date=clock.now() - timedelta(seconds=1))
    clear_sessions()
    assert [row.session_key for row in Session.objects.all()] == [desk.session.session_key]


def test_forgetting_is_planned() -> None:
    assert "sekisho.apps.accounts.jobs.clear_sessions" in {job for _name, job, _each in planned()}
