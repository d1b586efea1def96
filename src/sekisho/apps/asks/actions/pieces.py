"""A large file in pieces: begun, continued after a break, and kept once it is whole."""

from __future__ import annotations

import io
import uuid
from datetime import datetime

from django.conf import settings

from sekisho.adapters.vault import write_stored
from sekisho.apps.asks.actions.evidence import Upload, attach_evidence, require_room
from sekisho.apps.asks.actions.replies import Draft
from sekisho.apps.asks.queries.pieces import (
    HEAD,
    PIECE_BYTES,
    Announced,
    Incoming,
    content_of,
    folder_of,
    incoming_for,
    piece_path,
    piece_place,
)
from sekisho.apps.asks.queries.respondent import assignment_of
from sekisho.apps.asks.queries.respondent_standing import require_writable
from sekisho.apps.asks.queries.sealed import key_owner
from sekisho.apps.organisations.queries import seal_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge

MOST_WAITING = 5
_MIB = 1024 * 1024


def begin_upload(actor: Actor, *, announced: Announced, now: datetime) -> uuid.UUID:
    """Make ready for the pieces of a file; returns the id of the upload.

    Raises NotFound for another's question, Conflict when the reply is read only, Invalid for an
    empty file, TooLarge when it is, or when five uploads of this reply wait already.
    """
    row = assignment_of(actor)
    require_writable(row, now)
    Draft.of(row).question(announced.question_key)
    limit_mb = int(settings.SEKISHO_EVIDENCE_LIMIT_MB)
    if announced.size_bytes < 1:
        raise Invalid("intake.empty", file=announced.name)
    if announced.size_bytes > limit_mb * _MIB:
        raise TooLarge("intake.too_large", file=announced.name, limit_bytes=limit_mb * _MIB)
    require_room(row, announced.size_bytes)
    if len(list(folder_of(row).glob(f"*.{HEAD}"))) >= MOST_WAITING:
        raise TooLarge("asks.uploads_waiting", limit=MOST_WAITING)
    uid = new_id()
    sealed = seal_for(key_owner(row), piece_place(uid, HEAD), announced.as_json())
    write_stored(piece_path(row, uid, HEAD), sealed)
    return uid


def add_piece(actor: Actor, *, uid: uuid.UUID, offset: int, data: bytes, now: datetime) -> Incoming:
    """Keep the piece that begins at this byte; returns the upload with it.

    A piece that is there already changes nothing: after a break a browser may send it twice.
    Raises NotFound, Conflict (asks.piece_out_of_place) when it is not the next one or has not the
    length of the next one, Conflict when the reply is read only.
    """
    found = incoming_for(actor, uid)
    require_writable(found.row, now)
    if offset < found.received_bytes:
        return found
    if offset != found.received_bytes or not data or len(data) != found.next_bytes:
        raise Conflict("asks.piece_out_of_place")
    number = str(offset // PIECE_BYTES)
    path = piece_path(found.row, uid, number)
    sealed = seal_for(key_owner(found.row), piece_place(uid, number), data)
    try:
        write_stored(path, sealed)
    except FileExistsError:  # the same piece in another request, a moment ago
        return incoming_for(actor, uid)
    return incoming_for(actor, uid)


def finish_upload(actor: Actor, *, uid: uuid.UUID, now: datetime) -> uuid.UUID:
    """Attach the whole file to its answer through the intake; returns its outside id.

    The pieces go in any case: a refused file is chosen anew. Raises NotFound, Conflict while a
    piece is missing, and what `attach_evidence` does.
    """
    found = incoming_for(actor, uid)
    if not found.is_whole:
        raise Conflict("asks.piece_out_of_place")
    limit_mb = int(settings.SEKISHO_EVIDENCE_LIMIT_MB)
    upload = Upload(io.BytesIO(content_of(found)), found.announced.name, limit_mb)
    try:  # who takes the head away attaches the file: two requests at once make one
        piece_path(found.row, uid, HEAD).unlink()
    except FileNotFoundError as error:
        raise NotFound("asks.no_upload") from error
    try:
        key = found.announced.question_key
        return attach_evidence(actor, question_key=key, upload=upload, now=now)
    finally:
        for path in folder_of(found.row).glob(f"{uid}.*"):
            path.unlink(missing_ok=True)
