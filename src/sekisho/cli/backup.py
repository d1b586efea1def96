"""`sekisho backup`: database and files in one archive, never the keys.

The archive holds `manifest.json` (version, database kind, row counts, audit head, marks of the
keys, SHA-256 of every member), the database (SQLite online copy, or pg_dump's custom format) and
the encrypted files. People may go on working meanwhile: counts and copy show the same moment.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho import __version__
from sekisho.kernel.errors import Unavailable

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands

FORMAT = "sekisho-backup-1"
MANIFEST = "manifest.json"
FILES = "files"
_SAID_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where this installation keeps its things."""

    data: Path
    database: dict[str, Any]

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return str(self.database["ENGINE"]).endswith("sqlite3")

    @property
    def member(self) -> str:
        """The name of the database inside an archive."""
        return "database.sqlite3" if self.is_sqlite else "database.pgdump"


def add_to(commands: Commands) -> None:
    """Declare the command."""
    backup = commands.add_parser("backup", help="write a back-up of database and files")
    backup.add_argument("--to", type=Path, default=None, help="folder (default: beside the data)")
    backup.set_defaults(act=lambda options: print_backup(options.to))


def place_of_settings() -> Place:
    """The place that the settings name."""
    from django.conf import settings

    return Place(data=settings.SEKISHO_DATA, database=settings.DATABASES["default"])


def print_backup(folder: Path | None) -> None:
    """Write an archive and say where it is."""
    path = write_backup(folder or place_of_settings().data.parent / "backups")
    sys.stdout.write(f"Back-up written: {path}\nThe key file is not in it: keep that one apart.\n")


def write_backup(folder: Path) -> Path:
    """Write one archive into the folder; returns its path. Readable by the owner only."""
    from sekisho.kernel import clock

    place = place_of_settings()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Nothing is left behind when this fails, and nobody else can look into it meanwhile.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copy, part = Path(scratch) / place.member, Path(scratch) / "archive"
        with _one_moment(place) as snapshot:
            _copy_database(place, copy, snapshot)
            state = state_now(own_tables())
        members = {place.member: copy, **_stored_files(place)}
        manifest = {"database": place.member, "members": _digests(members), **state}
        _write_archive(part, manifest, members)
        part.chmod(0o600)
        return part.rename(folder / f"sekisho-{clock.now():%Y%m%d-%H%M%S}.tar.gz")


def _write_archive(path: Path, manifest: dict[str, Any], members: Mapping[str, Path]) -> None:
    about = {"format": FORMAT, "version": __version__, "keys": key_marks()}
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        _add_text(archive, MANIFEST, json.dumps({**about, **manifest}, indent=1))
        for name, source in members.items():
            archive.add(source, arcname=name)


def _stored_files(place: Place) -> dict[str, Path]:
    stored = place.data / FILES
    found = sorted(path for path in stored.rglob("*") if path.is_file())
    return {f"{FILES}/{path.relative_to(stored).as_posix()}": path for path in found}


@contextmanager
def _one_moment(place: Place) -> Iterator[str]:
    """Let everything read inside show the same moment; gives PostgreSQL's name of it."""
    from django.db import connection, transaction

    if place.is_sqlite:
        with connection.cursor() as cursor:
            # Not Django's atomic, which would keep writers out for as long as this takes.
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM sqlite_master")
            try:
                yield ""
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _copy_database(place: Place, target: Path, snapshot: str) -> None:
    from django.db import connection

    if place.is_sqlite:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        words = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
        call_program(place, ["pg_dump", *words])


def call_program(place: Place, words: list[str]) -> None:
    """Run a program of PostgreSQL on our database. Raises Unavailable with what it said."""
    from django.db.backends.postgresql.client import DatabaseClient

    if shutil.which(words[0]) is None:
        raise Unavailable("cli.no_program", program=words[0])
    arguments, extra = DatabaseClient.settings_to_cmd_args_env(place.database, [])
    done = subprocess.run(  # noqa: S603 - fixed words, no shell
        [*words, *arguments[1:-1], f"--dbname={arguments[-1]}"],
        env={**os.environ, **(extra or {})},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-_SAID_CHARACTERS:]
        raise Unavailable(
            "cli.program_failed", program=words[0], exit_code=done.returncode, said=said
        )


def own_tables() -> tuple[str, ...]:
    """The tables of all rooms."""
    from django.apps import apps

    ours = [model for model in apps.get_models() if model.__module__.startswith("sekisho.")]
    return tuple(model._meta.db_table for model in ours)  # noqa: SLF001 - Django's documented name


def state_now(tables: tuple[str, ...]) -> dict[str, Any]:
    """Rows of these tables and the head of the audit chain: what a restore must show again."""
    from sekisho.apps.audit.queries import chain_report

    report = chain_report()
    return {
        "rows": {table: _count(table) for table in tables},
        "audit": {"entries": report.entries, "head": report.head, "first_bad": report.first_bad},
    }


def _count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def key_marks() -> dict[str, str]:
    """A mark of each master key, from which the key cannot be found."""
    from django.conf import settings

    masters: Mapping[str, bytes] = settings.SEKISHO_KEYRING.masters
    return {
        name: hmac.new(key, FORMAT.encode(), hashlib.sha256).hexdigest()
        for name, key in masters.items()
    }


def _digests(members: Mapping[str, Path]) -> dict[str, str]:
    return {name: sha256_of(path) for name, path in members.items()}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
