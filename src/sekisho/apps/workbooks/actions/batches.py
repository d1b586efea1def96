"""Workbooks that partners sent by mail, brought in by the office: one, or many at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.adapters.intake import Limits, clean_name, files_in_bundle, is_bundle
from sekisho.apps.asks.queries.filed import FilePlace, asked_in, file_places_for, lent_scope
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.workbooks.actions.filing import confirm, require_open, stage
from sekisho.apps.workbooks.models import Filing
from sekisho.apps.workbooks.queries.incoming import (
    Given,
    Opened,
    SheetTexts,
    opened,
    require_own,
)
from sekisho.apps.workbooks.queries.outgoing import filled_for
from sekisho.apps.workbooks.queries.staged import (
    READ,
    BatchLine,
    batch_for,
    hand_of,
    sealed_content,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem, TooLarge

MOST_FILES = 100
_MIB = 1024 * 1024
_BUNDLE = Limits(
    size_bytes=40 * _MIB, archive_members=2 * MOST_FILES, archive_unpacked_bytes=200 * _MIB
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the files belong: the ask, and the one assignment when it is known."""

    ask_uid: uuid.UUID
    assignment_uid: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What came of one file of an upload: how many answers were saved, or why none."""

    place: FilePlace
    saved: int
    overtaken: int
    trouble: Problem | None = None


def read_batch(
    actor: Actor, *, target: Target, files: Iterable[Given], texts: SheetTexts, now: datetime
) -> uuid.UUID:
    """Read workbooks that came by mail; returns the outside id of the upload.

    Nothing is saved as an answer yet; a file that cannot be read keeps its reason. Archives are
    opened, their files read one by one. Raises Forbidden, NotFound, TooLarge beyond 100 files.
    """
    if not actor.can(Capability.FOLLOW_UP):
        raise Forbidden("asks.not_granted")
    ask_id, number, _title = asked_in(actor, target.ask_uid)
