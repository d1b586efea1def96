"""Asks as frozen values, and which of them one may see.

An ask is seen by those who may view the asking company; a sent ask of a company above is seen as
far as its subjects are in reach, and then its counts are of those subjects only.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from sekisho.apps.asks.models import Ask, AskState, Assignment
from sekisho.apps.asks.queries.profiles import Sender, letter_of, letter_with, sender_from
from sekisho.apps.asks.queries.standing import BOUNCED, OPEN_STATES
from sekisho.apps.organisations.queries import asking_filter, granted_ids, reach_filter
from sekisho.apps.partners.queries import PartnerFilter
from sekisho.apps.work.queries.worded import UID, Worded
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.reading import remembered
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class AudienceSpec:
    """Whom an ask goes to, as chosen: by a filter or by a list; nothing is chosen at first.

    `mode` is "", "filter" or "list"; `group_company` is the outside id of one of ours as text.
    """

    mode: str = ""
    tiers: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    members: str = "partners"  # partners, group, both
    group_company: str = ""
    listed: tuple[str, ...] = ()
    is_home_asked: bool = False  # when the list names it

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> AudienceSpec:
        """Read the stored form; unknown names are left out."""
        known: dict[str, Any] = {
            name: stored[name] if isinstance(stored[name], str | bool) else tuple(stored[name])
            for name in cls.__dataclass_fields__
            if name in stored
        }
        return cls(**known)

    def criteria(self, group_company_id: int | None) -> PartnerFilter:
        """The filter of the partner register that this means."""
        if self.mode == "list":
            return PartnerFilter()
        return PartnerFilter(
            tiers=self.tiers,
            tags=self.tags,
            countries=self.countries,
            kinds=self.kinds,
            group_company_id=group_company_id,
            is_group={"partners": False, "group": True}.get(self.members),
        )


@dataclass(frozen=True, slots=True)
class AskView:
    """One ask as it is stored. `letters` are its own wordings by letter key."""

    id: int
    uid: uuid.UUID
    organisation_id: int
    title: Bilingual
    reason: Bilingual
    question_set_id: int | None
    audience: AudienceSpec
    letters: Mapping[str, Any]
    sender: Sender
    answer_days: int
    due_on: date | None
    needs_approver: bool
    state: str
    created_by_uid: uuid.UUID
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None
    revision: int
    check_number: str
    erased_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == AskState.DRAFT

    @property
    def number(self) -> str:
        """The reference number that letters carry."""
        year = (self.sent_at or self.created_at).year
        return f"SK-{year}-{self.id:03d}"

    def letter(self, key: str) -> Letter:
        """The letter of that key as this ask sends it."""
        if key in self.letters:
            return letter_with(key, self.letters[key])
        return letter_of(self.organisation_id, key)


@dataclass(frozen=True, slots=True)
class RecipientCounts:
    """Recipients of one ask: all, those who have not answered, and of these the unreachable."""

    asked: int
    open: int
    bounced: int
    unreachable: int


def ask_for(actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW) -> AskView:
    """One ask that the actor may see, or for RUN may change and send. Raises NotFound."""

    def look_up() -> AskView:
        if asked is None:
            row = _ANY.first(uid=uid)
        else:
            row = Ask.objects.filter(visible_asks(actor, capability)).filter(uid=uid).first()
        if row is None:
            raise NotFound("asks.not_there")
        return frozen_ask(row)

    # Who may do this everywhere finds what whoever sees everything finds.
    asked = capability if granted_ids(actor, capability) is not None else None
    return remembered((actor, ask_for, uid, asked), look_up)


_ANY = Worded(lambda uid: Ask.objects.filter(uid=uid), uid=UID)


def visible_asks(actor: Actor, capability: Capability = Capability.VIEW) -> Q:
    """A condition over asks. Only viewing reaches up to asks of a company above."""
    own = granted_ids(actor, capability)
    if own is None:
        return Q()
    mine = Q(organisation_id__in=own)
    if capability is not Capability.VIEW:
        return mine
    reached = Assignment.objects.filter(reach_filter(actor, path="subject"), ask=OuterRef("pk"))
    above = asking_filter(actor, path="organisation") & Q(Exists(reached))
    return mine | (above & ~Q(state=AskState.DRAFT))


def recipients_of(actor: Actor, ask_id: int) -> RecipientCounts:
    """How the recipients of one ask stand, of those within reach. The caller has fetched the ask
    through its gate.
    """
    rows = Assignment.objects.filter(reach_filter(actor, path="subject"), ask_id=ask_id)
    return RecipientCounts(
        **rows.aggregate(
            asked=Count("id"),
            open=Count("id", filter=Q(state__in=OPEN_STATES)),
            bounced=Count("id", filter=BOUNCED),
            unreachable=Count("id", filter=Q(state__in=OPEN_STATES, contact_id=None)),
        )
    )


def has_sent(actor: Actor) -> bool:
    """Whether an ask that the actor may see has gone out."""
    return Ask.objects.filter(visible_asks(actor)).exclude(state=AskState.DRAFT).exists()


def asks_by_ids(ids: Iterable[int]) -> dict[int, AskView]:
    """Asks by inside number. Inside the house only, without a gate: for jobs and renderers."""
    return {row.pk: frozen_ask(row) for row in Ask.objects.filter(pk__in=set(ids))}


def frozen_ask(row: Ask) -> AskView:
    """The value of a row; for this room's own modules."""
    same = {name: getattr(row, name) for name in _SAME}
    return AskView(
        **same,
        title=Bilingual.from_dict(row.title),
        reason=Bilingual.from_dict(row.reason),
        audience=AudienceSpec.from_dict(row.audience),
        sender=sender_from(row.sender),
    )


_OWN = {"title", "reason", "audience", "sender"}
_SAME = tuple(name for name in AskView.__dataclass_fields__ if name not in _OWN)
