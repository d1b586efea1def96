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
    opened, their files read one by one. Beyond 100 files nothing is read, and a line says from
    which one on. Raises Forbidden, NotFound.
    """
    if not actor.can(Capability.FOLLOW_UP):
        raise Forbidden("asks.not_granted")
    ask_id, number, _title = asked_in(actor, target.ask_uid)
    batch_uid, seen = new_id(), set[uuid.UUID]()
    reading = _Reading(actor, target, ask_id, number, batch_uid, texts, now)
    for count, given in enumerate(_each(files), start=1):
        if count > MOST_FILES:
            reading.stop(given)
            break
        if isinstance(given, Problem):
            reading.refuse(str(given.params.get("file", "")), given)
        else:
            reading.read(given, seen)
    return batch_uid


def _each(files: Iterable[Given]) -> Iterator[Given | Problem]:
    """Every file; those of an archive one after the other."""
    for given in files:
        if not is_bundle(given.data, given.name):
            yield given
            continue
        try:
            inside = files_in_bundle(given.data, declared_name=given.name, limits=_BUNDLE)
            for name, content in inside:
                yield Given(name, content)
        except Problem as problem:
            yield problem


@dataclass(frozen=True, slots=True)
class _Reading:
    """One upload while it is read."""

    actor: Actor
    target: Target
    ask_id: int
    ask_number: str
    batch_uid: uuid.UUID
    texts: SheetTexts
    now: datetime

    def read(self, given: Given, seen: set[uuid.UUID]) -> None:
        """Stage one file, or its reason."""
        try:
            file = opened(given)
            place = self._place(file)
            if place.uid in seen:
                raise Conflict("workbooks.twice", file=file.name)
            filled = filled_for(lent_scope(self.actor, place), now=self.now)
            require_own(file, filled)
            require_open(self.actor, filled.reply)
            stage(
                self.actor,
                filled=filled,
                file=file,
                texts=self.texts,
                batch_uid=self.batch_uid,
                now=self.now,
            )
            seen.add(place.uid)
        except Problem as problem:
            self.refuse(clean_name(given.name), problem)

    def _place(self, file: Opened) -> FilePlace:
        """To whom the file belongs, within the person's reach. Raises Invalid, NotFound."""
        wanted = self.target.assignment_uid
        if wanted is None and file.stamp is None:
            raise Invalid("workbooks.nobody", file=file.name)
        stamp = file.stamp
        if stamp is not None and stamp.ask_number != self.ask_number:
            numbers = {"found": stamp.ask_number, "wanted": self.ask_number}
            raise Invalid("workbooks.other_ask", file=file.name, **numbers)
        uid = wanted or _uid(stamp.assignment if stamp else "")
        place = file_places_for(self.actor, [uid]).get(uid) if uid else None
        if place is None or place.ask_uid != self.target.ask_uid:
            raise NotFound("workbooks.not_known", file=file.name)
        return place

    def stop(self, given: Given | Problem) -> None:
        """Say from which file on nothing was read."""
        named = given.params.get("file", "") if isinstance(given, Problem) else given.name
        name = clean_name(str(named))
        self.refuse(name, TooLarge("workbooks.too_many_files", file=name, limit=MOST_FILES))

    @transaction.atomic
    def refuse(self, name: str, problem: Problem) -> None:
        """Keep why a file was not read."""
        uid = new_id()
        content = {"file": name, "code": problem.code, "params": dict(problem.params)}
        Filing.objects.create(
            uid=uid,
            batch_uid=self.batch_uid,
            ask_id=self.ask_id,
            by_uid=hand_of(self.actor),
            is_by_staff=True,
            sealed=sealed_content(uid, None, content),
            created_at=self.now,
        )
        change = Change("workbooks.refused", "workbook", uid, payload={"code": problem.code})
        record_entry(self.actor, change=change, now=self.now)


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def confirm_batch(
    actor: Actor,
    *,
    batch_uid: uuid.UUID,
    chosen: Mapping[uuid.UUID, Mapping[str, str]],
    now: datetime,
) -> tuple[SavedFile, ...]:
    """Save the chosen files of an upload, each in its own transaction.

    `chosen`: the decisions of each file by its outside id, as `confirm` takes them. A file that
    cannot be saved keeps waiting and says why. Raises NotFound for another person's upload.
    """
    lines = batch_for(actor, batch_uid, now=now)
    return tuple(
        _save_one(actor, line, chosen[line.uid], now)
        for line in lines
        if line.uid in chosen and line.staged is not None
    )


def _save_one(
    actor: Actor, line: BatchLine, choices: Mapping[str, str], now: datetime
) -> SavedFile:
    assert line.place is not None  # noqa: S101 - a staged file has one
    try:
        writer = lent_scope(actor, line.place)
        result = confirm(writer, uid=line.uid, place=line.place, choices=choices, now=now)
    except Problem as problem:
        return SavedFile(line.place, 0, 0, problem)
    return SavedFile(line.place, len(result.saved), len(result.overtaken))


@transaction.atomic
def drop_batch(actor: Actor, *, batch_uid: uuid.UUID, now: datetime) -> None:
    """Forget what still waits of this person's upload."""
    rows = Filing.objects.filter(batch_uid=batch_uid, by_uid=hand_of(actor), state=READ)
    count = rows.delete()[0]
    change = Change("workbooks.dropped", "workbook", batch_uid, count=count)
    record_entry(actor, change=change, now=now)
