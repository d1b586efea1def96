"""The uploaded file: encrypted under a random name until the import is over, then gone."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings

from sekisho.adapters.sheets import Sheet, open_sheet
from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home, seal_home
from sekisho.apps.partners.models import ImportBatch
from sekisho.kernel.entropy import random_bytes
from sekisho.kernel.errors import Conflict

_NAME_BYTES = 16


def _folder() -> Path:
    return Path(settings.SEKISHO_DATA) / "imports"


def _place(stored_name: str) -> Place:
    return Place("partners.importbatch", stored_name, "file")


def keep_file(data: bytes) -> str:
    """Encrypt and keep; returns the random name."""
    name = random_bytes(_NAME_BYTES).hex()
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.write_bytes(seal_home(_place(name), data))
    part.rename(folder / name)
    return name


def open_file(batch: ImportBatch) -> Sheet:
    """The kept file as a table. Raises Conflict when it is gone already."""
    path = _folder() / batch.stored_name
    if not batch.stored_name or not path.is_file():
        raise Conflict("partners.import_file_gone")
    data = open_home(_place(batch.stored_name), path.read_bytes())
    return open_sheet(io.BytesIO(data), name=batch.file_name)


def drop_file(stored_name: str) -> None:
    """Remove the kept file; nothing happens when it is gone."""
    if stored_name:
        (_folder() / stored_name).unlink(missing_ok=True)


def kept_names() -> frozenset[str]:
    """The names of all kept files."""
    folder = _folder()
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
