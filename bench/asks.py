"""How long it takes, and what it costs, to ask 10,000 partners 60 questions.

Sending (audience read, pre-flight, one frozen transaction) and preparing (assignments, links,
queued letters) run in a fresh process each time, on a database that another process has filled.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

SIZES = (1_000, 10_000)
QUESTIONS = 60
GOAL_SECONDS, GOAL_MB, GOAL_GROWTH = 20.0, 400.0, 1.2


def figures() -> Iterator[dict[str, Any]]:
    """Seconds, peak megabytes and the growth of CPU per recipient."""
    found = {size: _measured(size) for size in SIZES}
    small, large = found[SIZES[0]], found[SIZES[1]]
    yield _figure("ask_prepare_10k_s", large["seconds"], "s", GOAL_SECONDS, _note(large))
    yield _figure("ask_prepare_10k_peak_mb", large["peak_mb"], "MB", GOAL_MB, "peak RSS")
    per_small = small["cpu"] / SIZES[0] * 1000
    per_large = large["cpu"] / SIZES[1] * 1000
    growth = per_large / per_small
    yield {
        **_figure("ask_prepare_growth", growth, "ratio", GOAL_GROWTH, "CPU ms per recipient"),
        "baseline": "1,000 recipients",
        "baseline_value": round(per_small, 3),
        "ratio": round(growth, 3),
    }


def _note(found: dict[str, float]) -> str:
    return (
        f"CPU {found['cpu']:.2f} s; longest hold of the writer {found['longest_ms']:.0f} ms "
        f"({found['longest_cpu_ms']:.0f} ms CPU); "
        f"{found['letters']:.0f} letters queued"
    )


def _figure(name: str, value: float, unit: str, goal: float, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "goal": goal,
        "met": value <= goal,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": note,
    }


def _measured(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        _child(folder, "fill", size)
        return dict(json.loads(_child(folder, "measure", size)))


def _child(folder: str, what: str, size: int) -> str:
    root = Path(__file__).resolve().parent.parent
    environment = {
        **os.environ,
        "SEKISHO_TEST_FOLDER": folder,
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.asks", what, str(size)],
        env=environment,
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _start() -> None:
    """Django on the folder's own database."""
    from tests.environment import prepare_settings

    prepare_settings()
    os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"
    import django

    django.setup()


def _fill(size: int) -> None:
    from django.core.management import call_command

    from sekisho.apps.asks.actions import drafts
    from sekisho.apps.asks.queries.drafts import AudienceSpec
    from sekisho.apps.asks.queries.profiles import Sender
    from sekisho.apps.organisations.actions import NewOrganisation, create_home
    from sekisho.apps.organisations.queries import home_view
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM
    from sekisho.kernel.text import Bilingual

    call_command("migrate", verbosity=0)
    now = clock.now()
    create_home(SYSTEM, organisation=NewOrganisation("架空自動車株式会社"), now=now)
    _partners(size)
    uid = drafts.create_draft(SYSTEM, organisation_uid=home_view().uid, now=now)
    words = drafts.DraftWords(
        Bilingual("点検のお願い", "Check"),
        Bilingual("攻撃が増えています。", "Attacks increase."),
        Sender(Bilingual("室", "Office"), contact_email="aoi@home.example"),
    )
    revision = drafts.save_words(SYSTEM, uid=uid, revision=1, words=words, now=now)
    plan = drafts.DraftPlan(_sixty_questions(), 5)
    revision = drafts.save_plan(SYSTEM, uid=uid, revision=revision, plan=plan, now=now)
    everybody = AudienceSpec(mode="filter")
    drafts.save_audience(SYSTEM, uid=uid, revision=revision, audience=everybody, now=now)


def _partners(size: int) -> None:
    from sekisho.apps.organisations.models import Organisation
    from sekisho.apps.partners.models import Contact
    from sekisho.kernel import clock
    from sekisho.kernel.entropy import new_id

    stamps = {"created_at": clock.now(), "updated_at": clock.now()}
    names = [f"架空部品{number:05d}株式会社" for number in range(size)]
    rows = [
        Organisation(uid=new_id(), name=name, folded_name=name, tier=1, **stamps) for name in names
    ]
    Organisation.objects.bulk_create(rows, batch_size=500)
    contacts = [
        Contact(
            uid=new_id(),
            organisation=row,
            name="ちか",
            email=f"chika{number}@a.example",
            language="ja" if number % 10 else "en",
            purposes=["security"],
            **stamps,
        )
        for number, row in enumerate(rows)
    ]
    Contact.objects.bulk_create(contacts, batch_size=500)


def _sixty_questions() -> Any:
    """The shipped check, its questions repeated under other keys until there are sixty."""
    from sekisho.apps.asks.actions.sets import load_question_sets
    from sekisho.apps.asks.models import QuestionSetVersion
    from sekisho.engines.questionnaire import parse_set
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    load_question_sets(SYSTEM, now=clock.now())
    row = QuestionSetVersion.objects.get(key="meti2022-alert")
    plain = [one for one in row.content["questions"] if "condition" not in one]
    picked = [
        {**plain[number % len(plain)], "id": f"B-{number:03d}"} for number in range(QUESTIONS)
    ]
    row.content = {**row.content, "id": "bench", "questions": picked}
    parse_set(row.content)
    row.pk, row.key, row.content_hash, row.question_count = None, "bench", "bench", QUESTIONS
    from sekisho.kernel.entropy import new_id

    row.uid = new_id()
    row.save(force_insert=True)
    return row.uid


def _measure() -> dict[str, float]:
    from sekisho.apps.asks.actions.waves import send_wave
    from sekisho.apps.asks.jobs.send import prepare_wave
    from sekisho.apps.asks.models import Ask
    from sekisho.apps.asks.queries.drafts import AudienceSpec, frozen_ask
    from sekisho.apps.asks.queries.preflight import preflight_of
    from sekisho.apps.mail.models import OutboxLetter
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    row = Ask.objects.get()
    # Catalogues, holidays and letters are read once a process: not a cost of the recipients.
    warm = replace(frozen_ask(row), audience=AudienceSpec(mode="list", listed=("nobody",)))
    preflight_of(SYSTEM, warm, now=clock.now())
    holds = _watch_holds()
    began, cpu = time.perf_counter(), time.process_time()
    sent = send_wave(SYSTEM, uid=row.uid, revision=row.revision, now=clock.now())
    prepare_wave(wave_id=sent.wave_id, run_uid=str(sent.run_uid))
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "longest_ms": max(wall for wall, _cpu in holds) * 1000,
        "longest_cpu_ms": max(cpu for _wall, cpu in holds) * 1000,
        "letters": float(OutboxLetter.objects.count()),
    }


def _watch_holds() -> list[tuple[float, float]]:
    """Seconds and CPU seconds from each BEGIN IMMEDIATE to its COMMIT: the writer is held."""
    from django.db import connection

    holds: list[tuple[float, float]] = []
    connection.ensure_connection()
    begin, commit = connection._start_transaction_under_autocommit, connection._commit
    since = [0.0, 0.0]

    def started() -> None:
        begin()
        since[:] = [time.perf_counter(), time.process_time()]

    def ended() -> None:
        commit()
        holds.append((time.perf_counter() - since[0], time.process_time() - since[1]))

    connection._start_transaction_under_autocommit = started
    connection._commit = ended
    return holds


if __name__ == "__main__":
    _start()
    if sys.argv[1] == "fill":
        _fill(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(_measure()))
