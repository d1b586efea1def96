"""The words of a finding and the facts of its files; only this module knows whose key applies.

They belong to the organisation that has the gap when it speaks of itself, and to home when another
one says so: the key of a partner must not hold what was said about it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Protocol

from django.conf import settings

from sekisho.adapters.vault import Place, hash_token
from sekisho.apps.organisations.queries import (
    home_id,
    open_for,
    open_home,
    seal_for,
    seal_home,
)
from sekisho.kernel.errors import Unreadable
from sekisho.kernel.text import Bilingual

# What the house itself says to both sides, in both languages because it is kept as said.
ENDED_WORD = (
    "リスクを受容した期限が過ぎたため、未対応に戻しました。\n"
    "The time for which the risk was accepted is over, so this point is open again."
)


@dataclass(frozen=True, slots=True)
class StepNote:
    """One step of a finding's history: when (ISO time), to which state, by whom, what was said.

    `by` is empty for the system; `is_partner` tells that the partner itself took the step, which
    then has a `receipt` number. `wish` is what a partner asks for: "accept" or "not_applicable".
    `points` are what stood against the words, each with what was said to it: for the office alone.
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
    points: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What both sides read: the question, the answer's key, what is done, by whom, remarks.

    `key` is the question's key within its set `kind`; empty texts mean "not said yet". `wish`
    stands while the partner waits for a decision, and stays when it was granted. `advice` is what
    the office proposes to everybody with this gap.
    """

    key: str
    question: Bilingual
    answer: str = ""
    what: str = ""
    who: str = ""
    proof: str = ""
    remark: str = ""
    wish: str = ""
    kind: str = ""
    advice: Bilingual = field(default_factory=Bilingual)
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
    advice = Bilingual.from_dict(stored.pop("advice", {}))
    steps = tuple(StepNote(**step) for step in stored.pop("steps", ()))
    return FindingWords(question=question, steps=steps, advice=advice, **stored)


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


def gap_hash(source: str, words: FindingWords) -> str:
    """Names the same gap at whichever partner; keyed, so that it tells nobody which question."""
    return hash_token(settings.SEKISHO_KEYRING, f"gap|{source}|{words.kind}|{words.key}")


@dataclass(frozen=True, slots=True)
class AcceptanceWords:
    """Why a risk is accepted, who answers for it, what stands in for the measure; internal."""

    reason: str
    accepted_by: str
    control: str = ""
    word: str = ""
    decision: str = ""


def seal_acceptance(uid: uuid.UUID, words: AcceptanceWords) -> bytes:
    """Seal what is said about an acceptance: ours alone, whoever has the gap."""
    text = json.dumps(asdict(words), ensure_ascii=False)
    return seal_home(Place("measures_acceptance", str(uid), "sealed"), text.encode())


def open_acceptance(uid: uuid.UUID, sealed: bytes | memoryview) -> AcceptanceWords:
    """Open it again. Raises Unreadable when it does not open."""
    stored = open_home(Place("measures_acceptance", str(uid), "sealed"), sealed)
    return AcceptanceWords(**json.loads(stored))


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether the date promised has passed while the gap is open."""
    return due_on is not None and due_on < today and state in {"open", "planned"}
