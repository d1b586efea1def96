"""An ask to a handful of partners of one kind, answered in known ways, written down directly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sekisho.apps.asks.jobs.tally import count_ask
from sekisho.apps.asks.models import Ask, Assignment, AssignmentState, Reply
from sekisho.apps.asks.queries.sealed import sealed_reply
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.organisations.actions import (
    NewOrganisation,
    NewRelation,
    add_relations,
    create_organisations,
    refresh_reach,
)
from sekisho.apps.organisations.models import Organisation
from sekisho.apps.partners.models import Contact
from sekisho.engines.questionnaire import Answer, StoredAnswer, reply_as_json
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.entropy import new_id
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, Holder


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask with one visitor for each partner, in order."""

    ask: Ask
    visitors: tuple[Visitor, ...]

    @property
    def keys(self) -> list[str]:
        """Questions without a condition that are answered by yes or no."""
        found = stored_set(self.ask.question_set_id or 0)
        return [q.key for q in found.questions if q.kind.value == "yes_no" and not q.condition]


def partners(cast: Cast, count: int, customer_id: int | None = None) -> list[int]:
    """So many suppliers of the first tier with ten employees each; inside numbers."""
    firms = [NewOrganisation(f"架空部品{n}株式会社", own_code=f"P-{n:03d}") for n in range(count)]
    ids = create_organisations(SYSTEM, organisations=firms, now=cast.now)
    to = customer_id or cast.home.id
    edges = [NewRelation(own, to, "procurement", "部品") for own in ids]
    add_relations(SYSTEM, relations=edges, now=cast.now)
    refresh_reach(SYSTEM, now=cast.now)
    Organisation.objects.filter(pk__in=ids).update(headcount=10, tier=1)
    return list(ids)


def asked(cast: Cast, ids: list[int]) -> Asked:
    """An open ask to these."""
    ask = open_ask(cast)
    return Asked(ask, tuple(invite(cast, ask, _holder(cast, own)) for own in ids))


def replied(cast: Cast, visitor: Visitor, given: Mapping[str, str]) -> None:
    """A submitted reply with these choices, counted."""
    row = Assignment.objects.get(pk=visitor.assignment_id)
    at = cast.now + timedelta(hours=1)
    stored = {
        key: StoredAnswer(Answer((choice,)), 1, at.isoformat(), "x")
        for key, choice in given.items()
    }
    sealed = sealed_reply(row, reply_as_json(stored).decode())
    Reply.objects.update_or_create(
        assignment=row, defaults={"sealed": sealed, "updated_at": at, "counted_revision": 0}
    )
    row.state, row.submitted_at = AssignmentState.SUBMITTED, at
    row.answered = row.shown = len(given)
    row.save()
    count_ask(row.ask_id)


def _holder(cast: Cast, organisation_id: int) -> Holder:
    mail = f"p{organisation_id}@p.example"
    row = Contact.objects.create(
        uid=new_id(), organisation_id=organisation_id, name="担当", email=mail,
        language="ja", purposes=["security"], created_at=cast.now, updated_at=cast.now,
    )  # fmt: skip
    return Holder(row.pk, row.uid, organisation_id, row.name, mail)
