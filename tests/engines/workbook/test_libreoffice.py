"""The round trip through LibreOffice: opened, kept in its own way, read back."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.engines.workbook.test_reading import faults, typed
from tests.engines.workbook.world import FULL, reading_of, stored, tables_of, written

pytestmark = pytest.mark.peers


def through(folder, data, *forms):
    """The bytes after LibreOffice has opened the file and saved it in each of these forms."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: setup/system-packages peers installs it"
    path = folder / "sheet.xlsx"
    path.write_bytes(data)
    for place, form in enumerate(forms):
        out = folder / str(place)
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", form, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path = next(out.iterdir())
    return path.read_bytes()


@pytest.mark.parametrize("forms", [("xlsx",), ("ods", "xlsx")])
def test_answers_keys_and_stamp_survive_libreoffice(tmp_path, forms):
    tables = tables_of(through(tmp_path, written(stored(FULL)), *forms))
    reading = reading_of(tables)
    assert reading.faults == ()
    assert {key: line.answer for key, line in reading.lines.items() if not line.is_blank} == FULL
    assert not any(line.is_changed for line in reading.lines.values())


def test_what_is_changed_after_libreoffice_is_told_apart(tmp_path):
    tables = tables_of(through(tmp_path, written(stored(FULL)), "xlsx"))
    reading = reading_of(typed("COUNT", "7", tables=tables))
    assert reading.lines["COUNT"].is_changed
    assert faults(reading) == []
