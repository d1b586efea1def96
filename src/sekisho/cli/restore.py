"""`sekisho restore`: bring a back-up into an empty installation.

Everything is checked before anything is changed. A restored installation comes up with mail held
until an administrator releases it: letters that left after the back-up would leave again.
"""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.cli.backup import (
    FILES,
    FORMAT,
    MANIFEST,
    Place,
    call_program,
    key_marks,
    place_of_settings,
    sha256_of,
    state_now,
)
from sekisho.kernel.errors import Conflict, Unreadable

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands

_BROKEN = (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError)


def add_to(commands: Commands) -> None:
    """Declare the command."""
    restore = commands.add_parser("restore", help="bring a back-up into an empty installation")
    restore.add_argument("file", type=Path)
    restore.set_defaults(act=lambda options: restore_backup(options.file))


def restore_backup(path: Path) -> int:
    """Bring an archive into an empty installation, check it, hold all mail; returns the exit code.

    Raises Conflict when this installation already holds an organisation, Unreadable for an archive
    that is damaged, foreign, or made with other keys.
    """
    place = place_of_settings()
    with tempfile.TemporaryDirectory(dir=place.data) as scratch:
        folder = Path(scratch)
        manifest = _unpack(path, folder)
        _refuse_unless_fitting(place, manifest, path)
        _refuse_unless_empty(place)
        _bring_database(place, folder / place.member)
        _bring_files(place, folder, manifest)
    return _check_restored(manifest)


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        is_ours = manifest["format"] == FORMAT and manifest["database"] in manifest["members"]
        wanted: dict[str, str] = manifest["members"]
    except _BROKEN as error:
        raise Unreadable("cli.backup_unreadable", file=path.name) from error
    if not is_ours:
        raise Unreadable("cli.backup_unreadable", file=path.name)
    damaged = [name for name, digest in wanted.items() if not _is_sound(folder / name, digest)]
    if damaged:
        raise Unreadable("cli.backup_damaged", file=path.name, member=", ".join(damaged[:3]))
    return manifest


def _is_sound(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest


def _refuse_unless_fitting(place: Place, manifest: dict[str, Any], path: Path) -> None:
    if manifest["database"] != place.member:
        raise Conflict("cli.other_database", database=manifest["database"])
    marks = key_marks()
    if any(marks.get(name) != mark for name, mark in manifest["keys"].items()):
        raise Unreadable("cli.other_keys", file=path.name)


def _refuse_unless_empty(place: Place) -> None:
    from django.db import connection

    if "organisations_organisation" in connection.introspection.table_names():
        from sekisho.apps.organisations.queries import has_home

        if has_home():
            raise Conflict("cli.not_empty", folder=place.data.name)
    connection.close()


def _bring_database(place: Place, source: Path) -> None:
    if not place.is_sqlite:
        words = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction"]
        call_program(place, [*words, str(source)])
        return
    target = Path(place.database["NAME"])
    for suffix in ("", "-wal", "-shm"):
        target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(source, target)


def _bring_files(place: Place, folder: Path, manifest: dict[str, Any]) -> None:
    """Only what the manifest names: nothing comes in that it does not vouch for."""
    for name in manifest["members"]:
        if name.startswith(f"{FILES}/"):
            target = place.data / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)


def _check_restored(manifest: dict[str, Any]) -> int:
    """Hold mail before anything can go wrong, compare rows and audit head, try keys, migrate."""
    from sekisho.apps.mail.actions import hold_mail
    from sekisho.cli.prepare import prepare_installation
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    state = state_now(tuple(manifest["rows"]))
    hold_mail(SYSTEM, reason="restored", now=clock.now())
    is_same = all(state[part] == manifest[part] for part in ("rows", "audit"))
    _check_keys_open()
    prepare_installation()
    sys.stdout.write(
        f"Restored: {sum(state['rows'].values())} rows, "
        f"{state['audit']['entries']} audit entries.\n"
        "Mail is held until an administrator releases it on the outbox page.\n"
    )
    if not is_same:
        sys.stdout.write("But rows or audit head differ from what the back-up recorded.\n")
    return 0 if is_same else 1


def _check_keys_open() -> None:
    """Encrypt something with the home organisation's key, which the master key must open."""
    from sekisho.adapters.vault import Place as SealedPlace
    from sekisho.apps.organisations.queries import has_home, home_id, seal_for

    if has_home():
        seal_for(home_id(), SealedPlace("backup", "restore", "probe"), b"opens")
