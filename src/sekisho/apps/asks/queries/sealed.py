"""Sealing and opening what respondents say; only this module knows whose key applies.

A reply belongs to the respondent's organisation. A buyer's answers about a partner belong to home:
the respondent's key of a group company must not hold what is said about somebody else.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, Protocol

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import home_id, open_for, seal_for


class Sealable(Protocol):
    """What decides the key: an assignment row."""

    @property
    def uid(self) -> uuid.UUID:
        """Its outside id."""
        ...

    @property
    def subject_id(self) -> int:
        """Whom it is about."""
        ...

    @property
    def respondent_id(self) -> int:
        """Who answers."""
        ...


def key_owner(assignment: Sealable, home: int | None = None) -> int:
    """The organisation whose key seals what belongs to this assignment; `home` if known."""
    if assignment.subject_id == assignment.respondent_id:
        return assignment.respondent_id
    return home_id() if home is None else home


def seal_part(assignment: Sealable, *, part: str, row: uuid.UUID, content: Any) -> bytes:
    """Seal JSON content of one part ("reply", "submission", "review", "evidence") of it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return seal_for(key_owner(assignment), Place(f"asks_{part}", str(row), "sealed"), text.encode())


def open_part(
    assignment: Sealable, *, part: str, row: uuid.UUID, sealed: bytes | memoryview
) -> Any:
    """Open what `seal_part` sealed. Raises Unreadable when it does not open."""
    place = Place(f"asks_{part}", str(row), "sealed")
    return json.loads(open_for(key_owner(assignment), place, sealed))


def reply_text(assignment: Sealable, sealed: bytes | memoryview) -> str:
    """The JSON text of a reply, for the questionnaire engine's own fast reader."""
    place = Place("asks_reply", str(assignment.uid), "sealed")
    return open_for(key_owner(assignment), place, sealed).decode()


def sealed_reply(assignment: Sealable, text: str) -> bytes:
    """Seal the JSON text of a reply."""
    place = Place("asks_reply", str(assignment.uid), "sealed")
    return seal_for(key_owner(assignment), place, text.encode())
