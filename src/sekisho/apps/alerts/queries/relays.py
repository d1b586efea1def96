"""Passing a notice on to a partner's own suppliers: the text, and the counts that come back.

Counts are sealed: how many did not act is a weakness of the partner's chain. Nobody is named.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.alerts.models import Alert, Notice, RelayReport
from sekisho.apps.asks.queries.changing import is_withdrawn
from sekisho.apps.asks.queries.drafts import asks_by_ids
from sekisho.apps.asks.queries.letters import CHECK_PATH
from sekisho.apps.asks.queries.linked import LinkedAssignment, linked_assignment
from sekisho.apps.asks.queries.sealed import key_owner, open_part, seal_part
from sekisho.apps.organisations.queries import home_id, organisations_by_ids
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.engines.notices import (
    AlertText,
    Checkable,
    RelayCounts,
    RelayText,
    alert_from_dict,
    may_be_passed_on,
    relay_text,
    shown_check_number,
    summed_counts,
)
from sekisho.kernel.actor import SYSTEM, Actor, ActorKind
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import LANGUAGES

_PART = "alert_relay"


@dataclass(frozen=True, slots=True)
class RelayView:
    """One report. `before_version` is the alert's version that came after it, 0 for none;
    `before_correction` that the words were corrected since.
    """

    uid: uuid.UUID
    subject_id: int
    counts: RelayCounts
    by: str
    as_of: date
    at: datetime
    version: int
    before_version: int
    before_correction: bool

    @property
    def is_current(self) -> bool:
        """Whether it was said of the alert as it reads now."""
        return not (self.before_version or self.before_correction)


@dataclass(frozen=True, slots=True)
class Relaying:
    """What the holder of a link may pass on, and what was reported before, newest first.

    `texts` is empty when the TLP label keeps it from going further, or nothing more is asked, as
    when alert or ask were withdrawn.
    """

    notice_id: int
    assignment: LinkedAssignment
    version: int
    edition: int
    texts: tuple[RelayText, ...]
    is_withdrawn: bool
    tlp: str
    reports: tuple[RelayView, ...]


@dataclass(frozen=True, slots=True)
class RelayBoard:
    """The newest report of each partner by its number, and all of them together."""

    latest: Mapping[int, RelayView]

    @property
    def partners(self) -> int:
        """How many partners have told somebody."""
        return sum(one.counts.told > 0 for one in self.latest.values())

    @property
    def total(self) -> RelayCounts:
        """All counts together, those from before a change too."""
        return summed_counts(one.counts for one in self.latest.values())

    @property
    def outdated(self) -> int:
        """How many of the reports were made before the alert changed."""
        return sum(not one.is_current for one in self.latest.values())


def relaying_of_link(actor: Actor) -> Relaying | None:
    """What a link's notice offers for passing on, None for other asks and for answers about
    somebody else. Raises NotFound before the code, and for a lent scope.
    """
    own = linked_assignment(actor)
    if actor.kind is not ActorKind.LINK or actor.name:
        raise NotFound("entrance.link_closed")
    row = Notice.objects.select_related("alert").filter(ask_id=own.ask_id).first()
    if row is None or not own.is_about_itself:
        return None
    alert = row.alert
    text = alert_from_dict(alert.content)
    is_over = alert.withdrawn_at is not None or is_withdrawn(own.ask_id)
    is_free = may_be_passed_on(text.tlp) and not is_over and row.version == alert.version
    reports = _of_alert(alert.pk, alert.version).filter(assignment__subject_id=own.subject_id)
    return Relaying(
        notice_id=row.pk,
        assignment=own,
        version=alert.version,
        edition=alert.edition,
        texts=_texts(own, text) if is_free else (),
        is_withdrawn=is_over,
        tlp=text.tlp.value.upper(),
        reports=_views(reports, alert),
    )


def relays_of_notice(alert_id: int, version: int, subject_ids: Collection[int]) -> RelayBoard:
    """The newest report of each of these partners up to a version of the alert; the caller found
    alert and partners within its reach. Raises Unreadable.
    """
    wanted = set(subject_ids)
    alert = Alert.objects.get(pk=alert_id)
    rows = [row for row in _of_alert(alert_id, version) if row.assignment.subject_id in wanted]
    newest: dict[int, RelayReport] = {}
    for row in rows:
        newest.setdefault(row.assignment.subject_id, row)
    home = home_id()
    open_keys(key_owner(row.assignment, home) for row in newest.values())
    return RelayBoard({one.subject_id: one for one in _views(newest.values(), alert)})


def relays_said_at(assignment_id: int) -> tuple[RelayView, ...]:
    """What was reported in one assignment, newest first; the caller went through its gate.

    Raises Unreadable.
    """
    rows = RelayReport.objects.filter(assignment_id=assignment_id)
    found = rows.select_related("assignment", "notice__alert").order_by("-at", "-id")
    return tuple(_view(row, row.notice.alert) for row in found)


def sealed_relay(at: LinkedAssignment, row: uuid.UUID, *, counts: RelayCounts, by: str) -> bytes:
    """The counts of one report, sealed with the key of the reply it belongs to."""
    content = [counts.told, counts.confirmed, counts.acted, by]
    return seal_part(at, part=_PART, row=row, content=content)


def resealed_without(row: RelayReport, traces: Traces) -> bytes | None:
    """A report sealed anew without this person's name; None when it does not stand there."""
    held = list(open_part(row.assignment, part=_PART, row=row.uid, sealed=row.sealed))
    if not traces.is_named(str(held[3])):
        return None
    return seal_part(row.assignment, part=_PART, row=row.uid, content=[*held[:3], ""])


def _of_alert(alert_id: int, version: int) -> QuerySet[RelayReport]:
    """Reports of partners about themselves, of notices up to a version, newest first."""
    rows = RelayReport.objects.filter(notice__alert_id=alert_id, notice__version__lte=version)
    rows = rows.filter(assignment__respondent_id=F("assignment__subject_id"))
    return rows.select_related("assignment").order_by("-at", "-id")


def _texts(own: LinkedAssignment, text: AlertText) -> tuple[RelayText, ...]:
    ask = asks_by_ids([own.ask_id])[own.ask_id]
    asker = organisations_by_ids(SYSTEM, [own.asker_id])[own.asker_id].names
    number, page = shown_check_number(ask.check_number), absolute_address(CHECK_PATH)
    return tuple(
        relay_text(text, Checkable(asker.in_language(language), number, page), language)
        for language in LANGUAGES
    )


def _views(rows: Iterable[RelayReport], alert: Alert) -> tuple[RelayView, ...]:
    return tuple(_view(row, alert) for row in rows)


def _view(row: RelayReport, alert: Alert) -> RelayView:
    held: Sequence[Any] = open_part(row.assignment, part=_PART, row=row.uid, sealed=row.sealed)
    is_older = row.version < alert.version
    return RelayView(
        uid=row.uid,
        subject_id=row.assignment.subject_id,
        counts=RelayCounts(*held[:3]),
        by=str(held[3]),
        as_of=row.as_of,
        at=row.at,
        version=row.version,
        before_version=row.version + 1 if is_older else 0,
        before_correction=not is_older and row.edition < alert.edition,
    )
