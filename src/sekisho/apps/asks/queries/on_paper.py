"""Who of an ask no mail reaches, for the room that prints letters."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sekisho.apps.asks.models import AskState, Assignment
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.respondent_standing import link_end
from sekisho.apps.asks.queries.standing import OPEN_STATES
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One assignment that is still awaited. `contact_id` is None when nobody was written to.

    `is_without_mail`: no letter can go there by mail as things stand.
    """

    id: int
    uid: uuid.UUID
    respondent_id: int
    names: Bilingual
    contact_id: int | None
    language: str
    state: str
    link_ends: datetime
    is_without_mail: bool


def paper_cases(
    actor: Actor, ask: AskView, *, known: Iterable[int] = (), now: datetime
) -> tuple[PaperCase, ...]:
    """The awaited ones that no mail reaches, and those of `known` (inside numbers), by name.

    The caller has fetched the ask through its gate.
    """
    kept = set(known)
    rows = Assignment.objects.filter(part_filter(actor, Capability.RUN), ask_id=ask.id)
    rows = rows.filter(Q(state__in=OPEN_STATES) | Q(is_returned=True) | Q(pk__in=kept))
    found = list(rows.select_related("respondent").order_by("respondent__name", "id"))
    contacts = contacts_by_ids(row.contact_id for row in found if row.contact_id is not None)
    usable = {own for own, contact in contacts.items() if contact.is_usable}
    cases = (
        PaperCase(
            id=row.pk,
            uid=row.uid,
            respondent_id=row.respondent_id,
            names=Bilingual(row.respondent.name, row.respondent.name_en),
            contact_id=row.contact_id,
            language=row.language,
            state=row.state,
            link_ends=link_end(row, now),
            is_without_mail=row.contact_id not in usable,
        )
        for row in found
    )
    return tuple(case for case in cases if case.is_without_mail or case.id in kept)


def require_open(ask: AskView) -> None:
    """Raises Conflict unless the ask is open: only then does a link lead anywhere."""
    if ask.state != AskState.OPEN:
        raise Conflict("asks.not_open")
