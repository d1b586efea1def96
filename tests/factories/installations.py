"""Whole installations in folders of a test, driven by the real command as processes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house.source import ROOT

# A home organisation, and an encrypted file as evidence would lie there.
_FURNISH = """
from pathlib import Path
from django.conf import settings
from sekisho.adapters.vault import Place
from sekisho.apps.organisations.actions import NewOrganisation, create_home
from sekisho.apps.organisations.queries import seal_home
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
create_home(SYSTEM, organisation=NewOrganisation("関所試験機"), now=clock.now())
folder = settings.SEKISHO_DATA / "files" / "ab"
folder.mkdir(parents=True)
(folder / "one").write_bytes(seal_home(Place("evidence", "content", "1"), "証跡".encode()))
"""
_OPEN = """
from django.conf import settings
from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home
sealed = (settings.SEKISHO_DATA / "files" / "ab" / "one").read_bytes()
print(open_home(Place("evidence", "content", "1"), sealed).decode())
"""
_STATE = """
import json
from sekisho.apps.mail.queries import is_held
from sekisho.cli.backup import own_tables, state_now
print(json.dumps({**state_now(own_tables()), "is_held": is_held()}))
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """Folder, key file and database of one installation."""

    folder: Path
    key_file: Path
    database_url: str = ""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEKISHO_", "DJANGO_"))}
        own = {
            "SEKISHO_DATA": str(self.data),
            "SEKISHO_KEY_FILE": str(self.key_file),
            "SEKISHO_DATABASE_URL": self.database_url,
            "SEKISHO_LANGUAGE": "en",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return {**kept, **own, **more}

    def sekisho(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m sekisho` with these words and further variables."""
        return self._python(["-m", "sekisho", *words], more)

    def code(self, text: str) -> str:
        """Run lines of Python in this installation; what they print."""
        start = "import django\ndjango.setup()\n"
        done = self._python(
            ["-c", start + text], {"DJANGO_SETTINGS_MODULE": "sekisho.config.settings"}
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _python(self, words: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment(**more),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def furnish(self) -> Installation:
        """Prepare it and give it a home organisation and an encrypted file."""
        done = self.sekisho("prepare")
        assert done.returncode == 0, done.stderr
        self.code(_FURNISH)
        return self

    def opened_file(self) -> str:
        """What the encrypted file says."""
        return self.code(_OPEN).strip()

    def tables(self) -> set[str]:
        """The tables that are there, asked of the database itself."""
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as server:
                found = server.execute(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                )
                return {name for (name,) in found}
        with closing(sqlite3.connect(self.data / "sekisho.sqlite3")) as file:
            return {name for (name,) in file.execute("SELECT name FROM sqlite_master")}

    def state(self) -> dict[str, Any]:
        """Rows of each table, the audit chain, and whether mail is held."""
        found: dict[str, Any] = json.loads(self.code(_STATE))
        return found


def new_installation(folder: Path, *, key_file: Path | None = None) -> Installation:
    """An empty place on the database that this test run is about; nothing is prepared yet."""
    folder.mkdir(parents=True)
    return Installation(folder, key_file or folder / "keys" / "sekisho.json", _new_database())


def _new_database() -> str:
    """The URL of a fresh database on the run's PostgreSQL server; empty means SQLite."""
    server = os.environ.get("SEKISHO_TEST_DATABASE_URL", "")
    if not server:
        return ""
    import psycopg

    name = f"sekisho_{uuid.uuid4().hex}"
    maintenance = server.replace("@/sekisho?", "@/postgres?")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("@/sekisho?", f"@/{name}?")
