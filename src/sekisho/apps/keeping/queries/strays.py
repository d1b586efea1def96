"""Which of the stored files belong to nothing. Every room that stores files is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from sekisho.apps.asks.queries.erasing import files_named
from sekisho.apps.measures.queries.erasing import proofs_named
from sekisho.apps.rules.queries.erasing import edition_files_named

# A file is written before its row: it gets more time than any request takes, and a restore days.
YOUNGEST = timedelta(days=7)
NAMED: tuple[Callable[[Collection[str]], frozenset[str]], ...] = (
    files_named,
    proofs_named,
    edition_files_named,
)
_STORED = re.compile(r"[0-9a-f]{48}")
_PORTION = 500


def stray_files(now: datetime) -> Iterator[Path]:
    """Files that were written a week ago or earlier and stand in no row."""
    folder = Path(settings.SEKISHO_DATA) / "files"
    before = (now - YOUNGEST).timestamp()
    old = [path for path in _stored(folder) if path.stat().st_mtime < before]
    for start in range(0, len(old), _PORTION):
        portion = {path.name: path for path in old[start : start + _PORTION]}
        named = frozenset[str]().union(*(names(portion.keys()) for names in NAMED))
        yield from (path for name, path in portion.items() if name not in named)


def _stored(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (one for one in folder.iterdir() if _STORED.fullmatch(one.name))
