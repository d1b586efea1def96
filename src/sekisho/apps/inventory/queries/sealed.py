"""The sealed part of an entry and of a proposal, and the keyed hash by which names are found."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from sekisho.adapters.vault import Place, hash_token
from sekisho.apps.organisations.queries import open_for, seal_for
from sekisho.engines.identity import fold_name
from sekisho.engines.inventory import (
    Fact,
    Facts,
    Proposal,
    Value,
    facts_as_dict,
    facts_from_dict,
)


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What lies sealed of an entry."""

    name: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class ProposalWords:
    """What lies sealed of a proposal; `said` are the words of the answer."""

    name: str
    values: Mapping[str, Value]
    question: str
    said: str


def seal_entry(organisation_id: int, uid: uuid.UUID, name: str, facts: Facts) -> bytes:
    """Name and facts, sealed with that organisation's key."""
    stored = json.dumps({"n": name, "f": facts_as_dict(facts)}, ensure_ascii=False)
    return seal_for(organisation_id, _entry_place(uid), stored.encode())


def open_entry(organisation_id: int, uid: uuid.UUID, sealed: bytes | memoryview) -> EntryWords:
    """Name and facts of an entry fetched through the gate. Raises Unreadable."""
    stored = json.loads(open_for(organisation_id, _entry_place(uid), sealed))
    return EntryWords(stored["n"], facts_from_dict(stored["f"]))


def stored_facts(
    organisation_id: int, uid: uuid.UUID, sealed: bytes | memoryview
) -> Mapping[str, Mapping[str, Any]]:
    """The facts in their stored form, for a hundred thousand entries. Raises Unreadable."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(
        open_for(organisation_id, _entry_place(uid), sealed)
    )["f"]
    return found


def seal_proposal(organisation_id: int, uid: uuid.UUID, words: ProposalWords) -> bytes:
    """What a proposal says, sealed with that organisation's key."""
    stored = {"n": words.name, "v": dict(words.values), "q": words.question, "s": words.said}
    plain = json.dumps(stored, ensure_ascii=False).encode()
    return seal_for(organisation_id, _proposal_place(uid), plain)


def open_proposal(organisation_id: int, uid: uuid.UUID, sealed: bytes) -> ProposalWords:
    """What a proposal says. Raises Unreadable."""
    stored = json.loads(open_for(organisation_id, _proposal_place(uid), sealed))
    return ProposalWords(stored["n"], stored["v"], stored["q"], stored["s"])


def name_hash(name: str) -> str:
    """Equal names in whatever spelling have equal hashes; the key lies outside the database."""
    text = fold_name(name)
    return salted_hmac("sekisho inventory name", text, algorithm="sha256").hexdigest()


def place_hash(assignment_id: int, told: Proposal) -> str:
    """Names what one answer tells of one thing; keyed, because questions and choices are public.

    Other words or values make another place, so that what was decided hides nothing new.
    """
    row = told.key.rpartition(":")[0]
    words = json.dumps([row, told.said, dict(told.facts)], ensure_ascii=False, sort_keys=True)
    return hash_token(settings.SEKISHO_KEYRING, f"inventory-place|{assignment_id}|{words}")


def _entry_place(uid: uuid.UUID) -> Place:
    return Place("inventory_entry", str(uid), "sealed")


def _proposal_place(uid: uuid.UUID) -> Place:
    return Place("inventory_proposal", str(uid), "sealed")
