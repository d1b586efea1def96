"""Files that wait to be confirmed: sealed, opened again, and compared with what is stored now."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sekisho.adapters.vault import Place
from sekisho.apps.asks.queries.filed import FilePlace, file_places_for, lent_scope
from sekisho.apps.asks.queries.respondent import ReplyView, assignment_of, reply_for
from sekisho.apps.asks.queries.sealed import key_owner
from sekisho.apps.organisations.queries import open_for, open_home, seal_for, seal_home
from sekisho.apps.workbooks.models import Filing
from sekisho.engines.questionnaire import Answer, Plan
from sekisho.engines.workbook import (
    Base,
    CellFault,
    Difference,
    FileReading,
    ReadLine,
    Standing,
    compare,
)
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

READ, SAVED = "read", "saved"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file could not be read: the code and params of its problem."""

    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was read, against the reply as it is now."""

    uid: uuid.UUID
    file_name: str
    sha256: str
    language: str
    reading: FileReading
    reply: ReplyView
    differences: tuple[Difference, ...]

    def standing(self, *wanted: Standing) -> tuple[Difference, ...]:
        """The differences of these standings, in the order of the questions."""
        return tuple(one for one in self.differences if one.standing in wanted)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file of the office's upload: to whom it belongs, and what was read or why not.

    `saved` counts the answers that were saved from it, None while it waits.
    """

    uid: uuid.UUID
    file_name: str
    place: FilePlace | None
    staged: Staged | None
    trouble: Trouble | None
    saved: int | None


def hand_of(actor: Actor) -> uuid.UUID:
    """The outside id of the person or link that acts. Raises NotFound for anybody else."""
    if actor.uid is None:
        raise NotFound("workbooks.not_there")
    return actor.uid


def staged_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Staged:
    """A file that waits, of the actor's own link or lent scope. Raises NotFound."""
    row = assignment_of(actor)
    filing = Filing.objects.filter(
        uid=uid, assignment_id=row.pk, state=READ, by_uid=hand_of(actor)
    ).first()
    if filing is None:
        raise NotFound("workbooks.not_there")
    return _staged(filing, actor, content_of(filing, row), now)


def _staged(filing: Filing, actor: Actor, content: Mapping[str, Any], now: datetime) -> Staged:
    reply = reply_for(actor, now=now)
    reading = reading_from(content["reading"])
    found = compare(reading, reply.asked, reply.stored)
    facts = (content["file"], content["sha256"], content["language"])
    return Staged(filing.uid, *facts, reading, reply, found)


def batch_for(actor: Actor, batch_uid: uuid.UUID, *, now: datetime) -> tuple[BatchLine, ...]:
    """The files of one upload of this person, each checked for reach anew. Raises NotFound."""
    rows = list(Filing.objects.filter(batch_uid=batch_uid, by_uid=hand_of(actor), is_by_staff=True)
                .select_related("assignment").order_by("id"))  # fmt: skip
    if not rows:
        raise NotFound("workbooks.not_there")
    places = file_places_for(actor, [row.assignment.uid for row in rows if row.assignment])
    return tuple(_batch_line(actor, row, places, now) for row in rows)


def ask_of_batch(actor: Actor, batch_uid: uuid.UUID) -> uuid.UUID:
    """The ask to which an upload of this person belongs. Raises NotFound."""
    rows = Filing.objects.filter(batch_uid=batch_uid, by_uid=hand_of(actor), is_by_staff=True)
    found = rows.values_list("ask__uid", flat=True).first()
    if found is None:
        raise NotFound("workbooks.not_there")
    return found


def _batch_line(
    actor: Actor, row: Filing, places: Mapping[uuid.UUID, FilePlace], now: datetime
) -> BatchLine:
    if row.assignment is None:
        content = json.loads(open_home(_place(row), row.sealed))
        trouble = Trouble(content["code"], content["params"])
        return BatchLine(row.uid, content["file"], None, None, trouble, None)
    place = places.get(row.assignment.uid)
    if place is None:
        raise NotFound("workbooks.not_there")
    content = content_of(row, place)
    if row.state == SAVED:
        saved = len(content["saved"])
        return BatchLine(row.uid, content["file"], place, None, None, saved)
    staged = _staged(row, lent_scope(actor, place), content, now)
    return BatchLine(row.uid, content["file"], place, staged, None, None)


def sealed_content(filing_uid: uuid.UUID, owner: Any, content: Mapping[str, Any]) -> bytes:
    """Seal what is kept of a file, with the key of the answers it holds; own modules only."""
    place = Place("workbooks_filing", str(filing_uid), "sealed")
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return seal_home(place, text) if owner is None else seal_for(key_owner(owner), place, text)


def content_of(filing: Filing, owner: Any) -> dict[str, Any]:
    """Open what `sealed_content` sealed. Raises Unreadable."""
    content: dict[str, Any] = json.loads(open_for(key_owner(owner), _place(filing), filing.sealed))
    return content


def _place(filing: Filing) -> Place:
    return Place("workbooks_filing", str(filing.uid), "sealed")


def reading_as_dict(reading: FileReading) -> dict[str, Any]:
    """The form in which a reading is sealed."""
    return {
        "sheet": reading.sheet,
        "lines": [asdict(line) for line in reading.lines.values()],
        "faults": [{**asdict(fault), "params": dict(fault.params)} for fault in reading.faults],
        "absent": reading.absent,
    }


def reading_from(stored: Mapping[str, Any]) -> FileReading:
    """The reading that `reading_as_dict` wrote."""
    lines = [_line(one) for one in stored["lines"]]
    faults = tuple(CellFault(**one) for one in stored["faults"])
    by_key = {line.question_key: line for line in lines}
    return FileReading(stored["sheet"], by_key, faults, tuple(stored["absent"]))


def _line(stored: Mapping[str, Any]) -> ReadLine:
    told = dict(stored["answer"])
    plan = told.pop("plan")
    told["choice_keys"], told["evidence_ids"] = tuple(told["choice_keys"]), ()
    answer = Answer(**told, plan=Plan(**plan) if plan else None)
    base = Base(**stored["base"]) if stored["base"] else None
    return ReadLine(stored["question_key"], answer, base, stored["sheet"], stored["cell"])
