"""Chooses the database of the run before Django reads its settings.

SEKISHO_TEST_DATABASE=sqlite (default) uses a file per worker; =postgresql starts a throwaway server
of Debian's PostgreSQL, once for the whole run. This must be an early plugin (`-p tests.pgplugin`):
a conftest comes too late, and the run would silently use SQLite.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import environment

CHOICES = ("sqlite", "postgresql")
_running: list[Path] = []


def chosen() -> str:
    """The database that this run asked for."""
    choice = os.environ.get("SEKISHO_TEST_DATABASE", "sqlite")
    if choice not in CHOICES:
        raise pytest.UsageError(
            f"SEKISHO_TEST_DATABASE is {choice!r}, it must be one of {CHOICES}."
        )
    return choice


def _programs() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if not found:
        raise pytest.UsageError("There is no PostgreSQL here: apt-get install -y postgresql")
    return found[-1].parent


def _call(*command: str) -> None:
    # The server refuses to run as root; Debian's package brings the user postgres.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command], capture_output=True, text=True, check=False, cwd="/", timeout=120
    )
    if done.returncode:
        raise pytest.UsageError(f"{command[0]} failed: {done.stderr or done.stdout}")


def _start(folder: Path) -> str:
    """A fresh server that listens on a socket in its folder only; its URL."""
    programs = _programs()
    cluster = folder / "postgresql"
    cluster.mkdir()
    if os.geteuid() == 0:
        shutil.chown(cluster, "postgres", "postgres")
    data = str(cluster / "data")
    create = f"{programs}/initdb -D {data} -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N"
    _call(*create.split())
    options = f"-k {cluster} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    options += " -c full_page_writes=off -c max_connections=60"
    log = str(cluster / "log")
    _call(f"{programs}/pg_ctl", "-D", data, "-w", "-s", "-l", log, "-o", options, "start")
    _running.append(cluster)
    return f"postgresql://postgres@/sekisho?host={quote(str(cluster), safe='')}"


def _stop() -> None:
    while _running:
        cluster = _running.pop()
        _call(f"{_programs()}/pg_ctl", "-D", str(cluster / "data"), "-m", "immediate", "-s", "stop")


def pytest_unconfigure() -> None:
    """The server ends with the run; its folder goes with the run's folder."""
    _stop()


def _choose() -> None:
    """An xdist worker finds its parent's answer in the environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.pop("SEKISHO_TEST_DATABASE_URL", None)
        folder = environment.prepare()
        if chosen() == "postgresql":
            os.environ["SEKISHO_TEST_DATABASE_URL"] = _start(folder)
    environment.prepare_settings()


_choose()
