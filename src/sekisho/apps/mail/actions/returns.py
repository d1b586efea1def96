"""What came back to letters: noted once, marked at the letter, told by the event of its change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F

from sekisho.adapters.channels import checked_address
from sekisho.adapters.mailboxes import Kind, Report
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.events import (
    LetterRef,
    RenderedLetter,
    address_of_contact,
    goes_to_contact,
)
from sekisho.apps.mail.models import LetterState, OutboxLetter, Returned, ReturnKind
from sekisho.apps.mail.queries.rendering import render_letters
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Invalid

SOFT_LIMIT = 3  # letters in a row that came back for now
SOFT_WITHIN = timedelta(days=90)
_BATCH = 500
_NO_MAILBOX, _NOT_TAKEN, _THRICE = (
    "channels.recipient_refused",
    "mail.address_fails",
    "mail.came_back_thrice",
)


class Noted(StrEnum):
    """What became of a report."""

    NEW = "new"
    KNOWN = "known"  # noted before: nothing happens again
    UNKNOWN = "unknown"  # about no letter of ours, or nothing worth noting


def note_return(actor: Actor, *, report: Report, now: datetime) -> Noted:
    """Note what came back to a letter and mark the letter where its address failed.

    The letter is found by its own id alone, so nobody can mark a recipient whose letter they have
    not seen. The note, the mark and the entry of the record are one transaction; telling it again
    changes nothing. What is read before its letter is saved as handed over marks it then.
    """
    letter = None if report.kind is Kind.OTHER else _letter_of(report)
    if letter is None:
        return Noted.UNKNOWN
    kind = _judged(letter, report)
    with transaction.atomic():
        # Whoever saves the letter as handed over waits for this note, or this for that.
        held = OutboxLetter.objects.select_for_update().filter(pk=letter.pk).first()
        if held is None:
            return Noted.UNKNOWN
        note, is_new = Returned.objects.get_or_create(
            key=report.key,
            defaults={
                "letter": letter,
                "recipient_id": letter.recipient_id,
                "is_to_contact": goes_to_contact(letter.letter),
                "kind": kind,
                "status": report.status,
                "until": report.until,
                "at": now,
            },
        )
        if not is_new:
            return Noted.KNOWN
        _take_effect(note, held, now)
        payload = {"kind": kind.value, "status": report.status}
        change = Change("mail.return_noted", "letter", letter.uid, payload=payload)
        record_entry(actor, change=change, now=now)
    return Noted.NEW


def mark_early(letter_ids: Iterable[int]) -> int:
    """Mark those of these letters whose failure was read before they were saved as handed over.

    A letter that was queued again since its failure is left alone. Runs inside the transaction of
    the caller, which tells of them; noting the failure was recorded. Returns how many.
    """
    waiting = Returned.objects.filter(
        letter_id__in=list(letter_ids),
        letter__state=LetterState.HANDED_OVER,
        at__gt=F("letter__next_at"),
    )
    notes = waiting.exclude(marks="").select_related("letter").order_by("id")
    return sum(_mark(note.letter, note.marks, note.status) for note in notes)


def forget_returns(contact_ids: Iterable[int]) -> None:
    """The addresses of these contacts are others now, or known to be good: begin to count anew.

    Runs inside the transaction of the caller's action, which records the entry.
    """
    wanted = sorted(set(contact_ids))
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        Returned.objects.filter(recipient_id__in=part, is_to_contact=True, is_spent=False).update(
            is_spent=True
        )


def _letter_of(report: Report) -> OutboxLetter | None:
    """The letter named by the first mark that names one."""
    found = {row.uid: row for row in OutboxLetter.objects.filter(uid__in=report.marks)}
    return next((found[mark] for mark in report.marks if mark in found), None)


def _judged(letter: OutboxLetter, report: Report) -> ReturnKind:
    """What it means for the recipient.

    A failure at another address says little: the letter was passed on from a mailbox that lives,
    or the address was corrected since.
    """
    is_elsewhere = bool(report.recipients) and _address_of(letter) not in {"", *report.recipients}
    if report.kind is Kind.HARD and is_elsewhere:
        return ReturnKind.SOFT
    return ReturnKind(report.kind.value)


def _address_of(letter: OutboxLetter) -> str:
    """The present address of the recipient in lower case; empty when nothing tells it any more."""
    is_contact = goes_to_contact(letter.letter)
    found = address_of_contact(letter.recipient_id) if is_contact else ""
    try:
        return checked_address(found or _rendered_address(letter)).lower()
    except Invalid:
        return ""


def _rendered_address(letter: OutboxLetter) -> str:
    ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, letter.language)
    rendered = render_letters([(letter.letter, ref)])[letter.pk]
    return rendered.to_address if isinstance(rendered, RenderedLetter) else ""


def _take_effect(note: Returned, letter: OutboxLetter, now: datetime) -> None:
    if note.kind == ReturnKind.HARD:
        is_address = note.status.startswith("5.1.") or not note.status
        _take_as_failed(note, letter, _NO_MAILBOX if is_address else _NOT_TAKEN)
    elif note.kind == ReturnKind.SOFT:
        if _soft_letters(note, now) >= SOFT_LIMIT:
            _take_as_failed(note, letter, _THRICE)
    elif note.kind in {ReturnKind.ABSENCE, ReturnKind.REPLY}:
        _spend(note, keep=note.pk)  # the mailbox lives: what came back before counts no more


def _take_as_failed(note: Returned, letter: OutboxLetter, reason: str) -> None:
    if letter.state == LetterState.QUEUED and letter.leased_by:  # sent, and not yet saved as such
        Returned.objects.filter(pk=note.pk).update(marks=reason)
    _mark(letter, reason, note.status)
    _spend(note)


def _mark(letter: OutboxLetter, reason: str, status: str) -> int:
    """As a refusal at hand-over would have been marked; the event of settled letters tells it."""
    rows = OutboxLetter.objects.filter(pk=letter.pk, state=LetterState.HANDED_OVER)
    return rows.update(state=LetterState.BOUNCED, reason=reason, reply=status, is_told=False)


def _soft_letters(note: Returned, now: datetime) -> int:
    """How many letters to this contact came back for now, this one included."""
    if not note.is_to_contact:
        return 1
    rows = Returned.objects.filter(
        recipient_id=note.recipient_id,
        is_to_contact=True,
        is_spent=False,
        kind=ReturnKind.SOFT,
        at__gte=now - SOFT_WITHIN,
    )
    return rows.values("letter").distinct().count()


def _spend(note: Returned, keep: int = 0) -> None:
    rows = Returned.objects.filter(recipient_id=note.recipient_id, is_spent=False)
    rows.filter(is_to_contact=note.is_to_contact).exclude(pk=keep).update(is_spent=True)
