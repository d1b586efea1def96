"""How long the four pages take that people use all day, at full size and under load.

For each database: fill it once (bench.dataset), start the real server, let a process fan out asks
of 10,000 all the while, and let twenty users with a second of think time work from another process.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WARM_SECONDS, LOAD_SECONDS = 20, 45  # both workers have met every page before it counts
GOALS = {"answer": 100.0, "save": 100.0, "board": 150.0, "partners": 150.0}


def figures() -> Iterator[dict[str, Any]]:
    """p95 in milliseconds of each page on each database."""
    for database in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with _database(database, folder) as url:
                yield from _measured(database, _environment(folder, url))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    from tests import postgres

    if kind == "sqlite":
        yield ""
        return
    cluster, url = postgres.start(folder)
    postgres.create_database(cluster)
    try:
        yield url
    finally:
        postgres.stop(cluster)


def _environment(folder: Path, url: str) -> dict[str, str]:
    from sekisho.adapters.vault import create_key_file

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "data").mkdir()
    create_key_file(folder / "keys" / "sekisho.json")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    return {
        **kept,
        "SEKISHO_DATA": str(folder / "data"),
        "SEKISHO_KEY_FILE": str(folder / "keys" / "sekisho.json"),
        "SEKISHO_DATABASE_URL": url,
        "SEKISHO_PORT": str(port),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def _measured(database: str, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    facts = _run(environment, "bench.dataset", "fill")
    with _process(environment, "sekisho", "serve"):
        _wait_for(int(environment["SEKISHO_PORT"]))
        _load(environment, facts, WARM_SECONDS)
        with _process(environment, "bench.dataset", "fan-out", facts["draft"]):
            found = _load(environment, facts, LOAD_SECONDS)
    if found["faults"]:
        raise RuntimeError(f"The load met faults: {found['faults'][:3]}")
    for page, goal in GOALS.items():
        times = sorted(found["times"][page])
        value = times[min(len(times) - 1, int(len(times) * 0.95))]
        yield {
            "name": f"page_{page}_p95_ms.{database}",
            "value": round(value, 1),
            "unit": "ms",
            "goal": goal,
            "met": value <= goal,
            "baseline": None,
            "baseline_value": None,
            "ratio": None,
            "note": f"{len(times)} requests, median {times[len(times) // 2]:.1f} ms; 10,000 "
            "organisations, 1.5 million answers, 20 users, fan-out of 10,000 running",
        }


def _run(environment: dict[str, str], module: str, *words: str, given: str = "") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment,
        cwd=ROOT,
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _load(environment: dict[str, str], facts: dict[str, Any], seconds: int) -> dict[str, Any]:
    words = (environment["SEKISHO_PORT"], str(seconds))
    return _run(environment, "bench.load", *words, given=json.dumps(facts))


@contextmanager
def _process(environment: dict[str, str], module: str, *words: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", module, *words], env=environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")
