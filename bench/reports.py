"""How long the executive report of an ask with 10,000 replies takes, as page and as PDF.

Two asks of the same sixty questions, so that the change since the last time is worked out too; the
tally is counted before, as the worker does after each reply. Measured is what a request does: find
the figures, word them, draw the PDF. Filling and measuring are processes of their own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROUNDS = 5
GOAL_SECONDS = 2.0


def figures() -> Iterator[dict[str, Any]]:
    """executive_report_10k_s: median of five reports with their PDF."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        uid = _child(folder, "fill").strip()
        found = json.loads(_child(folder, uid))
    value = round(statistics.median(found["whole"]), 3)
    yield {
        "name": "executive_report_10k_s",
        "value": value,
        "unit": "s",
        "goal": GOAL_SECONDS,
        "met": value <= GOAL_SECONDS,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": (
            f"{found['replies']} replies, {found['days']} days; figures and words alone: "
            f"{statistics.median(found['page']):.2f} s; slowest of {ROUNDS}: "
            f"{max(found['whole']):.2f} s; PDF of {found['size_kb']:.0f} kB"
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
        [sys.executable, "-m", "bench.reports", what],
        env=environment,
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _measure(uid: uuid.UUID) -> dict[str, Any]:
    from sekisho.apps.accounts.models import Person
    from sekisho.apps.accounts.queries import actor_of_uid
    from sekisho.apps.reports.forms.pdf import report_pdf
    from sekisho.apps.reports.forms.report import report_words
    from sekisho.apps.reports.queries.executive import report_for
    from sekisho.kernel import clock

    aoi = actor_of_uid(Person.objects.get().uid)
    page, whole, data = [], [], b""
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = report_for(aoi, uid, now=clock.now())
        words = report_words(found)
        page.append(time.perf_counter() - began)
        data = report_pdf(words, now=clock.now())
        whole.append(time.perf_counter() - began)
    assert found.before is not None
    assert data.startswith(b"%PDF")
    return {
        "page": page,
        "whole": whole,
        "replies": found.replies,
        "days": len(found.days),
        "size_kb": len(data) / 1024,
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
        from bench.dataset import fill_series

        sys.stdout.write(fill_series())
    else:
        sys.stdout.write(json.dumps(_measure(uuid.UUID(sys.argv[1]))))
