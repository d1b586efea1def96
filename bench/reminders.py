"""How long it takes to choose whom a reminder is due for, among 100,000 open assignments.

Twenty asks of 5,000 recipients each, in three countries, all with running plans; half of them have
had the step that is due, so that both answers are looked up. The worst moment is measured: office
hours in Japan with a due step for everybody. Filling and measuring are processes of their own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ASKS, RECIPIENTS = 20, 5_000
ROUNDS = 5
GOAL_SECONDS = 2.0
COUNTRIES = ("JP", "JP", "JP", "US", "DE")
_BATCH = 1_000


def figures() -> Iterator[dict[str, Any]]:
    """reminders_100k_s: median of five selections."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        _child(folder, "fill")
        found = json.loads(_child(folder, "measure"))
    value = round(statistics.median(found["seconds"]), 3)
    yield {
        "name": "reminders_100k_s",
        "value": value,
        "unit": "s",
        "goal": GOAL_SECONDS,
        "met": value <= GOAL_SECONDS,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": (
            f"{found['open']} open, {found['chosen']} chosen in {found['groups']} groups; CPU "
            f"{found['cpu']:.2f} s; slowest of {ROUNDS}: {max(found['seconds']):.2f} s; "
            f"nothing due: {found['idle']:.2f} s"
        ),
    }


def _child(folder: str, what: str) -> str:
    root = Path(__file__).resolve().parent.parent
    environment = {
        **os.environ,
        "SEKISHO_TEST_FOLDER": folder,
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.reminders", what],
        env=environment,
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _fill() -> None:
    from django.core.management import call_command

    from sekisho.apps.organisations.actions import NewOrganisation, create_home
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel.actor import SYSTEM
    from tests.factories.cast import NOW

    call_command("migrate", verbosity=0)
    create_home(SYSTEM, organisation=NewOrganisation("架空自動車株式会社"), now=NOW)
    firms = _firms()
    for number in range(ASKS):
        _ask(home_view().id, firms, number)


def _firms() -> list[tuple[int, str]]:
    from sekisho.apps.organisations.models import Organisation
    from sekisho.kernel.entropy import new_id
    from tests.factories.cast import NOW

    stamps = {"created_at": NOW, "updated_at": NOW}
    rows = [
        Organisation(
            uid=new_id(),
            name=f"架空部品{number:05d}株式会社",
            folded_name=f"架空部品{number:05d}株式会社",
            country=COUNTRIES[number % len(COUNTRIES)],
            tier=1,
            **stamps,
        )
        for number in range(RECIPIENTS)
    ]
    Organisation.objects.bulk_create(rows, batch_size=_BATCH)
    return [(row.pk, row.country) for row in rows]


def _ask(home_id: int, firms: list[tuple[int, str]], number: int) -> None:
    from sekisho.apps.asks.models import Ask, Assignment
    from sekisho.apps.asks.queries.zones import due_moment
    from sekisho.apps.reminders.models import AskPlan, StepDone
    from sekisho.apps.reminders.queries.due import place_of
    from sekisho.engines.reminders import DEFAULT_PLAN, plan_as_dict
    from sekisho.kernel.entropy import new_id
    from tests.factories.cast import NOW

    stamps = {"created_at": NOW, "updated_at": NOW, "sent_at": NOW}
    own = {"organisation_id": home_id, "state": "open", "created_by_uid": new_id()}
    ask = Ask.objects.create(uid=new_id(), **own, **stamps)
    AskPlan.objects.create(
        ask_id=ask.pk, plan=plan_as_dict(DEFAULT_PLAN), is_on=True, updated_at=NOW
    )
    due = {at: due_moment(at, answer_days=5, due_on=None, now=NOW) for at in set(COUNTRIES)}
    rows = [
        Assignment(
            uid=new_id(),
            ask=ask,
            subject_id=firm,
            respondent_id=firm,
            contact_id=firm,
            state="waiting",
            due_at=due[country],
            created_at=NOW,
        )
        for firm, country in firms
    ]
    Assignment.objects.bulk_create(rows, batch_size=_BATCH)
    token = new_id()
    steps = [
        StepDone(
            assignment=row,
            ask=ask,
            due_on=place_of(country).day(row.due_at),
            step=step,
            outcome="sent",
            token=token,
            at=NOW,
        )
        for (_firm, country), row in zip(firms, rows, strict=True)
        for step in (("letter-1", "letter+1") if (row.pk + number) % 2 else ("letter-1",))
    ]
    StepDone.objects.bulk_create(steps, batch_size=_BATCH)


def _measure() -> dict[str, Any]:
    from datetime import UTC, datetime

    from sekisho.apps.asks.models import Assignment
    from sekisho.apps.reminders.queries.due import due_groups, place_of
    from sekisho.engines.reminders import Track

    for country in set(COUNTRIES):
        place_of(country)  # holidays are read once a process
    morning = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo, +1 for everybody
    early = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)
    seconds, cpu, found = [], [], []
    for _ in range(ROUNDS):
        began, spent = time.perf_counter(), time.process_time()
        found = list(due_groups(*Track, now=morning))
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - spent)
    began = time.perf_counter()
    assert not list(due_groups(*Track, now=early))
    return {
        "seconds": seconds,
        "cpu": statistics.median(cpu),
        "idle": time.perf_counter() - began,
        "groups": len(found),
        "chosen": sum(len(group.ids) for group in found),
        "open": Assignment.objects.count(),
    }


def _start() -> None:
    """Django on the folder's own database."""
    from tests.environment import prepare_settings

    prepare_settings()
    os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"
    import django

    django.setup()


if __name__ == "__main__":
    _start()
    if sys.argv[1] == "fill":
        _fill()
    else:
        sys.stdout.write(json.dumps(_measure()))
