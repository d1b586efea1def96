"""Jobs, news and schedules: nothing is lost or runs twice at once, old things are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sekisho.apps.work import events, jobs
from sekisho.apps.work.actions import emit_event
from sekisho.apps.work.models import Delivery, Event, Schedule
from sekisho.kernel import clock
from sekisho.kernel.errors import Unavailable
from tests.factories.cast import NOW

pytestmark = pytest.mark.django_db
HERE = "tests.apps.work.test_jobs"
heard: list[int] = []
faults: list[Exception] = []


def hear(number: int) -> None:
    """Handler and job of these tests."""
    heard.append(number)
    if faults:
        raise faults[0]


def tick() -> None:
    hear(0)


@pytest.fixture(autouse=True)
def hands(monkeypatch):
    """An empty house of news and plans, and a clock that the test moves."""
    heard.clear()
    faults.clear()
    monkeypatch.setattr(events, "_handlers", {"news": [f"{HERE}.hear"]})
    monkeypatch.setattr(events, "_plans", {"tick": (f"{HERE}.tick", 60)})
    monkeypatch.setattr(clock, "_read", [lambda: NOW])

    def move(**amount: float) -> None:
        later = clock.now() + timedelta(**amount)
        monkeypatch.setattr(clock, "_read", [lambda: later])

    return move


def test_news_are_delivered_once_and_never_to_nobody(hands) -> None:
    emit_event("news", now=NOW, number=7)
    emit_event("told to nobody", now=NOW, number=8)
    assert (jobs.deliver_events(), jobs.deliver_events()) == (1, 0)
    assert heard == [7]


def test_a_handler_that_fails_is_tried_again_later_and_leaves_only_a_code(hands) -> None:
    emit_event("news", now=NOW, number=7)
    faults.append(Unavailable("mail.not_sent", reason="secret words"))
    jobs.deliver_events()
    assert Delivery.objects.get().failure == "Unavailable:mail.not_sent"
    assert jobs.deliver_events() == 0
    faults.clear()
    hands(seconds=2)
    assert jobs.deliver_events() == 1
    assert (Delivery.objects.get().is_done, heard) == (True, [7, 7])


def test_a_delivery_that_another_process_has_claimed_is_left_alone(hands) -> None:
    emit_event("news", now=NOW, number=7)
    stale = Delivery.objects.select_related("event").get()
    Delivery.objects.update(attempts=1)
    assert jobs._deliver(stale) == 0
    assert heard == []


def test_a_plan_runs_when_it_is_due_and_a_failure_does_not_stop_it(hands) -> None:
    jobs.plan_schedules()
    faults.append(RuntimeError("a defect"))
    assert (jobs.tick_schedules(), jobs.tick_schedules()) == (1, 0)
    hands(hours=3)
    assert (jobs.tick_schedules(), jobs.tick_schedules()) == (1, 0)
    jobs.plan_schedules()
    assert Schedule.objects.get().next_at == clock.now() + timedelta(seconds=60)


def finished_job(status: TaskResultStatus, at=NOW) -> Any:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [f"{HERE}.hear", {"number": 1}], "kwargs": {}},
        task_path="sekisho.apps.work.jobs.run_job",
        status=status,
        finished_at=at,
        backend_name="default",
        exception_class_path="",
        traceback="",
        run_after=at,
    )


def test_what_a_killed_worker_left_is_queued_again() -> None:
    finished_job(TaskResultStatus.RUNNING, at=None)
    finished_job(TaskResultStatus.SUCCESSFUL)
    assert jobs.release_interrupted() == 1
    assert jobs.has_waiting_jobs()


def test_old_news_and_jobs_are_forgotten_but_never_what_is_still_owed(hands) -> None:
    for number in range(3):
        emit_event("news", now=NOW, number=number)
    finished_job(TaskResultStatus.SUCCESSFUL)
    waiting = finished_job(TaskResultStatus.READY, at=None)
    jobs.deliver_events()
    owed = Event.objects.latest("id")
    owed.deliveries.update(is_done=False)
    jobs.clear_old()
    assert (Event.objects.count(), DBTaskResult.objects.count()) == (3, 2)
    hands(days=8)
    jobs.clear_old()
    assert list(Event.objects.all()) == [owed]
    assert [row.pk for row in DBTaskResult.objects.all()] == [waiting.pk]


def test_clearing_is_planned() -> None:
    from django.apps import apps

    apps.get_app_config("work").ready()
    assert f"{jobs.__name__}.clear_old" in {job for _name, job, _seconds in events.planned()}
