"""Where the test vectors of others lie: SEKISHO_CONFORMANCE_DATA, or ../shared/data beside us.

They are read where they are and never copied into the project.
"""

from __future__ import annotations

import gzip
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


def shared_path(name: str) -> Path:
    """A file or folder of that data; skips with a sentence where it is not there."""
    path = Path(os.environ.get("SEKISHO_CONFORMANCE_DATA") or BESIDE) / name
    if not path.exists():
        pytest.skip(f"{name} is not here: name its folder in SEKISHO_CONFORMANCE_DATA")
    return path


def shared_files(name: str, ending: str = "") -> Iterator[tuple[str, bytes]]:
    """Path and content of each file of an archive, those with this ending."""
    with tarfile.open(shared_path(name)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and member.name.endswith(ending):
                yield member.name, content.read()


def shared_lines(name: str) -> list[str]:
    """The lines of a packed text."""
    return gzip.decompress(shared_path(name).read_bytes()).decode("utf-8").splitlines()
