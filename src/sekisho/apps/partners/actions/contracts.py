"""Writing down a contract with a partner, changing it, ending it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import group_members_for, organisation_for
from sekisho.apps.partners.models import Contract
from sekisho.apps.partners.queries.contracts import ContractWords, contract_for, sealed_words
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What is known of a contract apart from its words; None: nobody knows."""

    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    notice_on: date | None = None
    reporting_hours: int | None = None
    has_personal_data: bool | None = None


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract as somebody writes it: our company that signed, its words and facts."""

    party_uid: uuid.UUID
    words: ContractWords
    facts: ContractFacts


@transaction.atomic
def add_contract(
    actor: Actor, *, organisation_uid: uuid.UUID, draft: ContractDraft, now: datetime
) -> uuid.UUID:
    """Write down a contract with a partner; returns its outside id.

    Raises NotFound for a partner or a company of ours out of reach, Invalid
    (partners.contract_untitled, partners.contract_days).
    """
    at = organisation_for(actor, organisation_uid, Capability.FOLLOW_UP)
    row = Contract(uid=new_id(), organisation_id=at.id, created_at=now)
    _write(actor, row, draft, now)
    _record(actor, "partners.contract_added", row, now)
    return row.uid


@transaction.atomic
def change_contract(
    actor: Actor, *, uid: uuid.UUID, revision: int, draft: ContractDraft, now: datetime
) -> None:
    """Keep other words or facts. Raises as `add_contract`, Conflict (partners.contract_changed)."""
    row = _locked(actor, uid, revision)
    _write(actor, row, draft, now)
    _record(actor, "partners.contract_changed", row, now)


@transaction.atomic
def end_contract(
    actor: Actor, *, uid: uuid.UUID, revision: int, last_day: date | None, now: datetime
) -> None:
    """Say on which day it ends before its time; None takes that back.

    Raises NotFound, Conflict (partners.contract_changed), Invalid (partners.contract_days).
    """
    row = _locked(actor, uid, revision)
    if last_day is not None and row.starts_on is not None and last_day < row.starts_on:
        raise Invalid("partners.contract_days")
    row.ended_on, row.updated_at = last_day, now
    row.save()
    _record(actor, "partners.contract_ended", row, now)


def _locked(actor: Actor, uid: uuid.UUID, revision: int) -> Contract:
    found = contract_for(actor, uid, Capability.FOLLOW_UP)
    row = Contract.objects.select_for_update().get(pk=found.id)
    if row.revision != revision:
        raise Conflict("partners.contract_changed")
    row.revision += 1
    return row


def _write(actor: Actor, row: Contract, draft: ContractDraft, now: datetime) -> None:
    ours = {one.uid: one.id for one in group_members_for(actor, Capability.FOLLOW_UP)}
    if draft.party_uid not in ours:
        raise NotFound("organisations.not_there")
    facts = draft.facts
    if not draft.words.title.strip():
        raise Invalid("partners.contract_untitled")
    for day in (facts.ends_on, facts.notice_on):
        if day is not None and facts.starts_on is not None and day < facts.starts_on:
            raise Invalid("partners.contract_days")
    row.party_id = ours[draft.party_uid]
    for one in fields(ContractFacts):
        setattr(row, one.name, getattr(facts, one.name))
    row.sealed = sealed_words(row.organisation_id, row.uid, draft.words)
    row.updated_at = now
    row.save()


def _record(actor: Actor, verb: str, row: Contract, now: datetime) -> None:
    payload = {"revision": row.revision}
    record_entry(actor, change=Change(verb, "contract", row.uid, payload=payload), now=now)
