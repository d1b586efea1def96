"""Contracts within reach; both the partner and our company that signed must be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import (
    OrganisationView,
    open_for,
    organisations_by_ids,
    reach_filter,
    seal_for,
)
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.apps.partners.models import Contract
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound

ENDING_DAYS = 90


@dataclass(frozen=True, slots=True)
class ContractWords:
    """What lies sealed of a contract."""

    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractView:
    """One contract. None says that nobody knows, of `ends_on` that it has no end."""

    id: int
    uid: uuid.UUID
    organisation: OrganisationView
    party: OrganisationView
    number: str
    starts_on: date | None
    ends_on: date | None
    notice_on: date | None
    reporting_hours: int | None
    has_personal_data: bool | None
    ended_on: date | None
    words: ContractWords
    revision: int

    @property
    def last_day(self) -> date | None:
        """The day on which it ends, or did."""
        return self.ended_on or self.ends_on

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.last_day is not None and self.last_day < today


def contracts_of(actor: Actor, organisation_id: int) -> tuple[ContractView, ...]:
    """The contracts with a partner, those without an end first, then the latest end."""
    rows = _within(actor).filter(organisation_id=organisation_id)
    found = _views(rows.order_by("id"))
    return tuple(sorted(found, key=lambda one: one.last_day or date.max, reverse=True))


def contract_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> ContractView:
    """One contract. Raises NotFound (partners.no_contract)."""
    found = _views(_within(actor, capability).filter(uid=uid))
    if not found:
        raise NotFound("partners.no_contract")
    return found[0]


def ending_contracts(actor: Actor, *, today: date, most: int) -> tuple[int, list[ContractView]]:
    """How many running contracts end, or must be given notice of, within ninety days, and the
    first of them.
    """
    last = today + timedelta(days=ENDING_DAYS)
    soon = Q(ends_on__range=(today, last)) | Q(notice_on__range=(today, last))
    rows = _within(actor).filter(soon, ended_on=None)
    shown = _views(rows.order_by("ends_on", "id")[:most])
    return (len(shown) if len(shown) < most else rows.count()), list(shown)


def standings_of(actor: Actor, organisation_ids: Iterable[int], *, today: date) -> dict[int, bool]:
    """Whether a contract runs, by partner; those of whom none is on record are absent."""
    rows = _within(actor).filter(organisation_id__in=set(organisation_ids))
    found: dict[int, bool] = {}
    for own, ends_on, ended_on in rows.values_list("organisation_id", "ends_on", "ended_on"):
        last = ended_on or ends_on
        found[own] = found.get(own, False) or last is None or last >= today
    return found


def sealed_words(organisation_id: int, uid: uuid.UUID, words: ContractWords) -> bytes:
    """Title and note, sealed with the partner's key."""
    stored = {"title": words.title, "note": words.note}
    plain = json.dumps(stored, ensure_ascii=False).encode()
    return seal_for(organisation_id, _place(uid), plain)


def _place(uid: uuid.UUID) -> Place:
    return Place("partners_contract", str(uid), "sealed")


def _within(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Contract]:
    return Contract.objects.filter(
        reach_filter(actor, capability=capability, path="organisation"),
        reach_filter(actor, capability=capability, path="party"),
    )


def _views(rows: Iterable[Contract]) -> tuple[ContractView, ...]:
    found = list(rows)
    if not found:
        return ()
    ends = {end for row in found for end in (row.organisation_id, row.party_id)}
    at = organisations_by_ids(SYSTEM, ends)
    open_keys(row.organisation_id for row in found)
    return tuple(
        ContractView(
            id=row.pk,
            uid=row.uid,
            organisation=at[row.organisation_id],
            party=at[row.party_id],
            number=row.number,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            notice_on=row.notice_on,
            reporting_hours=row.reporting_hours,
            has_personal_data=row.has_personal_data,
            ended_on=row.ended_on,
            words=_words(row),
            revision=row.revision,
        )
        for row in found
    )


def _words(row: Contract) -> ContractWords:
    stored = json.loads(open_for(row.organisation_id, _place(row.uid), row.sealed))
    return ContractWords(stored["title"], stored["note"])
