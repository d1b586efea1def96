"""An open ask with its assignments and personal links, as they stand after a wave was sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sekisho.apps.accounts.actions import NewLink, issue_links, token_of
from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.asks.models import Ask, AskState, Assignment, AssignmentState, QuestionSetVersion
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.entropy import new_id
from tests.factories.cast import Cast, Holder

ALERT = "meti2022-alert"
SENDER = {
    "department": {"ja": "情報セキュリティ室", "en": "Security Office"},
    "contact_name": {"ja": "あおい", "en": "Aoi"},
    "contact_email": "security@home.example",
    "contact_phone": "03-0000-0000",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """One respondent with an assignment and a link."""

    assignment_id: int
    link_uid: uuid.UUID
    token: str
    holder: Holder

    def actor(self, now: datetime, *, is_confirmed: bool = True) -> Actor:
        return actor_of_link(self.link_uid, is_confirmed=is_confirmed, now=now)

    @property
    def row(self) -> Assignment:
        return Assignment.objects.select_related("ask").get(pk=self.assignment_id)


def open_ask(
    cast: Cast, *, set_key: str = ALERT, needs_approver: bool = False, asker_id: int | None = None
) -> Ask:
    """An ask of home that has been sent."""
    if not QuestionSetVersion.objects.filter(key=set_key).exists():
        load_question_sets(SYSTEM, now=cast.now)
    return Ask.objects.create(
        uid=new_id(),
        organisation_id=asker_id or cast.home.id,
        title={"ja": "緊急点検のお願い", "en": "Emergency check"},
        reason={
            "ja": "取引先を経由した攻撃が増えています。",
            "en": "Attacks through partners are increasing.",
        },
        question_set=QuestionSetVersion.objects.filter(key=set_key).latest("id"),
        sender=SENDER,
        needs_approver=needs_approver,
        state=AskState.OPEN,
        created_by_uid=cast.aoi.uid or new_id(),
        created_at=cast.now,
        updated_at=cast.now,
        sent_at=cast.now,
    )


def invite(
    cast: Cast, ask: Ask, holder: Holder, *, subject_id: int | None = None, due_days: int = 7
) -> Visitor:
    """Ask one contact, by default about its own organisation."""
    row = Assignment.objects.create(
        uid=new_id(),
        ask=ask,
        subject_id=subject_id or holder.organisation_id,
        respondent_id=holder.organisation_id,
        contact_id=holder.id,
        state=AssignmentState.WAITING,
        due_at=cast.now + timedelta(days=due_days),
        created_at=cast.now,
    )
    link = NewLink(holder.id, row.pk, cast.now + timedelta(days=400))
    issue_links(SYSTEM, links=[link], now=cast.now)
    found = link_of_subject(row.pk)
    assert found is not None
    token = token_of(holder_id=holder.id, subject_id=row.pk)
    return Visitor(row.pk, found.uid, token, holder)


def later(cast: Cast, **span: int) -> Cast:
    """The same cast at a later moment."""
    return replace(cast, now=cast.now + timedelta(**span))
