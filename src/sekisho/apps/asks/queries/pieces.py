"""Large files on their way in: pieces that wait, sealed, until the file is whole.

They need no row: an upload's id tells when it began, its head which file it becomes, and after a
day all of it is gone. Pieces lie in a folder of their assignment, outside of what a back-up takes.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from sekisho.adapters.vault import Place
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.apps.asks.queries.sealed import key_owner
from sekisho.apps.organisations.queries import open_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

PIECE_BYTES = 2 * 1024 * 1024  # goes through the smallest limit of bodies
HEAD = "head"


@dataclass(frozen=True, slots=True)
class Announced:
    """What a browser says of a file before it sends the first piece."""

    question_key: str
    name: str
    size_bytes: int

    def as_json(self) -> bytes:
        """The form in which it is sealed."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Incoming:
    """An upload with what has arrived of it; pieces arrive in order."""

    row: Assignment
    uid: uuid.UUID
    announced: Announced
    received_bytes: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.received_bytes == self.announced.size_bytes

    @property
    def next_bytes(self) -> int:
        """How many bytes the next piece has: all but the last are alike."""
        return min(PIECE_BYTES, self.announced.size_bytes - self.received_bytes)


def incoming_for(actor: Actor, uid: uuid.UUID) -> Incoming:
    """One's own upload. Raises NotFound when it ended, is another's or was never begun."""
    row = assignment_of(actor)
    head = piece_path(row, uid, HEAD)
    if not head.is_file():
        raise NotFound("asks.no_upload")
    place = piece_place(uid, HEAD)
    announced = Announced(**json.loads(open_for(key_owner(row), place, head.read_bytes())))
    count = 0
    while piece_path(row, uid, str(count)).is_file():
        count += 1
    return Incoming(row, uid, announced, min(count * PIECE_BYTES, announced.size_bytes))


def content_of(incoming: Incoming) -> bytes:
    """The file of an upload that is whole. Raises Unreadable when a piece is damaged."""
    count = -(-incoming.announced.size_bytes // PIECE_BYTES)
    owner = key_owner(incoming.row)
    found = bytearray()
    for number in range(count):
        path = piece_path(incoming.row, incoming.uid, str(number))
        found += open_for(owner, piece_place(incoming.uid, str(number)), path.read_bytes())
    return bytes(found)


def uploads_folder() -> Path:
    """Where the uploads of all assignments wait."""
    return Path(settings.SEKISHO_DATA) / "uploads"


def folder_of(row: Assignment) -> Path:
    """Where the uploads of one assignment wait."""
    return uploads_folder() / str(row.uid)


def piece_path(row: Assignment, uid: uuid.UUID, part: str) -> Path:
    """Where the head of an upload, or the piece of that number, lies."""
    return folder_of(row) / f"{uid}.{part}"


def piece_place(uid: uuid.UUID, part: str) -> Place:
    """What binds a ciphertext to its upload and its number."""
    return Place("asks_upload", str(uid), part)
