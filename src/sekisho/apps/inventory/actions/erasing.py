"""Erasing what quotes an answer or names a person. The room that keeps the times records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from sekisho.apps.inventory.actions.writing import seal_facts
from sekisho.apps.inventory.models import Entry, Proposal
from sekisho.apps.inventory.queries.sealed import open_entry, open_proposal, seal_proposal
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.engines.inventory import Fact
from sekisho.kernel.actor import Actor


@transaction.atomic
def erase_proposals(actor: Actor, *, assignment_ids: Sequence[int]) -> None:
    """Erase what was drawn from these answers, decided or not.

    What a reviewer has taken over stays: it is the office's own record by then. The calling action
    records the audit entry for `actor`.
    """
    Proposal.objects.filter(assignment_id__in=list(assignment_ids)).delete()


@transaction.atomic
def take_name_out(actor: Actor, *, traces: Traces) -> int:
    """Take a person's name out of values and sources at the organisation; returns how many rows.

    A value that is the name becomes unknown. The calling action records the audit entry for
    `actor`.
    """
    at = traces.organisation_id
    rows = Entry.objects.filter(Q(organisation_id=at) | Q(target_id=at))
    changed = sum(_without(row, traces) for row in rows.iterator(chunk_size=500))
    told = Proposal.objects.filter(organisation_id=at).iterator(chunk_size=500)
    return changed + sum(_untold(row, traces) for row in told)


def _without(row: Entry, traces: Traces) -> bool:
    words = open_entry(row.organisation_id, row.uid, row.sealed)
    kept = {
        key: _unsigned(fact, traces)
        for key, fact in words.facts.items()
        if not traces.is_named(str(fact.value))
    }
    if kept == dict(words.facts):
        return False
    seal_facts(row, words.name, kept)
    row.save(update_fields=["sealed", "unknown_count", "weakest"])
    return True


def _unsigned(fact: Fact, traces: Traces) -> Fact:
    if not traces.is_named(fact.stamp.detail):
        return fact
    return replace(fact, stamp=replace(fact.stamp, detail=""))


def _untold(row: Proposal, traces: Traces) -> bool:
    words = open_proposal(row.organisation_id, row.uid, bytes(row.sealed))
    values = {key: value for key, value in words.values.items() if not traces.is_named(str(value))}
    said = "" if traces.is_named(words.said) else words.said
    without = replace(words, values=values, said=said)
    if without == words:
        return False
    row.sealed = seal_proposal(row.organisation_id, row.uid, without)
    row.save(update_fields=["sealed"])
    return True
