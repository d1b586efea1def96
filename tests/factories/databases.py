"""Databases beside the one of the test, for processes of their own: every table, no row of a test.

Migrating takes ten seconds, so that the database of this run is copied as it was left: nothing that
a test wrote inside its transaction is in the copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

FILE = "sekisho.sqlite3"  # what a house without another address looks for in its folder


class Copies:
    """Copies of one migrated database; the first one is kept and serves the others."""

    def __init__(self, name: str, folder: Path) -> None:
        """`name` is a file, or a database of the run's server to which nobody is connected."""
        self._server = os.environ.get("SEKISHO_TEST_DATABASE_URL", "")
        self._kept = folder / FILE
        self._template = f"kept_{uuid.uuid4().hex}"
        if self._server:
            self._create(self._template, name)
            return
        with closing(sqlite3.connect(name)) as living, closing(sqlite3.connect(self._kept)) as kept:
            living.backup(kept)

    @contextmanager
    def own(self, folder: Path) -> Iterator[str]:
        """The address of a new one: a database of the server, or empty for a file in `folder`."""
        if not self._server:
            shutil.copy(self._kept, folder / FILE)
            yield ""
            return
        name = f"own_{uuid.uuid4().hex}"
        self._create(name, self._template)
        yield self._address(name)
        self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _create(self, name: str, template: str) -> None:
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _address(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def _tell(self, command: str) -> None:
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(command.encode())
