"""Alerts as frozen values, within what the actor may see of their asking company."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sekisho.apps.alerts.models import Alert, AlertEdition, Notice
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.standing import Counts
from sekisho.apps.asks.queries.totals import ask_totals, asks_among
from sekisho.apps.organisations.queries import OrganisationView, asking_filter, granted_ids
from sekisho.apps.organisations.queries.register import frozen
from sekisho.engines.notices import AlertText, alert_from_dict
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import PER_PAGE, Paged, slice_of

DRAFT, SENT, WITHDRAWN = STATES = ("draft", "sent", "withdrawn")
_TOLD = Exists(Notice.objects.filter(alert=OuterRef("pk"), ask__sent_at__isnull=False))
_IN_STATE = {
    DRAFT: Q(is_sent=False, withdrawn_at=None),
    SENT: Q(is_sent=True, withdrawn_at=None),
    WITHDRAWN: Q(withdrawn_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert as it reads now; `version` counts material changes, `edition` corrections."""

    id: int
    uid: uuid.UUID
    organisation: OrganisationView
    text: AlertText
    is_sent: bool
    version: int
    edition: int
    revision: int
    updated_at: datetime
    withdrawn_at: datetime | None

    @property
    def state(self) -> str:
        """One of STATES: a draft while nobody was told."""
        if self.withdrawn_at is not None:
            return WITHDRAWN
        return SENT if self.is_sent else DRAFT


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition: what it says, and what its change was about."""

    version: int
    edition: int
    text: AlertText
    note: Bilingual
    by_uid: uuid.UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One ask about an alert; `is_current` while no material change has overtaken it."""

    ask: AskView
    version: int
    kind: str
    is_current: bool
    counts: Counts

    @property
    def is_told(self) -> bool:
        """Whether the present version has gone out by this ask."""
        return self.is_current and self.ask.sent_at is not None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert of the list, with the counts of its current asks together."""

    alert: AlertView
    notices: tuple[NoticeLine, ...]

    @property
    def asked(self) -> int:
        """Assignments of the current version's notices within reach."""
        return sum(one.counts.asked for one in self.notices if one.is_current)

    @property
    def replied(self) -> int:
        """Those of them that came back."""
        return sum(one.counts.replied for one in self.notices if one.is_current)


def alerts_for(actor: Actor, *, now: datetime, state: str = "", page: int = 1) -> Paged[AlertLine]:
    """The alerts that the actor may see, last changed first."""
    rows = _rows(actor)
    if state in _IN_STATE:
        rows = rows.filter(_IN_STATE[state])
    total = rows.count()
    ordered = rows.order_by("-updated_at", "-id")
    views = [_view(row) for row in ordered[slice_of(page)]]
    lines = _notices(actor, views, now)
    return Paged(
        tuple(AlertLine(view, tuple(lines.get(view.id, ()))) for view in views), page, total
    )


def untold_alerts(actor: Actor, *, now: datetime) -> tuple[AlertView, ...]:
    """Alerts that the actor may pass on and whose present version nobody has been told of."""
    rows = _rows(actor, Capability.RUN).filter(withdrawn_at=None).order_by("-updated_at", "-id")
    views = [_view(row) for row in rows[:PER_PAGE]]
    lines = _notices(actor, views, now)
    return tuple(view for view in views if not any(one.is_told for one in lines.get(view.id, ())))


def alert_counts(actor: Actor) -> dict[str, int]:
    """How many alerts there are of each state."""
    rows = _rows(actor)
    return {state: rows.filter(within).count() for state, within in _IN_STATE.items()}


def alert_for(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> AlertView:
    """One alert that the actor may see, or for RUN may change and send. Raises NotFound."""
    row = _rows(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("alerts.not_there")
    return _view(row)


def notices_of(actor: Actor, alert: AlertView, *, now: datetime) -> tuple[NoticeLine, ...]:
    """The asks about an alert, newest first."""
    return tuple(_notices(actor, [alert], now).get(alert.id, ()))


def editions_of(alert: AlertView) -> tuple[EditionView, ...]:
    """How an alert that was fetched through the gate has read, newest first."""
    rows = AlertEdition.objects.filter(alert_id=alert.id).order_by("-version", "-edition")
    return tuple(
        EditionView(
            version=row.version,
            edition=row.edition,
            text=alert_from_dict(row.content),
            note=Bilingual.from_dict(row.note),
            by_uid=row.by_uid,
            at=row.at,
        )
        for row in rows
    )


def find_alerts(actor: Actor, words: str, *, size: int = 5) -> tuple[AlertView, ...]:
    """Alerts whose title or number holds these words, last changed first."""
    if not words.strip():
        return ()
    named = Q()
    for path in ("title__ja", "title__en", "number"):
        named |= Q(**{f"content__{path}__icontains": words.strip()})
    rows = _rows(actor).filter(named)
    return tuple(_view(row) for row in rows.order_by("-updated_at", "-id")[:size])


def _rows(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Alert]:
    rows = Alert.objects.filter(_visible(actor, capability)).select_related("organisation")
    return rows.annotate(is_sent=_TOLD)


def _visible(actor: Actor, capability: Capability = Capability.VIEW) -> Q:
    """Viewing reaches up to what a company above has passed on: until then it may be for few eyes.

    Changing does not reach up.
    """
    own = granted_ids(actor, capability)
    if own is None:
        return Q()
    mine = Q(organisation_id__in=own)
    if capability is not Capability.VIEW:
        return mine
    return mine | (asking_filter(actor, path="organisation") & Q(_TOLD))


def _view(row: Alert) -> AlertView:
    return AlertView(
        id=row.pk,
        uid=row.uid,
        organisation=frozen(row.organisation),
        text=alert_from_dict(row.content),
        is_sent=row.is_sent,  # type: ignore[attr-defined]
        version=row.version,
        edition=row.edition,
        revision=row.revision,
        updated_at=row.updated_at,
        withdrawn_at=row.withdrawn_at,
    )


def _notices(
    actor: Actor, alerts: Sequence[AlertView], now: datetime
) -> dict[int, list[NoticeLine]]:
    current = {alert.id: alert.version for alert in alerts}
    rows = list(Notice.objects.filter(alert_id__in=current).order_by("-id"))
    asks = asks_among(actor, (row.ask_id for row in rows))
    counts = ask_totals(actor, list(asks), now=now)
    found: dict[int, list[NoticeLine]] = {}
    for row in rows:
        if row.ask_id in asks:
            is_current = row.version == current[row.alert_id]
            ask, counted = asks[row.ask_id], counts[row.ask_id]
            line = NoticeLine(ask, row.version, row.kind, is_current, counted)
            found.setdefault(row.alert_id, []).append(line)
    return found
