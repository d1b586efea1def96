"""Who of an ask no mail reaches, for the room that prints letters."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from sekisho.apps.asks.models import AskState, Assignment, AssignmentState
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.asks.queries.standing import OPEN_STATES
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.partners.queries.postal import mail_filter, no_mail_filter
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One assignment that paper may reach. `contact_id` is None when nobody was written to."""

    id: int
    uid: uuid.UUID
    respondent_id: int
    names: Bilingual
    contact_id: int | None
    language: str
    state: str
    link_ends: datetime


def unreached() -> Q:
    """A condition over assignments: still awaited, and no mail reaches them."""
    awaited = Q(state__in=OPEN_STATES) | Q(is_returned=True)
    return awaited & ~mail_filter("contact_id")


@dataclass(frozen=True, slots=True)
class PaperScope:
    """The assignments of an ask within reach, read by a condition. The ask was fetched through its
    gate.
    """

    actor: Actor
    ask: AskView

    def counts(self, **conditions: Q) -> dict[str, int]:
        """How many meet each condition, in one statement; nothing is loaded."""
        wanted = {name: Count("pk", filter=one) for name, one in conditions.items()}
        return _rows(self).aggregate(**wanted)

    def uids(self, only: Q, *, most: int) -> tuple[uuid.UUID, ...]:
        """Outside ids of the first ones, by name."""
        return tuple(_by_name(_rows(self).filter(only)).values_list("uid", flat=True)[:most])

    def cases(self, only: Q, *, part: slice = slice(None), now: datetime) -> tuple[PaperCase, ...]:
        """A part of those that meet the condition, by name."""
        found = _by_name(_rows(self).filter(only).select_related("respondent"))
        return tuple(_case(row, now) for row in found[part])


def is_somebody_unreached(ask: AskView) -> bool:
    """Whether a letter of the ask found no way or came back, or whoever got it has left since:
    three looks into indexes, no count.

    Not one look for any: a database then reads all of the ask.
    """
    return any(looks.first(ask_id=ask.id) is not None for looks in _UNREACHED)


def _one_of(condition: Callable[[], Q]) -> Worded:
    return Worded(
        lambda ask_id: Assignment.objects.filter(condition(), ask_id=ask_id).values_list("pk")[:1],
        ask_id=NUMBER,
    )


_UNREACHED = (
    _one_of(lambda: Q(state=AssignmentState.NOT_DELIVERED)),
    _one_of(lambda: Q(is_bounced=True)),
    _one_of(
        lambda: (Q(state__in=OPEN_STATES) | Q(is_returned=True)) & no_mail_filter("contact_id")
    ),
)


def require_open(ask: AskView) -> None:
    """Raises Conflict unless the ask is open: only then does a link lead anywhere."""
    if ask.state != AskState.OPEN:
        raise Conflict("asks.not_open")


def _rows(scope: PaperScope) -> QuerySet[Assignment]:
    return Assignment.objects.filter(part_filter(scope.actor, Capability.RUN), ask_id=scope.ask.id)


def _by_name(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.order_by("respondent__name", "id")


def _case(row: Assignment, now: datetime) -> PaperCase:
    return PaperCase(
        id=row.pk,
        uid=row.uid,
        respondent_id=row.respondent_id,
        names=Bilingual(row.respondent.name, row.respondent.name_en),
        contact_id=row.contact_id,
        language=row.language,
        state=row.state,
        link_ends=link_end(row, now),
    )
