"""Fault runs: stopped for ten days, a clock that jumps, two schedulers at once, a killed run.

Each due reminder exactly once, shown by counting rows of the outbox.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from sekisho.apps.asks.models import Assignment
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.reminders.actions import sending
from sekisho.apps.reminders.jobs import remind
from sekisho.apps.reminders.models import StepDone
from sekisho.engines.reminders import Limits, Plan, Step
from tests.apps.reminders.world import (
    letters_per_recipient,
    reminded_ask,
    run_and_post,
    run_each_hour,
    steps,
)
from tests.factories.asking import Wish

ROOT = Path(__file__).resolve().parents[3]

EVERYBODY = Wish(listed=("A-001", "B-001"))
STEPS = Plan((Step(-1), Step(1), Step(3), Step(5)), Limits(most=4, rest_days=2))


def outbox_is_sound() -> None:
    """No step twice: as many letters as steps that were sent, each under a key of its own."""
    sent = StepDone.objects.filter(outcome="sent").count()
    rows = OutboxLetter.objects.filter(unique_key__startswith="plan:")
    assert rows.count() == sent
    assert rows.values("unique_key").distinct().count() == sent


@pytest.mark.django_db
def test_a_house_that_runs_all_the_time_sends_each_step_once(cast, clock):
    reminded_ask(cast, EVERYBODY, STEPS)
    run_each_hour(clock, 24 * 24)
    assert set(letters_per_recipient().values()) == {4}
    assert {outcome for _step, outcome in steps()} == {"sent"}
    outbox_is_sound()


@pytest.mark.django_db
def test_stopped_for_ten_days_each_recipient_gets_one_letter_that_day(cast, clock):
    reminded_ask(cast, EVERYBODY, STEPS)
    clock.at("11-20")
    run_each_hour(clock, 16)  # over the office hours of Tokyo and of New York
    assert set(letters_per_recipient().values()) == {1}
    clock.now += timedelta(days=10)
    run_each_hour(clock, 24)
    assert set(letters_per_recipient().values()) == {2}
    run_each_hour(clock, 24 * 20)
    for row in Assignment.objects.all():
        done = {step for step, _outcome in steps(row)}
        assert done == {step.key for step in STEPS.steps}  # sent or passed over, none forgotten
    outbox_is_sound()


@pytest.mark.django_db
def test_stopped_for_good_while_two_steps_passed_nothing_is_lost(cast, clock):
    reminded_ask(cast, plan=STEPS)
    clock.at("12-01")
    run_and_post(clock)
    assert sorted(steps()) == [
        ("letter+1", "passed"),
        ("letter+3", "passed"),
        ("letter+5", "sent"),
        ("letter-1", "passed"),
    ]
    assert sum(letters_per_recipient().values()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [48, -48])
def test_a_clock_moved_by_48_hours_and_back_sends_nothing_twice(cast, clock, hours):
    reminded_ask(cast, EVERYBODY, STEPS)
    clock.at("11-24", 16)
    for _round in range(3):
        run_each_hour(clock, 20)
        clock.now += timedelta(hours=hours)
        run_each_hour(clock, 20)
        clock.now -= timedelta(hours=hours)
    outbox_is_sound()
    clock.at("12-08")
    run_each_hour(clock, 24 * 12)
    assert max(letters_per_recipient().values()) <= STEPS.limits.most
    for row in Assignment.objects.all():
        assert {step for step, _outcome in steps(row)} == {step.key for step in STEPS.steps}
    outbox_is_sound()


@pytest.mark.django_db
def test_a_run_killed_between_writing_down_and_queueing_leaves_nothing_half_done(
    cast, clock, monkeypatch
):
    reminded_ask(cast, EVERYBODY, STEPS)
    clock.at("11-25")

    def killed(*_all: object, **_named: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sending, "remind_assignments", killed)
        with pytest.raises(KeyboardInterrupt):
            remind.remind_due()
    assert steps() == []
    remind.remind_due()
    assert [outcome for _step, outcome in steps()].count("sent") == 1  # B is abroad, at night
    outbox_is_sound()


def test_two_scheduler_processes_at_once_send_each_reminder_once(copies, tmp_path):
    with copies.own(tmp_path) as database:
        done = subprocess.run(
            [sys.executable, "-m", "tests.apps.reminders.rivals"],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if "SEKISHO" not in name},
                "DJANGO_SETTINGS_MODULE": "sekisho.config.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "SEKISHO_DATA": str(tmp_path),
                "SEKISHO_KEY_FILE": os.environ["SEKISHO_KEY_FILE"],
                "SEKISHO_DATABASE_URL": database,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["exits"] == [0, 0]
    assert sorted(told["queued"]) == [0, 3]  # both chose all three; one of them sent
    assert (told["letters"], told["recipients"], told["sent"]) == (3, 3, 3)
    assert told["counted"] == [1, 1, 1]


@pytest.mark.django_db
def test_what_another_run_wrote_first_is_not_sent_again(cast, clock):
    """The key in the database decides, even when the look before was out of date."""
    reminded_ask(cast, plan=STEPS)
    clock.at("11-20")
    token = "01890000-0000-7000-8000-0000000000aa"
    row = Assignment.objects.get()
    same = {"assignment_id": row.pk, "ask_id": row.ask_id, "due_on": "2026-11-24"}
    first = StepDone(step="letter-1", outcome="sent", token=token, at=clock.now, **same)
    StepDone.objects.bulk_create([first])
    second = StepDone(step="letter-1", outcome="sent", at=clock.now, **same)
    second.token = "01890000-0000-7000-8000-0000000000bb"
    assert sending.claim([second], second.token) == set()
    run_and_post(clock)
    assert sum(letters_per_recipient().values()) == 0
