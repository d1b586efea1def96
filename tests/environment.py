"""The environment of every test run: throwaway folders, fixed keys, nothing of the developer's own.

Django reads its settings from the environment, so this runs before them, both under pytest
(tests/pgplugin.py) and under mypy's Django plugin (tests/settings.py).
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "SEKISHO_TEST_FOLDER"  # set for the xdist workers, which share the folder of their parent
_KEPT = ("SEKISHO_TEST_", "SEKISHO_CONFORMANCE_")


def prepare() -> Path:
    """Make the folder of this run, which vanishes with this process, and tell its workers."""
    folder = Path(tempfile.mkdtemp(prefix="sekisho-test-"))
    folder.chmod(0o755)  # the PostgreSQL server runs as another user below it
    os.environ[FOLDER] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare_settings() -> None:
    """Point every setting into the run's folder; each xdist worker has a part of its own."""
    own = Path(os.environ[FOLDER]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    key_file = own / "keys" / "sekisho.json"
    (own / "data").mkdir(parents=True, exist_ok=True)
    key_file.parent.mkdir(exist_ok=True)
    (own / "static").mkdir(exist_ok=True)  # where collected files would lie
    keep_kernels()
    key_file.write_text(json.dumps(_keys()), encoding="ascii")
    for name in [name for name in os.environ if name.startswith("SEKISHO_")]:
        if not name.startswith(_KEPT):
            del os.environ[name]
    os.environ.update(
        SEKISHO_DATA=str(own / "data"),
        SEKISHO_KEY_FILE=str(key_file),
        SEKISHO_DATABASE_URL=os.environ.get("SEKISHO_TEST_DATABASE_URL", ""),
    )


def keep_kernels() -> None:
    """Use what `make setup` compiled: it is named by its source, and compiling takes minutes."""
    from sekisho.config.compiled import place_kernels

    place_kernels(Path(__file__).resolve().parent.parent / "var" / "data")


def _keys() -> dict[str, object]:
    """Keys that are the same in every run, so that a failure repeats."""
    return {
        "format": "sekisho-keys-1",
        "current": "m1",
        "masters": {"m1": _key("master")},
        **{name: _key(name) for name in ("link", "link_hash", "code", "web")},
    }


def _key(name: str) -> str:
    return base64.b64encode(hashlib.sha256(f"test {name}".encode()).digest()).decode("ascii")
