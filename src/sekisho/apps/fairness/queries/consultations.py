"""The consultation log: talks with partners about what is asked of them and what it costs.

An entry belongs to the company of ours that talks; nobody outside that part of the group reads it,
not even about a partner that both share.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.asks.queries.totals import asks_among
from sekisho.apps.fairness.models import Consultation
from sekisho.apps.organisations.queries import (
    OrganisationView,
    granted_ids,
    open_home,
    organisations_by_ids,
    reach_filter,
    seal_home,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

WANTED, HELD, AGREED, NOT_AGREED, SETTLED = STATES = (
    *("wanted", "held", "agreed", "not_agreed", "settled"),
)
_TODAY = 8


@dataclass(frozen=True, slots=True)
class TalkWords:
    """The sealed words of one entry."""

    with_whom: str = ""
    asked: str = ""
    bearing: str = ""
    documents: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        """The stored form."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class TalkView:
    """One entry of the log. `is_waiting` is a wish of the partner that nothing has followed yet.

    `ask` is None when it belongs to none, or to one that is out of sight.
    """

    id: int
    uid: uuid.UUID
    organisation: OrganisationView
    partner: OrganisationView
    ask: tuple[uuid.UUID, Bilingual] | None
    follows_uid: uuid.UUID | None
    state: str
    is_from_partner: bool
    is_waiting: bool
    held_on: date
    words: TalkWords
    by_uid: uuid.UUID | None
    at: datetime


def talks_for(actor: Actor, *, state: str = "", page: int = 1) -> Paged[TalkView]:
    """One page of the log within reach, newest first; "waiting" narrows to what waits for us."""
    rows = _within(actor)
    if state == "waiting":
        rows = rows.filter(_waiting())
    elif state in STATES:
        rows = rows.filter(state=state)
    ids = list(rows.order_by("-held_on", "-id")[slice_of(page)])
    return Paged(_views(actor, ids), page, rows.count())


def talks_with(actor: Actor, partner_id: int) -> tuple[TalkView, ...]:
    """All entries about one partner within reach, newest first."""
    rows = _within(actor).filter(partner_id=partner_id).order_by("-held_on", "-id")
    return _views(actor, rows)


def every_talk(actor: Actor) -> tuple[TalkView, ...]:
    """The whole log within reach, oldest first; for its file."""
    return _views(actor, _within(actor).order_by("held_on", "id"))


def talk_counts(actor: Actor) -> dict[str, int]:
    """How many entries there are in all, how many wishes wait, and of how many partners."""
    rows = _within(actor)
    waiting = rows.filter(_waiting())
    partners = waiting.values("partner_id").distinct().count()
    return {"all": rows.count(), "waiting": waiting.count(), "partners": partners}


def waiting_talks(actor: Actor) -> tuple[TalkView, ...]:
    """Partners who would like to talk and have not been answered, the oldest first; eight."""
    return _views(actor, _within(actor).filter(_waiting()).order_by("at")[:_TODAY])


def talk_row(actor: Actor, uid: uuid.UUID, capability: Capability) -> Consultation:
    """One entry for this room's own actions. Raises NotFound."""
    row = _within(actor, capability).filter(uid=uid).first()
    if row is None:
        raise NotFound("fairness.no_talk")
    return row


def is_kept_already(row: Consultation, words: TalkWords) -> bool:
    """Whether an entry says the very same of the same day; for this room's own actions."""
    same = Consultation.objects.filter(
        organisation_id=row.organisation_id, partner_id=row.partner_id, follows=row.follows,
        state=row.state, held_on=row.held_on, is_from_partner=False,
    )  # fmt: skip
    return any(opened_talk(one) == words for one in same)


def talks_of_link(ask_id: int, partner_id: int) -> tuple[datetime, ...]:
    """When this partner asked for a talk within this ask, newest first; for its own page."""
    rows = Consultation.objects.filter(ask_id=ask_id, partner_id=partner_id, is_from_partner=True)
    return tuple(rows.order_by("-at").values_list("at", flat=True))


def sealed_talk(uid: uuid.UUID, words: TalkWords) -> bytes:
    """The words of an entry, sealed with home's key."""
    return seal_home(_place(uid), json.dumps(words.as_dict(), ensure_ascii=False).encode())


def _place(uid: uuid.UUID) -> Place:
    return Place("fairness_consultation", str(uid), "sealed")


def opened_talk(row: Consultation) -> TalkWords:
    """Open it again; for this room's own actions. Raises Unreadable."""
    return TalkWords(**json.loads(open_home(_place(row.uid), row.sealed)))


def _waiting() -> Q:
    return Q(state=WANTED, is_from_partner=True, followed_by=None)


def _within(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Consultation]:
    rows = Consultation.objects.filter(reach_filter(actor, capability=capability, path="partner"))
    own = granted_ids(actor, capability)
    return rows if own is None else rows.filter(organisation_id__in=own)


def _views(actor: Actor, rows: Iterable[Consultation]) -> tuple[TalkView, ...]:
    found = list(rows)
    at = organisations_by_ids(
        actor, {own for row in found for own in (row.partner_id, row.organisation_id)}
    )
    asks = asks_among(actor, {row.ask_id for row in found if row.ask_id})
    uids = dict(
        Consultation.objects.filter(pk__in=[row.follows_id for row in found]).values_list(
            "pk", "uid"
        )
    )
    answered = set(
        Consultation.objects.filter(follows__in=[row.pk for row in found]).values_list(
            "follows_id", flat=True
        )
    )
    known: dict[str, Any] = {"at": at, "asks": asks, "uids": uids, "answered": answered}
    return tuple(_view(row, known) for row in found if row.partner_id in at)


def _view(row: Consultation, known: dict[str, Any]) -> TalkView:
    ask = known["asks"].get(row.ask_id)
    is_waiting = row.is_from_partner and row.state == WANTED and row.pk not in known["answered"]
    return TalkView(
        id=row.pk,
        uid=row.uid,
        organisation=known["at"][row.organisation_id],
        partner=known["at"][row.partner_id],
        ask=(ask.uid, ask.title) if ask else None,
        follows_uid=known["uids"].get(row.follows_id),
        state=row.state,
        is_from_partner=row.is_from_partner,
        is_waiting=is_waiting,
        held_on=row.held_on,
        words=opened_talk(row),
        by_uid=row.by_uid,
        at=row.at,
    )


def talk_ids_about(partner_ids: Iterable[int], ask_ids: Iterable[int]) -> frozenset[int]:
    """Inside numbers of talks with these partners or about these asks: letters name them.

    Inside the house only.
    """
    about = Q(partner_id__in=list(partner_ids)) | Q(ask_id__in=list(ask_ids))
    return frozenset(Consultation.objects.filter(about).values_list("id", flat=True))
