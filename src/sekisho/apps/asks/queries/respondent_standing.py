"""How a respondent's conversation stands, and until when something may still be written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from sekisho.apps.asks.models import AskState, Assignment, AssignmentState
from sekisho.apps.asks.queries.changing import is_withdrawn
from sekisho.apps.asks.queries.profiles import sender_from
from sekisho.apps.asks.queries.zones import days_left, zone_of
from sekisho.engines.questionnaire import Respondent
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual

LINK_LIVES = timedelta(days=120)  # past the date that counts: late answers, what was found


class Standing(StrEnum):
    """Where the conversation is; the first four may be written to."""

    OPEN = "open"  # not submitted yet, late or not
    CHANGED = "changed"  # saved after a submission and not submitted again
    RETURNED = "returned"  # asked to correct, the date has not passed
    SUBMITTED = "submitted"  # with the office, may still be corrected
    PAST = "past"  # submitted, and the deadline is over
    RETURN_PAST = "return_past"  # the date for corrections is over
    ACCEPTED = "accepted"
    ENDED = "ended"  # the ask was closed
    DECLINED = "declined"  # said that no answer comes; may be taken up again
    ERASED = "erased"  # whatever was said is gone

    @property
    def can_write(self) -> bool:
        """Whether answers may be saved."""
        return self in _WRITABLE


_WRITABLE = frozenset({Standing.OPEN, Standing.CHANGED, Standing.RETURNED, Standing.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks whom about what until when, and whom to ring.

    `due_at` is the date that counts now: the deadline, or the one that a return sets.
    """

    assignment_uid: uuid.UUID
    asker: Bilingual
    department: Bilingual
    contact_name: Bilingual
    contact_email: str
    contact_phone: str
    title: Bilingual
    reason: Bilingual
    handling: Bilingual
    respondent: Bilingual
    subject: Bilingual
    role: Respondent
    needs_approver: bool
    due_at: datetime
    zone: tzinfo
    business_days_left: int
    is_overdue: bool
    standing: Standing
    submitted_at: datetime | None
    is_withdrawn: bool = False
    erased_at: datetime | None = None

    @property
    def is_about_itself(self) -> bool:
        """Whether the respondent speaks of its own organisation."""
        return self.role is Respondent.SUPPLIER


def standing_of(row: Assignment, now: datetime) -> Standing:
    """The standing of an assignment at a moment.

    A first answer is welcome late; what was submitted is corrected until the deadline or until
    the date that a return sets.
    """
    over = _over(row)
    if over is not None:
        return over
    is_in_time = now <= counting_due(row)
    if row.is_returned:
        is_open = row.returned_until is None or is_in_time
        return Standing.RETURNED if is_open else Standing.RETURN_PAST
    if row.state == AssignmentState.SUBMITTED:
        return Standing.SUBMITTED if is_in_time else Standing.PAST
    return Standing.OPEN if row.submitted_at is None else Standing.CHANGED


def _over(row: Assignment) -> Standing | None:
    """Why nothing is awaited any more, None while something is."""
    if row.erased_at is not None:
        return Standing.ERASED
    if row.state == AssignmentState.CLOSED:
        return Standing.ACCEPTED
    if row.ask.state == AskState.CLOSED:
        return Standing.ENDED
    return Standing.DECLINED if row.state == AssignmentState.DECLINED else None


class _Dated(Protocol):
    """An assignment as far as its dates go."""

    @property
    def due_at(self) -> datetime: ...

    @property
    def returned_until(self) -> datetime | None: ...


def counting_due(row: _Dated) -> datetime:
    """The deadline, or the later date that a return set."""
    return max(row.due_at, row.returned_until) if row.returned_until else row.due_at


def link_end(row: _Dated, now: datetime) -> datetime:
    """How long a link lives that is mailed at a moment: no letter may carry one that is over."""
    return max(counting_due(row), now) + LINK_LIVES


def require_writable(row: Assignment, now: datetime) -> None:
    """Raises Conflict with the standing in its code when nothing may be written."""
    standing = standing_of(row, now)
    if not standing.can_write:
        raise Conflict(f"asks.read_only.{standing.value}")


def role_of(row: Assignment) -> Respondent:
    """A supplier speaks of itself, a buyer of somebody else."""
    is_itself = row.subject_id == row.respondent_id
    return Respondent.SUPPLIER if is_itself else Respondent.BUYER


def visit_of(row: Assignment, now: datetime) -> Visit:
    """The value of an assignment row; for this room's own modules."""
    sender, ask = sender_from(row.ask.sender), row.ask
    due_at = counting_due(row)
    left = days_left(due_at, row.respondent.country, now)
    standing = standing_of(row, now)
    return Visit(
        assignment_uid=row.uid,
        asker=Bilingual(ask.organisation.name, ask.organisation.name_en),
        department=sender.department,
        contact_name=sender.contact_name,
        contact_email=sender.contact_email,
        contact_phone=sender.contact_phone,
        title=Bilingual.from_dict(ask.title),
        reason=Bilingual.from_dict(ask.reason),
        handling=sender.handling,
        respondent=Bilingual(row.respondent.name, row.respondent.name_en),
        subject=Bilingual(row.subject.name, row.subject.name_en),
        role=role_of(row),
        needs_approver=ask.needs_approver,
        due_at=due_at,
        zone=zone_of(row.respondent.country),
        business_days_left=left.business_days,
        is_overdue=left.is_overdue,
        standing=standing,
        submitted_at=row.submitted_at,
        is_withdrawn=standing is Standing.ENDED and is_withdrawn(row.ask_id),
        erased_at=row.erased_at,
    )
