"""The uploaded file of an import as it is kept: where it lies, and reading it."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings

from sekisho.adapters.sheets import Sheet, open_sheet
from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home
from sekisho.apps.partners.models import ImportBatch
from sekisho.kernel.errors import Conflict


def file_folder() -> Path:
    """Where uploaded lists lie, each encrypted under a random name."""
    return Path(settings.SEKISHO_DATA) / "imports"


def file_place(stored_name: str) -> Place:
    """Where the encrypted bytes of a list belong."""
    return Place("partners.importbatch", stored_name, "file")


def open_file(batch: ImportBatch) -> Sheet:
    """The kept file as a table. Raises Conflict when it is gone already."""
    path = file_folder() / batch.stored_name
    if not batch.stored_name or not path.is_file():
        raise Conflict("partners.import_file_gone")
    data = open_home(file_place(batch.stored_name), path.read_bytes())
    return open_sheet(io.BytesIO(data), name=batch.file_name)
