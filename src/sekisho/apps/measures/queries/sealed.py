"""The words of a finding and the facts of its files; only this module knows whose key applies.

They belong to the organisation that has the gap when it speaks of itself, and to home when another
one says so: the key of a partner must not hold what was said about it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from django.conf import settings

from sekisho.adapters.vault import Place, hash_token
from sekisho.apps.organisations.queries import home_id, open_for, seal_for
from sekisho.kernel.errors import Unreadable
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class StepNote:
    """One step of a finding's history: when (ISO time), to which state, by whom, what was said.

    `by` is empty for the system; `is_partner` tells that the partner itself took the step, which
    then has a `receipt` number. `wish` is what a partner asks for: "accept" or "not_applicable".
    """

    at: str
    state: str
    by: str = ""
    is_partner: bool = False
    said: str = ""
    due_on: str = ""
    wish: str = ""
    receipt: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What both sides read: the question, the answer's key, what is done, by whom, remarks.

    `key` is the question's key; empty texts mean "not said yet". `wish` stands while the partner
    waits for a decision, and stays when it was granted.
    """

    key: str
    question: Bilingual
    answer: str = ""
    what: str = ""
    who: str = ""
    proof: str = ""
    remark: str = ""
    wish: str = ""
    steps: tuple[StepNote, ...] = ()


class Sealable(Protocol):
    """What decides the key: a finding's row."""

    organisation_id: int
    told_by_id: int | None


def key_owner(finding: Sealable) -> int:
    """The organisation whose key seals what belongs to this finding."""
    if finding.told_by_id in {None, finding.organisation_id}:
        return finding.organisation_id
    return home_id()


def open_part(finding: Sealable, place: Place, sealed: bytes | memoryview) -> bytes:
    """Open what was sealed for a finding. Raises Unreadable when it does not open.

    What a buyer had said was once sealed with the partner's key; it opens with that.
    """
    try:
        return open_for(key_owner(finding), place, sealed)
    except Unreadable as problem:
        if problem.code != "vault.other_key":
            raise
        return open_for(finding.organisation_id, place, sealed)


def _place(uid: uuid.UUID) -> Place:
    return Place("measures_finding", str(uid), "sealed")


def seal_words(finding: Sealable, uid: uuid.UUID, words: FindingWords) -> bytes:
    """Seal the words of one finding."""
    text = json.dumps(asdict(words), ensure_ascii=False)
    return seal_for(key_owner(finding), _place(uid), text.encode())


def open_words(finding: Sealable, uid: uuid.UUID, sealed: bytes | memoryview) -> FindingWords:
    """Open them again. Raises Unreadable when they do not open."""
    stored = json.loads(open_part(finding, _place(uid), sealed))
    question = Bilingual.from_dict(stored.pop("question"))
    steps = tuple(StepNote(**step) for step in stored.pop("steps", ()))
    return FindingWords(question=question, steps=steps, **stored)


def seal_facts(finding: Sealable, uid: uuid.UUID, facts: Mapping[str, str]) -> bytes:
    """Seal what is known of a file."""
    text = json.dumps(dict(facts), ensure_ascii=False)
    return seal_for(key_owner(finding), _facts_place(uid), text.encode())


def open_facts(finding: Sealable, uid: uuid.UUID, sealed: bytes | memoryview) -> dict[str, str]:
    """Open them again. Raises Unreadable when they do not open."""
    facts: dict[str, str] = json.loads(open_part(finding, _facts_place(uid), sealed))
    return facts


def _facts_place(uid: uuid.UUID) -> Place:
    return Place("measures_finding_file", str(uid), "sealed")


def key_hash(source: str, source_id: int, key: str) -> str:
    """Names a finding within its source; keyed, because question keys are few and public."""
    return hash_token(settings.SEKISHO_KEYRING, f"finding|{source}|{source_id}|{key}")


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether the date promised has passed while the gap is open."""
    return due_on is not None and due_on < today and state in {"open", "planned"}
