"""Chooses the database of the run before Django reads its settings.

SEKISHO_TEST_DATABASE=sqlite (default) uses a file per worker; =postgresql starts a throwaway server
of Debian's PostgreSQL, once for the whole run. This must be an early plugin (`-p tests.pgplugin`):
a conftest comes too late, and the run would silently use SQLite.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import environment, postgres

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


def _start(folder: Path) -> str:
    try:
        cluster, url = postgres.start(folder)
    except postgres.NoServer as error:
        raise pytest.UsageError(str(error)) from error
    _running.append(cluster)
    return url


def _stop() -> None:
    while _running:
        postgres.stop(_running.pop())


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
