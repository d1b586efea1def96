"""Who has which questions: for the one who handed over, for the office, for the narrower link."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.apps.accounts.queries import live_link_ids
from sekisho.apps.answering.models import HandOver
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.respondent import masked
from sekisho.apps.asks.queries.scopes import Scope, own_number, scope_of, scopes_by_ids
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.errors import NotFound

PURPOSE = VERB = "part"
KIND = "handover"


@dataclass(frozen=True, slots=True)
class HandOverView:
    """One hand-over. `is_outside` is True when the address lies at another domain than the
    partner's contact; `is_live` while its link opens.
    """

    id: int
    uid: uuid.UUID
    assignment_id: int
    given_by_link_id: int
    name: str
    email: str
    note: str
    given_by: str
    languages: tuple[str, ...]
    question_keys: tuple[str, ...]
    can_submit: bool
    is_outside: bool
    is_live: bool
    created_at: datetime
    opened_at: datetime | None
    finished_at: datetime | None
    revoked_at: datetime | None

    @property
    def masked_email(self) -> str:
        """The address as a page may show it before the code."""
        return masked(self.email)


def handover_ids_of(assignment_ids: Iterable[int]) -> frozenset[int]:
    """Inside numbers of all hand-overs there: letters name them. Inside the house only."""
    rows = HandOver.objects.filter(assignment_id__in=list(assignment_ids))
    return frozenset(rows.values_list("id", flat=True))


def handovers_for(actor: Actor, *, now: datetime) -> tuple[HandOverView, ...]:
    """All hand-overs of one's own assignment, newest first. Raises NotFound before the code, and
    for a narrower link.
    """
    rows = list(HandOver.objects.filter(assignment_id=own_number(actor)).order_by("-id"))
    if not rows:
        return ()
    scope = scope_of(actor, now=now)
    return views_of(rows, {scope.id: scope}, now)


def handovers_of_reply(
    actor: Actor, assignment_uid: uuid.UUID, *, now: datetime
) -> tuple[HandOverView, ...]:
    """The same for the office that reaches the reply. Raises NotFound."""
    found = assignment_row_for(actor, assignment_uid)
    rows = HandOver.objects.filter(assignment_id=found).order_by("-id")
    return views_of(rows, scopes_by_ids([found], now=now), now)


def handover_of_link(actor: Actor, *, now: datetime, needs_code: bool = True) -> HandOverView:
    """The hand-over that a narrower link opens.

    Raises NotFound when it was taken back, when the link that gave it no longer opens, before the
    code, and for every other kind of link.
    """
    link = actor.link
    if actor.kind is not ActorKind.LINK or link is None or VERB not in link.verbs:
        raise NotFound("entrance.link_closed")
    if needs_code and not link.is_confirmed:
        raise NotFound("entrance.link_closed")
    found = handovers_by_ids([link.holder_id], now=now).get(link.holder_id)
    if found is None or not found.is_live or found.assignment_id != link.subject_id:
        raise NotFound("entrance.link_closed")
    return found


def handed_over_in(ask_id: int) -> tuple[int, ...]:
    """The assignments of an ask of which something is handed over; for handlers of news."""
    rows = HandOver.objects.filter(assignment__ask_id=ask_id, revoked_at=None)
    return tuple(rows.order_by().values_list("assignment_id", flat=True).distinct())


def handovers_by_ids(ids: Iterable[int], *, now: datetime) -> dict[int, HandOverView]:
    """Hand-overs by number; for renderers."""
    rows = list(HandOver.objects.filter(pk__in=set(ids)))
    scopes = scopes_by_ids({row.assignment_id for row in rows}, now=now)
    return {view.id: view for view in views_of(rows, scopes, now)}


def views_of(
    rows: Iterable[HandOver], scopes: Mapping[int, Scope], now: datetime
) -> tuple[HandOverView, ...]:
    """The values of hand-over rows; for this room's own modules."""
    found = list(rows)
    givers = live_link_ids((row.given_by_link_id for row in found), now=now)
    contacts = contacts_by_ids(
        one.contact_id for one in scopes.values() if one.contact_id is not None
    )
    domains = {
        own: _domain(contacts[one.contact_id].email)
        for own, one in scopes.items()
        if one.contact_id in contacts
    }
    return tuple(
        _view(row, scopes[row.assignment_id], domains.get(row.assignment_id, ""), givers)
        for row in found
    )


def _view(row: HandOver, scope: Scope, domain: str, givers: frozenset[int]) -> HandOverView:
    words: dict[str, Any] = opened_words(scope, KIND, row.uid, row.sealed)
    return HandOverView(
        id=row.pk,
        uid=row.uid,
        assignment_id=row.assignment_id,
        given_by_link_id=row.given_by_link_id,
        name=words["name"],
        email=words["email"],
        note=words["note"],
        given_by=words["by"],
        languages=tuple(words["languages"]),
        question_keys=tuple(words["keys"]),
        can_submit=row.can_submit,
        is_outside=_domain(words["email"]) != domain,
        is_live=row.revoked_at is None and row.given_by_link_id in givers,
        created_at=row.created_at,
        opened_at=row.opened_at,
        finished_at=row.finished_at,
        revoked_at=row.revoked_at,
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
