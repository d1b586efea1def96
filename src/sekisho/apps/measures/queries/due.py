"""Which open points a letter may be due about, and the letters themselves as renderers need them.

Inside the house only, without a gate.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from sekisho.adapters.holidays import business_calendar
from sekisho.apps.accounts.queries import subjects_of_holder
from sekisho.apps.measures.events import Conversation, conversations_of
from sekisho.apps.measures.models import Finding, FindingState, OpenLetter
from sekisho.apps.organisations.queries import home_view, organisations_by_ids
from sekisho.apps.organisations.queries.countries import zone_of
from sekisho.apps.partners.queries import ContactView
from sekisho.engines.deadlines import WEEKENDS_ONLY
from sekisho.engines.follow_up import LetterKind, Promise, Rule, horizon, next_letter
from sekisho.engines.reminders import Limits, Place, is_office_time
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid

_log = logging.getLogger(__name__)
WRITTEN_STATES = (FindingState.OPEN, FindingState.PLANNED)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class DuePoint:
    """One finding that a letter is due about: with whom, and of what kind."""

    finding_id: int
    organisation_id: int
    asked_by_id: int
    source: str
    kind: LetterKind
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What rendering one letter needs; `open_count` is counted now, not when it was queued."""

    role: str
    kind: str
    source: str
    source_id: int
    due_on: date | None
    open_count: int


def rule_of_house() -> Rule:
    """The business days and counts that the settings give."""
    return Rule(
        ahead_days=int(settings.SEKISHO_FOLLOW_UP_AHEAD_DAYS),
        every_days=int(settings.SEKISHO_FOLLOW_UP_EVERY_DAYS),
        times=int(settings.SEKISHO_FOLLOW_UP_TIMES),
    )


def promise_of(row: Finding) -> Promise:
    """What the engine knows of a finding."""
    return Promise(
        due_on=row.due_on or row.proposed_on,
        ahead_for=row.ahead_for,
        asked_for=row.asked_for,
        letters=row.letters,
        letter_on=row.letter_on,
        owner_told_on=row.owner_told_on,
        has_news=row.has_news,
    )


def due_points(now: datetime) -> Iterator[DuePoint]:
    """Every point a letter is due about at this moment, in order of source."""
    rule, batch = rule_of_house(), list[Finding]()
    for row in _candidates(now, rule).iterator(chunk_size=_BATCH):
        if batch and (len(batch) >= _BATCH or row.source != batch[0].source):
            yield from _due_of(batch, now, rule)
            batch = []
        batch.append(row)
    if batch:
        yield from _due_of(batch, now, rule)


def _candidates(now: datetime, rule: Rule) -> QuerySet[Finding]:
    day = Coalesce("due_on", "proposed_on")
    rows = Finding.objects.annotate(day=day).filter(state__in=WRITTEN_STATES)
    near = rows.filter(Q(day__lte=horizon(now.date(), rule)) | Q(has_news=True))
    told = Q(owner_told_on__isnull=False, asked_for=F("day"), has_news=False)
    waiting = near.exclude(told) if rule.times else near.none()
    return waiting.defer("sealed").order_by("source", "source_id", "id")


def _due_of(rows: list[Finding], now: datetime, rule: Rule) -> Iterator[DuePoint]:
    found = _conversations(rows[0].source, {row.source_id for row in rows})
    for row in rows:
        known = found.get(row.source_id)
        kind = kind_now(row, known, now, rule) if known else None
        if known is not None and kind is not None:
            where = (row.pk, row.organisation_id, row.asked_by_id, row.source)
            yield DuePoint(*where, kind, known)


def _conversations(source: str, ids: Collection[int]) -> Mapping[int, Conversation]:
    """One that cannot be read is left out and logged: the others are not held up by it."""
    try:
        return conversations_of(source, ids)
    except Exception:  # noqa: BLE001 - whatever is wrong with one row concerns that row alone
        if len(ids) == 1:
            _log.exception("Conversation %s cannot be read", next(iter(ids)))
            return {}
        return {own: at for one in ids for own, at in _conversations(source, (one,)).items()}


def may_leave(now: datetime, at: Conversation) -> bool:
    """Whether it is office time at the partner to whom a letter goes."""
    return is_office_time(now, Place(at.calendar, at.zone), Limits())


def places_of(owners: Iterable[ContactView]) -> Mapping[int, Place]:
    """Working days and clock of contacts on our side, by their numbers: of their own company."""
    people = tuple(owners)
    at = organisations_by_ids(SYSTEM, {one.organisation_id for one in people})
    return {one.id: _place_in(at[one.organisation_id].country) for one in people}


def home_place() -> Place:
    """Working days and clock of the office that asks."""
    return _place_in(home_view().country)


def _place_in(country: str) -> Place:
    try:
        calendar = business_calendar(country)
    except Invalid:
        calendar = WEEKENDS_ONLY
    return Place(calendar, ZoneInfo(zone_of(country, home_zone=settings.TIME_ZONE)))


def kind_now(row: Finding, at: Conversation, now: datetime, rule: Rule) -> LetterKind | None:
    """The letter due about a finding; to our owner at once where nobody can be written to."""
    promise, today = promise_of(row), now.astimezone(at.zone).date()
    kind = next_letter(promise, today=today, rule=rule, calendar=at.calendar)
    if kind is None or at.contact_id is not None:
        return kind
    day, told = promise.due_on, promise.owner_told_on
    is_new = day is not None and day <= today and (told is None or told < day)
    return LetterKind.OWNER if is_new else None


def open_letters(ids: Iterable[int]) -> Mapping[int, LetterFacts]:
    """Letters by number; absent ones left out."""
    rows = OpenLetter.objects.filter(pk__in=set(ids))
    return {row.pk: _facts(row) for row in rows}


def _facts(row: OpenLetter) -> LetterFacts:
    count = 1
    if row.role == OpenLetter.Role.PARTNER:
        subjects = subjects_of_holder(row.contact_id)
        count = Finding.objects.filter(
            source=row.source,
            source_id__in=subjects,
            asked_by_id=row.asked_by_id,
            state__in=WRITTEN_STATES,
        ).count()
    elif row.points:
        count = Finding.objects.filter(pk__in=row.points, state__in=WRITTEN_STATES).count()
    return LetterFacts(row.role, row.kind, row.source, row.source_id, row.due_on, count)
