"""What a note to an owner says: who is still silent, by ask."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts
from sekisho.apps.asks.queries.zones import due_day
from sekisho.apps.reminders.models import StepDone
from sekisho.kernel.text import Bilingual

_OPEN = {"not_delivered", "waiting", "answering"}


@dataclass(frozen=True, slots=True)
class SilentPartner:
    """A partner and the day by which it should have answered."""

    names: Bilingual
    due_on: date


@dataclass(frozen=True, slots=True)
class SilentAsk:
    """One ask with those who are silent, the longest first."""

    uid: uuid.UUID
    title: Bilingual
    number: str
    partners: tuple[SilentPartner, ...]


def silent_of(digest_ids: Iterable[int]) -> dict[int, tuple[SilentAsk, ...]]:
    """By digest: the asks it names whose partners have not answered since; inside the house."""
    wanted = StepDone.objects.filter(digest_id__in=list(digest_ids))
    pairs = list(wanted.values_list("digest_id", "assignment_id"))
    facts = assignment_facts(own for _digest, own in pairs)
    found: dict[int, dict[int, list[AssignmentFacts]]] = defaultdict(lambda: defaultdict(list))
    for digest, own in pairs:
        one = facts.get(own)
        if digest and one is not None and _is_silent(one):
            found[digest][one.ask.id].append(one)
    return {
        digest: tuple(_silent(rows) for rows in asks.values()) for digest, asks in found.items()
    }


def _is_silent(one: AssignmentFacts) -> bool:
    return one.state in _OPEN and one.ask.state == "open"


def _silent(rows: list[AssignmentFacts]) -> SilentAsk:
    ask = rows[0].ask
    named = sorted(rows, key=lambda one: one.due_at)
    partners = tuple(
        SilentPartner(one.subject.names, due_day(one.due_at, one.respondent.country))
        for one in named
    )
    return SilentAsk(ask.uid, ask.title, ask.number, partners)
