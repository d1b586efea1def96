"""A part of Chika's questions in the hands of somebody at a vendor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.queries import actor_of_link, links_of_holders
from sekisho.apps.answering.actions.handovers import NewHandOver, hand_over
from sekisho.apps.answering.models import HandOver
from sekisho.kernel.actor import Actor
from tests.factories.answering import Visitor

KEYS = ("M22-RR-01", "M22-RR-02")
OTHER = "M22-RR-03"
VENDOR = "vendor@it.example"


@dataclass(frozen=True, slots=True)
class Part:
    """One hand-over with its narrower link."""

    uid: UUID
    row_id: int
    link_uid: UUID
    token: str

    def actor(self, now: datetime, *, is_confirmed: bool = True) -> Actor:
        return actor_of_link(self.link_uid, is_confirmed=is_confirmed, now=now)


def handed(visitor: Visitor, now: datetime, **more) -> Part:
    values = {"name": "業者", "email": VENDOR, "question_keys": KEYS, "by": "ちか", **more}
    uid = hand_over(visitor.actor(now), to=NewHandOver(**values), now=now)
    row = HandOver.objects.get(uid=uid)
    link = links_of_holders([row.pk], purpose="part")[row.pk]
    token = token_of(holder_id=row.pk, subject_id=visitor.assignment_id, purpose="part")
    return Part(uid, row.pk, link.uid, token)
