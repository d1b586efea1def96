"""A file as LibreOffice keeps it: opened and saved in its own way, without its windows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def through(folder: Path, data: bytes, *forms: str) -> bytes:
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
