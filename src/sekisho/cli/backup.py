"""`sekisho backup` and `sekisho restore`: database and files in one archive, never the keys.

The archive holds `manifest.json` (version, database kind, row counts, audit head, SHA-256 of every
member), the database (SQLite online copy, or pg_dump's custom format) and the encrypted files. A
restored installation comes up with mail held until an administrator releases it.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho import __version__
from sekisho.kernel.errors import Conflict, Unavailable, Unreadable

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands

_FORMAT = "sekisho-backup-1"
_FILES = "files"


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
    """Declare the commands."""
    backup = commands.add_parser("backup", help="write a back-up of database and files")
    backup.add_argument("--to", type=Path, default=None, help="folder (default: beside the data)")
    backup.set_defaults(act=lambda options: print_backup(options.to))
    restore = commands.add_parser("restore", help="bring a back-up into an empty installation")
    restore.add_argument("file", type=Path)
    restore.set_defaults(act=lambda options: restore_backup(options.file), is_new_allowed=True)


def _place() -> Place:
    from django.conf import settings

    return Place(data=settings.SEKISHO_DATA, database=settings.DATABASES["default"])


def print_backup(folder: Path | None) -> None:
    """Write an archive and say where it is."""
    path = write_backup(folder or _place().data.parent / "backups")
    sys.stdout.write(f"Back-up written: {path}\nThe key file is not in it: keep that one apart.\n")


def write_backup(folder: Path) -> Path:
    """Write one archive into the folder; returns its path. Readable by the owner only."""
    from sekisho.kernel import clock

    place = _place()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"sekisho-{clock.now():%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copy = Path(scratch) / place.member
        _copy_database(place, copy)
        members = {place.member: copy}
        stored = place.data / _FILES
        for path in sorted(stored.rglob("*")) if stored.exists() else ():
            if path.is_file():
                members[f"{_FILES}/{path.relative_to(stored).as_posix()}"] = path
        part = target.with_suffix(".part")
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            _add_text(archive, "manifest.json", json.dumps(_manifest(place, members), indent=1))
            for name, path in members.items():
                archive.add(path, arcname=name)
    part.chmod(0o600)
    return part.rename(target)


def _copy_database(place: Place, target: Path) -> None:
    if place.is_sqlite:
        source = sqlite3.connect(place.database["NAME"])
        copy = sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
    else:
        _program(place, ["pg_dump", "--format=custom", "--no-owner", f"--file={target}"])


def _program(place: Place, words: list[str]) -> None:
    from django.db.backends.postgresql.client import DatabaseClient

    if shutil.which(words[0]) is None:
        raise Unavailable("cli.no_program", program=words[0])
    arguments, extra = DatabaseClient.settings_to_cmd_args_env(place.database, [])
    import os

    environment = {**os.environ, **(extra or {})}
    name = arguments[-1]
    result = subprocess.run(  # noqa: S603
        [*words, *arguments[1:-1], f"--dbname={name}"],
        env=environment,
        capture_output=True,
        check=False,
    )
    if result.returncode:
        raise Unavailable("cli.program_failed", program=words[0], exit_code=result.returncode)


def _manifest(place: Place, members: dict[str, Path]) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": __version__,
        "database": place.member,
        **_state(),
        "members": {name: _sha256(path) for name, path in members.items()},
    }


def _state() -> dict[str, Any]:
    """Rows a table and the head of the audit chain: what a restore must show again."""
    from django.apps import apps

    from sekisho.apps.audit.queries import chain_report

    ours = [model for model in apps.get_models() if model.__module__.startswith("sekisho.")]
    tables = [model._meta.db_table for model in ours]  # noqa: SLF001 - Django's documented name
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def restore_backup(path: Path) -> int:
    """Bring an archive into an empty installation, check it, hold all mail; returns the exit code.

    Raises Conflict when this installation already holds an organisation, Unreadable for an archive
    that is damaged, foreign, or made with other keys.
    """
    place = _place()
    with tempfile.TemporaryDirectory(dir=place.data) as scratch:
        folder = Path(scratch)
        manifest = _unpack(path, folder)
        if manifest["database"] != place.member:
            raise Conflict("cli.other_database", database=manifest["database"])
        _refuse_unless_empty(place)
        _bring_database(place, folder / place.member)
        if (folder / _FILES).exists():
            shutil.copytree(folder / _FILES, place.data / _FILES, dirs_exist_ok=True)
    return _check_restored(manifest)


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        members = manifest["members"]
        damaged = [name for name, digest in members.items() if _sha256(folder / name) != digest]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Unreadable("cli.backup_unreadable", file=path.name) from error
    if damaged or manifest.get("format") != _FORMAT:
        raise Unreadable("cli.backup_damaged", file=path.name, member=", ".join(damaged[:3]))
    return manifest


def _refuse_unless_empty(place: Place) -> None:
    from django.db import connection

    if "organisations_organisation" in connection.introspection.table_names():
        from sekisho.apps.organisations.queries import has_home

        if has_home():
            raise Conflict("cli.not_empty", folder=place.data.name)
    connection.close()


def _bring_database(place: Place, source: Path) -> None:
    if not place.is_sqlite:
        words = ["pg_restore", "--clean", "--if-exists", "--no-owner", str(source)]
        _program(place, words)
        return
    target = Path(place.database["NAME"])
    for name in (
        target,
        target.with_name(f"{target.name}-wal"),
        target.with_name(f"{target.name}-shm"),
    ):
        name.unlink(missing_ok=True)
    shutil.copyfile(source, target)


def _check_restored(manifest: dict[str, Any]) -> int:
    """Migrate, hold mail, open a sealed value, and compare rows and audit head."""
    from sekisho.adapters.vault import Place as SealedPlace
    from sekisho.apps.mail.actions import hold_mail
    from sekisho.apps.organisations.queries import home_id, seal_for
    from sekisho.cli.prepare import prepare_installation
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    state = _state()
    is_same = state["rows"] == manifest["rows"] and state["audit"] == manifest["audit"]
    seal_for(home_id(), SealedPlace("backup", "restore", "probe"), b"opens")
    prepare_installation()
    hold_mail(SYSTEM, reason="restored", now=clock.now())
    sys.stdout.write(
        f"Restored: {sum(state['rows'].values())} rows, "
        f"{state['audit']['entries']} audit entries.\n"
        "Mail is held until an administrator releases it on the outbox page.\n"
    )
    if not is_same:
        sys.stdout.write("But rows or audit head differ from what the back-up recorded.\n")
    return 0 if is_same else 1
