"""Declining to answer, and taking it up again: the board's state only; why is kept above."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.respondent import assignment_of, assignment_rows
from sekisho.apps.asks.queries.respondent_standing import (
    Standing,
    counting_due,
    require_writable,
    standing_of,
)
from sekisho.apps.asks.queries.standing import OPEN_STATES
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict


@transaction.atomic
def decline_reply(actor: Actor, *, now: datetime) -> int:
    """Say that no answer comes; returns the assignment's inside number.

    Raises NotFound for a closed link, Conflict when it is read only or was submitted already.
    """
    row = _locked(actor)
    require_writable(row, now)
    if row.state not in OPEN_STATES:
        raise Conflict("asks.decline.submitted")
    _move(actor, row, AssignmentState.DECLINED, "asks.declined", now)
    return row.pk


@transaction.atomic
def resume_reply(actor: Actor, *, now: datetime) -> int:
    """Take up an answer that was declined, until the date that counts; returns its number.

    Raises NotFound for a closed link, Conflict when it was not declined or the date has passed.
    """
    row = _locked(actor)
    if standing_of(row, now) is not Standing.DECLINED:
        raise Conflict("asks.decline.not_declined")
    if now > counting_due(row):
        raise Conflict("asks.decline.past")
    state = AssignmentState.ANSWERING if row.answered else AssignmentState.WAITING
    _move(actor, row, state, "asks.resumed", now)
    return row.pk


def _locked(actor: Actor) -> Assignment:
    return assignment_of(actor, assignment_rows().select_for_update(of=("self",)))


def _move(actor: Actor, row: Assignment, state: str, verb: str, now: datetime) -> None:
    row.state = state
    row.save(update_fields=["state"])
    record_entry(actor, change=Change(verb, "assignment", row.uid), now=now)
