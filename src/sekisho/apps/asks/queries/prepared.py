"""Files that were prepared for one person: what was wished, and the file while it is kept.

Both lie sealed with home's key under a random name, outside of what a back-up takes. They need no
row: the name tells when it was asked for, the wish by whom, and after a day both are gone.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from sekisho.adapters.vault import Place
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.board import reached
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.organisations.queries import open_home
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, NotFound

KEPT_FOR = timedelta(hours=24)
_MILLISECONDS_FROM_BIT = 80  # of a UUID of version 7


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants which file: ids of person and ask as text, assignments by inside number."""

    person_uid: str
    ask_uid: str
    what: str
    form: str
    language: str
    ids: tuple[int, ...]

    def as_json(self) -> bytes:
        """The form in which it is sealed."""
        return json.dumps(asdict(self)).encode()


def export_path(uid: uuid.UUID, part: str) -> Path:
    """Where the "wish" or the "file" of an export lies."""
    return export_folder() / f"{uid}.{part}"


def export_folder() -> Path:
    """Where exports lie."""
    return Path(settings.SEKISHO_DATA) / "exports"


def export_place(uid: uuid.UUID, part: str) -> Place:
    """What binds a ciphertext to its export."""
    return Place("asks_export", str(uid), part)


def ends_at(uid: uuid.UUID) -> datetime:
    """When an export is gone; its id says when it was asked for."""
    asked = (uid.int >> _MILLISECONDS_FROM_BIT) / 1000
    return datetime.fromtimestamp(asked, tz=UTC) + KEPT_FOR


def is_ready(uid: uuid.UUID, *, now: datetime) -> bool:
    """Whether the file is there and still kept."""
    return now < ends_at(uid) and export_path(uid, "file").is_file()


def wish_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> tuple[AskView, Wish]:
    """One's own wish, with its ask, as long as it is kept and all of it is still within reach.

    Raises NotFound for another person's or one that ended, Conflict once the reach is less.
    """
    path = export_path(uid, "wish")
    if now >= ends_at(uid) or not path.is_file():
        raise NotFound("asks.no_export")
    held = json.loads(open_home(export_place(uid, "wish"), path.read_bytes()))
    wish = Wish(**{**held, "ids": tuple(held["ids"])})
    if actor.uid is None or str(actor.uid) != wish.person_uid:
        raise NotFound("asks.no_export")
    ask = ask_for(actor, uuid.UUID(wish.ask_uid))
    rows = Assignment.objects.filter(reached(actor, ask.id))
    if not set(wish.ids) <= set(rows.values_list("id", flat=True)):
        raise Conflict("asks.export_reach_changed")
    return ask, wish


def file_of(uid: uuid.UUID) -> bytes:
    """The prepared file of a wish that passed its gate. Raises NotFound, Unreadable."""
    path = export_path(uid, "file")
    if not path.is_file():
        raise NotFound("asks.no_export")
    return open_home(export_place(uid, "file"), path.read_bytes())
