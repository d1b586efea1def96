"""What one organisation is asked by several companies of the group at the same time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import link_of
from sekisho.apps.asks.queries.elsewhere import Elsewhere, open_elsewhere
from sekisho.apps.asks.queries.linked import linked_assignment
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.sharing.queries.matching import pairs_between
from sekisho.apps.sharing.queries.offers import is_own_voice
from sekisho.engines.questionnaire import Question, Respondent, questions_for
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Beside:
    """Another company's open ask: `same` of its `of` questions are asked here too.

    `link_uid` is the link of the same person about it, None when somebody else there has it.
    """

    place: Elsewhere
    same: int
    of: int
    link_uid: uuid.UUID | None

    @property
    def can_be_filled(self) -> bool:
        """Whether one confirmation may fill it from here."""
        return self.link_uid is not None and not self.place.is_submitted


@dataclass(frozen=True, slots=True)
class Together:
    """All of them by due date; `same` of the `of` questions here are asked by every company."""

    others: tuple[Beside, ...]
    same: int
    of: int

    @property
    def companies(self) -> int:
        """How many companies ask, this one included."""
        return len({one.place.asker_id for one in self.others}) + 1

    @property
    def fillable(self) -> tuple[Beside, ...]:
        """Those that one confirmation may fill."""
        return tuple(one for one in self.others if one.can_be_filled)


def together_for(actor: Actor, *, now: datetime) -> Together:
    """Other companies' open asks with questions of this one; nothing for links that name no person
    of this organisation. Raises NotFound before the code.
    """
    own = linked_assignment(actor)
    if not is_own_voice(actor, own):
        return Together((), 0, 0)
    shared = {question.key for question in _asked(own.set_id)}
    others, of = [], len(shared)
    for place in open_elsewhere(actor):
        pairs = pairs_between(own.set_id, place.set_id)
        if pairs:
            shared &= set(pairs)
            theirs = len(_asked(place.set_id))
            others.append(Beside(place, len(pairs), theirs, _link(actor, place, now)))
    return Together(tuple(others), len(shared) if others else 0, of)


def _asked(set_id: int) -> tuple[Question, ...]:
    return questions_for(stored_set(set_id), Respondent.SUPPLIER)


def _link(actor: Actor, place: Elsewhere, now: datetime) -> uuid.UUID | None:
    """The same person's own link: what they may write there, they may write from here."""
    if actor.link is None or place.contact_id != actor.link.holder_id:
        return None
    found = link_of(holder_id=actor.link.holder_id, subject_id=place.id, now=now)
    return found.uid if found else None
