"""The local mailbox: letters that would have been sent, sealed with home's key."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.mail.events import RenderedLetter
from sekisho.apps.mail.models import LocalLetter
from sekisho.apps.mail.queries.route import is_local_mailbox, require_mail_office
from sekisho.apps.organisations.queries import open_home, seal_home
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound
from sekisho.ui.paging import Paged, slice_of

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class LocalLetterView:
    """One letter as its recipient would have read it; of files beside it the names only."""

    uid: uuid.UUID
    at: datetime
    to_address: str
    to_name: str
    subject: str
    text: str
    language: str
    enclosed: list[str] = field(default_factory=list)

    def is_about(self, words: str) -> bool:
        """Whether recipient or subject contain the words, in any case."""
        place = f"{self.to_address}\n{self.to_name}\n{self.subject}".casefold()
        return words.strip().casefold() in place


def sealed_letter(uid: uuid.UUID, letter: RenderedLetter, language: str) -> bytes:
    """The stored form of a letter; for this room's own modules."""
    names = ("to_address", "to_name", "subject", "text")
    stored = {name: getattr(letter, name) for name in names}
    beside = [one.name for one in letter.enclosures]
    whole = {**stored, "language": language, "enclosed": beside}
    text = json.dumps(whole, ensure_ascii=False)
    return seal_home(_place(uid), text.encode())


def local_letters_for(actor: Actor, *, words: str = "", page: int = 1) -> Paged[LocalLetterView]:
    """Letters whose recipient or subject contain the words, newest first.

    Raises NotFound once a mail server is set, Forbidden for all but administrators at home.
    """
    _require(actor)
    rows = LocalLetter.objects.order_by("-at", "-id")
    if not words.strip():
        part = rows[slice_of(page)]
        return Paged([opened_letter(row) for row in part], number=page, total=rows.count())
    found = [letter for letter in map(opened_letter, _all(rows)) if letter.is_about(words)]
    return Paged(found[slice_of(page)], number=page, total=len(found))


def local_letter_for(actor: Actor, uid: uuid.UUID) -> LocalLetterView:
    """One letter. Raises NotFound when it is not there or a mail server is set."""
    _require(actor)
    row = LocalLetter.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound("mail.no_letter")
    return opened_letter(row)


def _require(actor: Actor) -> None:
    if not is_local_mailbox():
        raise NotFound("mail.no_local_mailbox")
    require_mail_office(actor)


def _all(rows: QuerySet[LocalLetter]) -> Iterator[LocalLetter]:
    return rows.iterator(chunk_size=_CHUNK)


def opened_letter(row: LocalLetter) -> LocalLetterView:
    """The letter in a row; for this room's own modules."""
    stored = json.loads(open_home(_place(row.uid), row.sealed))
    return LocalLetterView(uid=row.uid, at=row.at, **stored)


def _place(uid: uuid.UUID) -> Place:
    return Place("mail_localletter", str(uid), "sealed")
