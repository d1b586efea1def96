"""The register of exceptions: a company sees its own, and those from the rules that it issues."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import (
    OrganisationView,
    granted_ids,
    open_home,
    organisations_by_ids,
    reach_filter,
    seal_home,
)
from sekisho.apps.rules.models import Deviation
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

ASKED, PROPOSED, GRANTED, REFUSED, ENDED = KEPT_STATES = (
    *("asked", "proposed", "granted", "refused", "ended"),
)
RAN_OUT = "ran_out"
STATES = (*KEPT_STATES[:3], RAN_OUT, *KEPT_STATES[3:])
ENDING_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeviationWords:
    """The sealed words: which passage, why, what is done instead, and what was decided;
    `asked_until` is the last day as it was answered.
    """

    passage: str = ""
    reason: str = ""
    instead: str = ""
    remark: str = ""
    asked_until: str = ""

    def as_dict(self) -> dict[str, str]:
        """The stored form."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class DeviationView:
    """One exception. `state` is "ran_out" for a granted one whose last day has passed."""

    uid: uuid.UUID
    rule_uid: uuid.UUID
    rule_title: Bilingual
    edition_number: str
    organisation: OrganisationView
    is_answered: bool
    state: str
    until: date | None
    words: DeviationWords
    revision: int
    by_uid: uuid.UUID | None
    at: datetime
    proposed_by_uid: uuid.UUID | None
    decided_by_uid: uuid.UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeviationFilter:
    """Which exceptions: a state ("" for all, "open" for what waits or holds), or ending soon."""

    state: str = ""
    is_ending: bool = False
    rule_uid: uuid.UUID | None = None


def exceptions_for(
    actor: Actor, wanted: DeviationFilter, *, today: date, page: int = 1
) -> Paged[DeviationView]:
    """One page of the register within sight, what runs out first standing first."""
    rows = _wanted(actor, wanted, today)
    return Paged(_views(rows[slice_of(page)], today), page, rows.count())


def every_exception(
    actor: Actor, wanted: DeviationFilter, *, today: date
) -> tuple[DeviationView, ...]:
    """The whole register within sight as filtered, for its file."""
    return _views(_wanted(actor, wanted, today), today)


def exceptions_of(actor: Actor, organisation_id: int, *, today: date) -> tuple[DeviationView, ...]:
    """All exceptions of one company within sight, what runs out first standing first."""
    rows = _within(actor).filter(organisation_id=organisation_id)
    return _views(rows.order_by("until", "id"), today)


def exception_counts(actor: Actor, *, today: date) -> dict[str, int]:
    """How many there are in all, of each state, and ending within thirty days."""
    rows = _within(actor)
    found = {state: rows.filter(_in_state(state, today)).count() for state in STATES}
    return {**found, "all": rows.count(), "ending": rows.filter(_ending(today)).count()}


def open_exceptions(actor: Actor, *, today: date) -> dict[int, int]:
    """How many wait or hold, by inside number of the rule."""
    found: dict[int, int] = {}
    for own in _within(actor).filter(_in_state("open", today)).values_list("rule_id", flat=True):
        found[own] = found.get(own, 0) + 1
    return found


def exception_for(
    actor: Actor, uid: uuid.UUID, *, today: date, capability: Capability = Capability.VIEW
) -> DeviationView:
    """One exception that the actor may see, or for RUN may decide. Raises NotFound."""
    return _views([deviation_row(actor, uid, capability)], today)[0]


def deviation_row(actor: Actor, uid: uuid.UUID, capability: Capability) -> Deviation:
    """One row for this room's own actions. Raises NotFound."""
    row = _within(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("rules.no_exception")
    return row


def sealed_words(uid: uuid.UUID, words: DeviationWords) -> bytes:
    """The words of an exception, sealed with home's key."""
    return seal_home(_place(uid), json.dumps(words.as_dict(), ensure_ascii=False).encode())


def opened_words(row: Deviation) -> DeviationWords:
    """The words of a row fetched through the gate. Raises Unreadable."""
    return DeviationWords(**json.loads(open_home(_place(row.uid), row.sealed)))


def _place(uid: uuid.UUID) -> Place:
    return Place("rules_deviation", str(uid), "sealed")


def _within(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Deviation]:
    """Deciding is for the company whose rule it is; a company's own are there to be read."""
    rows = Deviation.objects.select_related("rule", "edition")
    own = granted_ids(actor, capability)
    if own is None:
        return rows
    of_our_rules = Q(rule__organisation_id__in=own)
    if capability is not Capability.VIEW:
        return rows.filter(of_our_rules)
    reached = of_our_rules & reach_filter(actor, path="organisation")
    return rows.filter(Q(organisation_id__in=own) | reached)


def _wanted(actor: Actor, wanted: DeviationFilter, today: date) -> QuerySet[Deviation]:
    rows = _within(actor)
    if wanted.is_ending:
        rows = rows.filter(_ending(today))
    elif wanted.state:
        rows = rows.filter(_in_state(wanted.state, today))
    if wanted.rule_uid is not None:
        rows = rows.filter(rule__uid=wanted.rule_uid)
    return rows.order_by("until", "id")


def _in_state(state: str, today: date) -> Q:
    holds = Q(state=GRANTED) & (Q(until=None) | Q(until__gte=today))
    if state == GRANTED:
        return holds
    if state == RAN_OUT:
        return Q(state=GRANTED, until__lt=today)
    if state == "open":
        return holds | Q(state__in=(ASKED, PROPOSED))
    return Q(state=state)


def _ending(today: date) -> Q:
    last = today + timedelta(days=ENDING_DAYS)
    return Q(state=GRANTED, until__gte=today, until__lte=last, rule__ended_at=None)


def _views(rows: Iterable[Deviation], today: date) -> tuple[DeviationView, ...]:
    found = list(rows)
    at = organisations_by_ids(SYSTEM, {row.organisation_id for row in found})
    return tuple(_view(row, at[row.organisation_id], today) for row in found)


def _view(row: Deviation, organisation: OrganisationView, today: date) -> DeviationView:
    is_over = row.state == GRANTED and row.until is not None and row.until < today
    return DeviationView(
        uid=row.uid,
        rule_uid=row.rule.uid,
        rule_title=Bilingual.from_dict(row.rule.content["title"]),
        edition_number=row.edition.number if row.edition else "",
        organisation=organisation,
        is_answered=bool(row.source),
        state=RAN_OUT if is_over else row.state,
        until=row.until,
        words=opened_words(row),
        revision=row.revision,
        by_uid=row.by_uid,
        at=row.at,
        proposed_by_uid=row.proposed_by_uid,
        decided_by_uid=row.decided_by_uid,
        decided_at=row.decided_at,
    )
