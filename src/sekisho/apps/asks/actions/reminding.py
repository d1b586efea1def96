"""Reminders that another room has chosen: links renewed, letters queued, counted.

A batch runs inside the caller's transaction, whose action records the audit entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from sekisho.apps.accounts.actions.links import NewLink, extend_links, issue_links, renew_links
from sekisho.apps.asks.actions.fanout import REMINDER_LETTER, REQUEST_LETTER
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.partners.queries import ContactView
from sekisho.kernel.actor import Actor

__all__ = ["REMINDER_LETTER", "REQUEST_LETTER", "Reminding", "open_links", "remind_assignments"]
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Reminding:
    """One letter to one usable contact about one assignment; `takes_over` makes that contact the
    one whom later letters go to. `unique_key` makes it happen once.
    """

    assignment_id: int
    contact: ContactView
    unique_key: str
    letter: str = REMINDER_LETTER
    takes_over: bool = False


def open_links(actor: Actor, *, pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    """Let each contact have a link about its assignment that opens and lasts, given as (contact,
    assignment); a revoked one is replaced. For usable contacts only.
    """
    wanted = sorted({own for _contact, own in pairs})
    ends: dict[int, datetime] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = Assignment.objects.filter(pk__in=wanted[start : start + _BATCH])
        ends.update((row.pk, link_end(row, now)) for row in rows)
    links = [NewLink(contact, own, ends[own]) for contact, own in pairs]
    for start in range(0, len(links), _BATCH):
        part = links[start : start + _BATCH]
        issue_links(actor, links=part, replaces_revoked=True, now=now)
        lasting = {(one.holder_id, one.subject_id): one.expires_at for one in part}
        renew_links(actor, links=list(lasting), now=now)
        extend_links(actor, ends=lasting, now=now)


@transaction.atomic
def remind_assignments(actor: Actor, *, letters: Sequence[Reminding], now: datetime) -> int:
    """Queue these letters, each with a live link that lasts; returns how many are new."""
    pairs = [(one.contact.id, one.assignment_id) for one in letters]
    open_links(actor, pairs=pairs, now=now)
    added = queue_letters(actor, letters=[_queued(one) for one in letters], now=now)
    reminded = Assignment.objects.filter(pk__in=[own for _contact, own in pairs])
    reminded.update(reminded_at=now, reminders=F("reminders") + 1)
    for one in letters:
        if one.takes_over:
            _take_over(one)
    payload = {"to": [[own, contact] for contact, own in pairs]}
    change = Change("asks.reminders_queued", "assignment", payload=payload, count=len(letters))
    record_entry(actor, change=change, now=now)
    return added


def _queued(one: Reminding) -> NewLetter:
    who = one.contact
    return NewLetter(one.letter, one.assignment_id, who.id, who.language, one.unique_key)


def _take_over(one: Reminding) -> None:
    contact = {"contact_id": one.contact.id, "language": one.contact.language}
    Assignment.objects.filter(pk=one.assignment_id).update(**contact, is_bounced=False)
