"""Where a person stands in words that somebody wrote freely: a machine does not change those.

They are named with their page, so that a person can.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from sekisho.apps.fairness.queries.consultations import talks_with
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.apps.partners.queries.contracts import contracts_of
from sekisho.apps.partners.queries.erasing import Traces
from sekisho.apps.partners.queries.pages import partner_for
from sekisho.apps.rules.queries.exceptions import exceptions_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Left:
    """One place: "exception", "contract", "note" or "talk", whose page to open, what it is called.

    `uid` is the partner's for a note and for the consultation log.
    """

    kind: str
    uid: uuid.UUID
    label: str


def left_in_words(actor: Actor, at: OrganisationView, traces: Traces) -> tuple[Left, ...]:
    """The places of an organisation within sight whose words hold the name or the address."""
    found = (*_exceptions(actor, at), *_contracts(actor, at), *_partner(actor, at))
    named = {one: None for one, words in found if any(map(traces.is_mentioned, words))}
    return tuple(named)


_Place = tuple[Left, tuple[str, ...]]


def _exceptions(actor: Actor, at: OrganisationView) -> Iterator[_Place]:
    today = timezone.localdate(clock.now())
    for one in exceptions_of(actor, at.id, today=today):
        words = (one.words.passage, one.words.reason, one.words.instead, one.words.remark)
        yield Left("exception", one.uid, one.words.passage), words


def _contracts(actor: Actor, at: OrganisationView) -> Iterator[_Place]:
    for one in contracts_of(actor, at.id):
        label = one.words.title or one.number
        yield Left("contract", one.uid, label), (one.words.title, one.words.note)


def _partner(actor: Actor, at: OrganisationView) -> Iterator[_Place]:
    """The note and the consultation log; home and companies of the group have them too."""
    yield Left("note", at.uid, ""), (partner_for(actor, at.uid).note,)
    for one in talks_with(actor, at.id):
        held = one.words
        yield Left("talk", at.uid, ""), (held.asked, held.bearing, held.documents, held.note)
