"""A large file sealed in pieces: one file on disk, never whole in the clear, order and end bound.

Each piece is a ciphertext of its own whose place names the file, its number and how many there
are: a piece left out, doubled or moved does not open. Four bytes before each piece say its length.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_for, seal_for
from sekisho.kernel.errors import Unreadable

PREFIX = "pieces-"
_LENGTH_BYTES = 4


def is_in_pieces(stored_name: str) -> bool:
    """Whether a stored file was sealed in pieces."""
    return stored_name.startswith(PREFIX)


def piece_place(uid: uuid.UUID, number: int, count: int) -> Place:
    """What binds one piece to its file, its place in it and the number of all."""
    return Place("asks_evidence_piece", f"{uid}:{number}:{count}", "content")


def write_pieces(
    path: Path, owner: int, *, uid: uuid.UUID, pieces: Iterable[bytes], count: int
) -> None:
    """Seal the pieces into one new file, on the disk before this returns.

    Raises FileExistsError when the name is taken; a file that could not be finished is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for number, piece in enumerate(pieces):
                sealed = seal_for(owner, piece_place(uid, number, count), piece)
                file.write(len(sealed).to_bytes(_LENGTH_BYTES, "big"))
                file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def read_pieces(path: Path, owner: int, *, uid: uuid.UUID) -> Iterator[bytes]:
    """The content piece by piece. Raises Unreadable when something is missing or changed."""
    places = list(_places(path))
    with path.open("rb") as file:
        for number, (start, length) in enumerate(places):
            file.seek(start)
            yield open_for(owner, piece_place(uid, number, len(places)), file.read(length))


def _places(path: Path) -> Iterator[tuple[int, int]]:
    """Where each piece begins and how long it is."""
    total, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < total:
            file.seek(at)
            length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
            at += _LENGTH_BYTES
            if not 0 < length <= total - at:
                raise Unreadable("asks.file_damaged")
            yield at, length
            at += length
