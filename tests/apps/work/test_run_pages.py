"""Long work as its starter sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.work.actions import (
    RunState,
    Work,
    advance_run,
    begin_run,
    end_run,
    open_run,
)
from sekisho.apps.work.queries import run_for, seconds_left
from sekisho.kernel.errors import NotFound
from sekisho.ui import slots
from tests.factories.cast import NOW, office_client


@pytest.fixture
def run_uid(cast, monkeypatch):
    monkeypatch.setattr(slots, "_runs", {})
    slots.register_run("test", "Import of partners", lambda _subject: "/o/partners/", "To the list")
    work = Work("test", cast.home.id, total=100, can_cancel=True)
    return open_run(cast.aoi, work=work, now=NOW)


def test_progress_is_shown_and_leads_on_when_it_is_over(cast, run_uid) -> None:
    desk, url = office_client(cast.aoi), f"/o/work/{run_uid}/"
    begin_run(run_uid, total=100, now=NOW)
    advance_run(run_uid, done=40)
    page = desk.get(url).content.decode()
    assert "Import of partners" in page
    assert 'value="40"' in page
    assert f'hx-get="{url}part/"' in page
    end_run(run_uid, state=RunState.DONE, now=NOW)
    over = desk.get(f"{url}part/").content.decode()
    assert "hx-get" not in over
    assert 'href="/o/partners/"' in over
    assert "To the list" in over


def test_finished_work_speaks_in_the_past_and_shows_no_empty_bar(cast, run_uid) -> None:
    slots.register_run("test", "Bringing it in", None, "", "It is in")
    desk, url = office_client(cast.aoi), f"/o/work/{run_uid}/"
    begin_run(run_uid, total=0, now=NOW)
    assert "HX-Refresh" not in desk.get(f"{url}part/").headers
    assert "<h1>Bringing it in</h1>" in desk.get(url).content.decode()
    end_run(run_uid, state=RunState.DONE, now=NOW)
    page = desk.get(url).content.decode()
    assert "<h1>It is in</h1>" in page
    assert "Bringing it in" not in page + desk.get("/o/work/").content.decode()
    assert "<progress" not in page
    assert desk.get(f"{url}part/").headers["HX-Refresh"] == "true"


def test_failed_work_is_not_called_done(cast, run_uid) -> None:
    slots.register_run("test", "Bringing it in", None, "", "It is in")
    end_run(run_uid, state=RunState.FAILED, now=NOW, code="audit.not_granted")
    assert "It is in" not in office_client(cast.aoi).get(f"/o/work/{run_uid}/").content.decode()


def test_the_time_left_follows_the_pace_so_far(cast, run_uid) -> None:
    begin_run(run_uid, total=100, now=NOW)
    assert seconds_left(run_for(cast.aoi, run_uid), now=NOW) is None
    advance_run(run_uid, done=25)
    later = NOW + timedelta(seconds=30)
    assert seconds_left(run_for(cast.aoi, run_uid), now=later) == 90


def test_a_failed_run_says_what_happened(cast, run_uid) -> None:
    end_run(run_uid, state=RunState.FAILED, now=NOW, code="audit.not_granted")
    page = office_client(cast.aoi).get(f"/o/work/{run_uid}/").content.decode()
    assert "操作記録を見られるのは、本社の管理者だけです。" in page


def test_a_run_is_cancelled_once_and_only_by_its_starter(cast, run_uid) -> None:
    assert office_client(cast.ben).post(f"/o/work/{run_uid}/cancel/").status_code == 404
    desk = office_client(cast.aoi)
    assert "/cancel/" in desk.get(f"/o/work/{run_uid}/").content.decode()
    assert desk.post(f"/o/work/{run_uid}/cancel/").status_code == 302
    assert advance_run(run_uid, done=1) is False
    assert "/cancel/" not in desk.get(f"/o/work/{run_uid}/").content.decode()


def test_the_top_bar_tells_what_runs_and_is_silent_otherwise(cast, run_uid) -> None:
    desk = office_client(cast.aoi)
    assert f"/o/work/{run_uid}/" in desk.get("/o/work/now/").content.decode()
    end_run(run_uid, state=RunState.DONE, now=NOW)
    assert desk.get("/o/work/now/").content.decode().strip() == ""
    assert "Import of partners" in desk.get("/o/work/").content.decode()


def test_nobody_sees_the_run_of_another(cast, run_uid) -> None:
    with pytest.raises(NotFound):
        run_for(cast.ben, run_uid)
    assert str(run_uid) not in office_client(cast.ben).get("/o/work/").content.decode()
