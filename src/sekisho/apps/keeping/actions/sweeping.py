"""Erasing what is due, in small batches that can be killed anywhere and called again.

A batch is one transaction with its line of what was erased and one entry of the record. Files are
marked there, taken off the disk afterwards, and only then is their stored name forgotten: whatever
is still named is still to be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sekisho.apps.accounts.actions.erasing import erase_links
from sekisho.apps.alerts.actions.erasing import erase_relays
from sekisho.apps.answering.actions.erasing import erase_clarifications, erase_words
from sekisho.apps.asks.actions import erasing as asks_erasing
from sekisho.apps.asks.queries import erasing as of_asks
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.inventory.actions.erasing import erase_proposals
from sekisho.apps.keeping.actions.persons import erase_removed, sought
from sekisho.apps.keeping.models import Erasure, Kind
from sekisho.apps.keeping.queries.holds import Spared, spared
from sekisho.apps.keeping.queries.moments import months_before
from sekisho.apps.keeping.queries.rules import due_links, months_of
from sekisho.apps.mail.actions.erasing import erase_letters
from sekisho.apps.mail.queries import erasing as of_mail
from sekisho.apps.measures.actions import erasing as measures_erasing
from sekisho.apps.measures.queries import erasing as of_measures
from sekisho.apps.partners.queries.erasing import removed_contacts
from sekisho.apps.reports.actions.erasing import erase_feedback
from sekisho.apps.rules.actions import erasing as rules_erasing
from sekisho.apps.rules.queries import erasing as of_rules
from sekisho.apps.sharing.actions.erasing import erase_consents
from sekisho.apps.workbooks.actions.erasing import erase_filings
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id

BATCH, LETTERS, FILES = 25, 100, 100  # keep the writer well under 200 ms


def erase_batch(actor: Actor, *, kind: str, run_at: datetime, now: datetime) -> int:
    """Erase one batch of what is due by the rule of this kind; returns how many, 0 at the end.

    Batches of one run share `run_at` and add up to one line of what was erased. What is due is
    looked up before the transaction and checked again inside, against the holds of that moment.
    """
    months = months_of(kind)
    if months is None:
        return 0
    before, (look, erase) = months_before(now, months), _BATCHES[kind]
    chosen = look(before, spared())
    if not chosen:
        return 0
    with transaction.atomic():
        count = erase(_Batch(actor, chosen, before, spared(), now))
        if count:
            _note(kind, count, months, run_at)
            payload = {"kind": kind, "months": months, "run": run_at.isoformat()}
            change = Change(f"keeping.erased_{kind}", "erasure", payload=payload, count=count)
            record_entry(actor, change=change, now=now)
    return count


def finish_files(actor: Actor) -> int:
    """Take every file that is marked as erased off the disk; returns how many."""
    total = 0
    for remove in (asks_erasing.remove_erased_files, measures_erasing.remove_erased_proofs):
        while count := remove(actor, size=FILES):
            total += count
    return total


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one transaction gets: who acts, the rows chosen, what counts as due, the holds."""

    actor: Actor
    chosen: Any
    before: datetime
    held: Spared
    now: datetime


def _look_at_answers(before: datetime, held: Spared) -> Any:
    if found := of_asks.due_reply_ids(before, held.asks, size=BATCH):
        return found, ()
    spare = held.organisation_ids, held.links
    over = of_rules.over_exception_ids(before, *spare, size=LETTERS)
    return ((), over) if over else None


def _answers(batch: _Batch) -> int:
    actor, before, held = batch.actor, batch.before, batch.held
    ids, over = batch.chosen
    count = rules_erasing.erase_over_exceptions(
        actor,
        ids=over,
        before=before,
        organisation_ids=held.organisation_ids,
        assignment_ids=held.links,
    )
    return count + _replies(batch, ids)


def _replies(batch: _Batch, ids: tuple[int, ...]) -> int:
    actor, before, held = batch.actor, batch.before, batch.held.asks
    gone = asks_erasing.erase_replies(actor, ids=ids, before=before, spared=held, now=batch.now)
    ended = of_asks.wholly_erased(of_asks.asks_of(gone))
    erase_words(actor, assignment_ids=gone)
    erase_filings(actor, assignment_ids=gone, ask_ids=ended)
    erase_consents(actor, assignment_ids=gone)
    erase_proposals(actor, assignment_ids=gone)
    erase_relays(actor, assignment_ids=gone)
    erase_clarifications(actor, ask_ids=ended)
    erase_feedback(actor, ask_ids=ended)
    today = timezone.localdate(batch.now)
    rules_erasing.erase_answered_exceptions(actor, assignment_ids=gone, today=today)
    return len(gone)


def _look_at_files(before: datetime, held: Spared) -> Any:
    files = of_asks.due_file_ids(before, held.asks, size=BATCH)
    proofs = of_measures.due_proof_ids(before, held.measures, size=BATCH)
    return (files, proofs) if files or proofs else None


def _files(batch: _Batch) -> int:
    (files, proofs), held = batch.chosen, batch.held
    due = {"before": batch.before, "now": batch.now}
    count = asks_erasing.mark_files_erased(batch.actor, ids=files, spared=held.asks, **due)
    return count + measures_erasing.mark_proofs_erased(
        batch.actor, ids=proofs, spared=held.measures, **due
    )


def _look_at_letters(before: datetime, held: Spared) -> Any:
    letters = of_mail.due_letter_ids(before, held.mail, size=LETTERS)
    if letters.letters or letters.local:
        return letters, ()
    links = due_links(before, held, size=LETTERS)
    return (letters, links) if links else None


def _letters(batch: _Batch) -> int:
    letters, links = batch.chosen
    actor, before, held = batch.actor, batch.before, batch.held
    count = erase_letters(actor, ids=letters, before=before, spared=held.mail)
    still_due = due_links(before, held, links)
    return count + erase_links(actor, ids=still_due, before=before)


def _look_at_people(before: datetime, held: Spared) -> Any:
    # One at a time: a name may have to be taken out of many replies.
    found = removed_contacts(before, spared=held.organisation_ids, size=1)
    return tuple(sought(own) for own in found)


def _people(batch: _Batch) -> int:
    at = batch.held.organisation_ids
    return erase_removed(
        batch.actor, people=batch.chosen, before=batch.before, spared=at, now=batch.now
    )


_Look = Callable[[datetime, Spared], Any]
_Erase = Callable[[_Batch], int]
_BATCHES: dict[str, tuple[_Look, _Erase]] = {
    Kind.ANSWERS.value: (_look_at_answers, _answers),
    Kind.EVIDENCE.value: (_look_at_files, _files),
    Kind.LETTERS.value: (_look_at_letters, _letters),
    Kind.CONTACTS.value: (_look_at_people, _people),
}


def _note(kind: str, count: int, months: int, run_at: datetime) -> None:
    rows = Erasure.objects.filter(kind=kind, at=run_at, by_uid=None)
    if not rows.update(count=F("count") + count):
        Erasure.objects.create(uid=new_id(), kind=kind, count=count, at=run_at, months=months)
