"""Holds, and what they spare in each room below."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.adapters.vault import Place
from sekisho.apps.accounts.queries import challenges_of_subjects, names_of
from sekisho.apps.answering.queries.handovers import handover_ids_of
from sekisho.apps.asks.queries import erasing as of_asks
from sekisho.apps.asks.queries.drafts import asks_by_ids
from sekisho.apps.fairness.queries.consultations import talk_ids_about
from sekisho.apps.keeping.models import Hold
from sekisho.apps.mail.queries import erasing as of_mail
from sekisho.apps.measures.queries import erasing as of_measures
from sekisho.apps.organisations.queries import open_home, organisations_by_ids, seal_home
from sekisho.apps.partners.queries.erasing import contact_ids_of
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Spared:
    """All that is on hold, in the words of each room; `links` are assignments by number."""

    asks: of_asks.Spared
    measures: of_measures.Spared
    mail: of_mail.Spared
    links: frozenset[int]

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The partners on hold."""
        return self.asks.organisation_ids


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold with its reason. `lifted_at` is None while it stands."""

    uid: uuid.UUID
    is_ask: bool
    object_uid: uuid.UUID
    names: Bilingual
    reason: str
    by: str
    at: datetime
    lifted_by: str
    lifted_at: datetime | None


def spared() -> Spared:
    """What no batch may touch now."""
    rows = Hold.objects.filter(lifted_at=None).values_list("organisation_id", "ask_id")
    pairs = list(rows)
    at = frozenset(filter(None, (own for own, _ask in pairs)))
    asks = of_asks.Spared(at, frozenset(filter(None, (ask for _own, ask in pairs))))
    held = of_asks.spared_assignments(asks)
    return Spared(asks, of_measures.Spared(at, held), _spared_letters(asks, held), held)


def _spared_letters(asks: of_asks.Spared, held: frozenset[int]) -> of_mail.Spared:
    """By whatever number a letter may name: its assignment, review, ask, hand-over, code, talk."""
    at = asks.organisation_ids
    if not (held or at or asks.ask_ids):
        return of_mail.Spared()
    handed = handover_ids_of(held)
    objects = held | asks.ask_ids | handed | of_asks.reviews_of_assignments(held)
    objects |= challenges_of_subjects(held) | of_measures.letters_about(held)
    objects |= talk_ids_about(at, asks.ask_ids)
    return of_mail.Spared(objects, handed | (contact_ids_of(at) if at else frozenset()))


def require_not_held(*, organisation_ids: tuple[int, ...] = (), assignment_id: int = 0) -> None:
    """Raise Conflict when one of these is on hold."""
    held = spared()
    if assignment_id in held.links or held.organisation_ids & set(organisation_ids):
        raise Conflict("keeping.on_hold")


def standing_hold(*, organisation_id: int = 0, ask_id: int = 0) -> HoldView | None:
    """The hold on a partner or an ask that stands; for pages that checked their actor."""
    field = "organisation_id" if organisation_id else "ask_id"
    found = views_of(_STANDING.rows(field, own=organisation_id or ask_id))
    return found[0] if found else None


_STANDING = Worded(
    lambda field, own: Hold.objects.filter(**{field: own}, lifted_at=None), own=NUMBER
)


def every_hold() -> tuple[HoldView, ...]:
    """All holds, those that stand first, then the newest; the caller has checked its actor."""
    rows = Hold.objects.order_by("-at", "-id")
    return views_of(sorted(rows, key=lambda row: row.lifted_at is not None))


def views_of(rows: list[Hold]) -> tuple[HoldView, ...]:
    """The values of rows; for this room's own modules."""
    if not rows:  # as at nearly every ask and partner
        return ()
    at = organisations_by_ids(SYSTEM, set(filter(None, (row.organisation_id for row in rows))))
    asks = asks_by_ids(filter(None, (row.ask_id for row in rows)))
    people = {uid for row in rows for uid in (row.by_uid, row.lifted_by_uid) if uid}
    names = names_of(people)
    found = []
    for row in rows:
        ask = asks.get(row.ask_id) if row.ask_id else None
        partner = at.get(row.organisation_id) if row.organisation_id else None
        shown = (ask.uid, ask.title) if ask else (partner.uid, partner.names) if partner else None
        if shown is None:
            continue
        found.append(
            HoldView(
                uid=row.uid,
                is_ask=ask is not None,
                object_uid=shown[0],
                names=shown[1],
                reason=opened_reason("hold", row.uid, row.sealed),
                by=names.get(row.by_uid, "") if row.by_uid else "",
                at=row.at,
                lifted_by=names.get(row.lifted_by_uid, "") if row.lifted_by_uid else "",
                lifted_at=row.lifted_at,
            )
        )
    return tuple(found)


def sealed_reason(kind: str, uid: uuid.UUID, reason: str) -> bytes:
    """A reason sealed with home's key."""
    text = json.dumps({"reason": reason}, ensure_ascii=False)
    return seal_home(Place(f"keeping_{kind}", str(uid), "sealed"), text.encode())


def opened_reason(kind: str, uid: uuid.UUID, sealed: bytes | memoryview) -> str:
    """Open it again. Raises Unreadable."""
    return str(
        json.loads(open_home(Place(f"keeping_{kind}", str(uid), "sealed"), sealed))["reason"]
    )
