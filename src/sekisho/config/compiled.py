"""Where compiled kernels of the engines are kept, so that no page waits for a compiler (ADR 15).

The folder is named by a hash of the engine's source: machine code of another version is never met.
numba reads the place from the environment when it is first imported, so this comes before that.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ENGINE = Path(__file__).resolve().parent.parent / "engines" / "chain"
PLACE = "NUMBA_CACHE_DIR"


def place_kernels(data: Path) -> Path:
    """Tell numba to keep its work below the data folder, unless the environment says where."""
    if not os.environ.get(PLACE):
        os.environ[PLACE] = str(data / "compiled" / source_digest(ENGINE))
    return Path(os.environ[PLACE])


def source_digest(folder: Path) -> str:
    """A short hash of every source file in the folder, names included."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        told.update(f"{path.relative_to(folder)}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
