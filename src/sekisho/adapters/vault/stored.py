"""Sealed content as files on disk."""

from __future__ import annotations

import os
from pathlib import Path


def write_stored(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all, and on the disk before this returns.

    Raises FileExistsError when the name is taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
