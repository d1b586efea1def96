"""What came back from contacts, for their pages; and how reading the mailbox stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sekisho.apps.mail.models import MailboxReading, Returned, ReturnKind
from sekisho.apps.mail.queries.route import require_mail_office
from sekisho.apps.work.queries.worded import MOMENT, NUMBER, Worded
from sekisho.kernel.actor import Actor

_BATCH = 500
_SHOWN = timedelta(days=90)
_ABSENCE_WITHOUT_END = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Signs:
    """What came back from one contact since its address is good.

    `away_since` is the day of an absence note that still counts, `away_until` the day it names if
    any. `wrote_on` is the day a person last wrote back. `soft` counts letters that came back for
    now; nobody is marked for fewer than three.
    """

    away_since: date | None = None
    away_until: date | None = None
    wrote_on: date | None = None
    soft: int = 0


NO_SIGNS = Signs()


_SHOWN_OF = Worded(
    lambda ids, since: Returned.objects.filter(
        recipient_id__in=ids, is_to_contact=True, is_spent=False, at__gte=since
    ).order_by("at", "id"),
    lists=("ids",),
    ids=NUMBER,
    since=MOMENT,
)


def signs_of(contact_ids: Iterable[int], *, now: datetime) -> dict[int, Signs]:
    """The signs of these contacts, those without any left out.

    Inside the house only, without a gate: for pages that have checked their actor.
    """
    wanted = sorted(set(contact_ids))
    found: dict[int, list[Returned]] = defaultdict(list)
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        for row in _SHOWN_OF.rows(ids=part, since=now - _SHOWN):
            found[row.recipient_id].append(row)
    return {own: _signs(rows, now) for own, rows in found.items()}


def _signs(rows: Sequence[Returned], now: datetime) -> Signs:
    absence = next((row for row in reversed(rows) if row.kind == ReturnKind.ABSENCE), None)
    wrote = next((row for row in reversed(rows) if row.kind == ReturnKind.REPLY), None)
    soft = {row.letter_id for row in rows if row.kind == ReturnKind.SOFT}
    is_away = absence is not None and _counts(absence, now)
    return Signs(
        away_since=_day(absence.at) if absence and is_away else None,
        away_until=absence.until if absence and is_away else None,
        wrote_on=_day(wrote.at) if wrote else None,
        soft=len(soft),
    )


def _counts(absence: Returned, now: datetime) -> bool:
    """Until the day it names; without one two weeks."""
    if absence.until is not None:
        return absence.until >= _day(now)
    return absence.at >= now - _ABSENCE_WITHOUT_END


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How reading the mailbox stands. `problem` is a code, empty while all is well."""

    is_set: bool
    read_at: datetime | None = None
    problem: str = ""
    failing_since: datetime | None = None


def reading_for(actor: Actor) -> ReadingView:
    """The mailbox as the mail office sees it."""
    require_mail_office(actor)
    if not settings.SEKISHO_MAILBOX_URL:
        return ReadingView(is_set=False)
    row = MailboxReading.objects.filter(pk=1).first() or MailboxReading()
    return ReadingView(
        is_set=True, read_at=row.read_at, problem=row.problem, failing_since=row.failing_since
    )
