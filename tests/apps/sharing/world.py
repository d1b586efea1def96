"""Shared supplier S, asked by home, by G and by H; Chika works at S here, and Dan at B."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sekisho.apps.asks.models import Submission
from sekisho.apps.partners.models import Contact
from sekisho.apps.sharing.actions.giving import Agreement, Given, give_answers
from sekisho.kernel.entropy import new_id
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, Holder
from tests.factories.replying import answer_all, submit


@dataclass(frozen=True, slots=True)
class Shared:
    """What H, G and home ask of S, all to the same person; H's is submitted."""

    cast: Cast
    holder: Holder
    h: Visitor
    g: Visitor
    home: Visitor
    now: datetime

    def give(self, key: str = "", at: Visitor | None = None, by: str = "ちか") -> Given:
        """Give what was answered to H to G, all of it or one answer."""
        target = at or self.g
        agreement = Agreement(by, submission_of(self.h), key)
        return give_answers(
            target.actor(self.now), source_uid=self.h.row.uid, agreement=agreement, now=self.now
        )


def at_s(cast: Cast, name: str = "ちか", email: str = "chika@s.example") -> Holder:
    """A contact of the supplier that both group companies have."""
    row = Contact.objects.create(
        uid=new_id(),
        organisation_id=cast.s.id,
        name=name,
        email=email,
        purposes=["security"],
        created_at=cast.now,
        updated_at=cast.now,
    )
    return Holder(row.pk, row.uid, cast.s.id, name, email)


def shared(cast: Cast) -> Shared:
    """H asked and was answered; then G and home asked the same."""
    holder = at_s(cast)
    h = invite(cast, open_ask(cast, asker_id=cast.h.id), holder)
    now = cast.now + timedelta(hours=1)
    answer_all(h.row, now)
    submit(h.row, now)
    g = invite(cast, open_ask(cast, asker_id=cast.g.id), holder)
    home = invite(cast, open_ask(cast), holder)
    return Shared(cast, holder, h, g, home, now + timedelta(hours=1))


def submission_of(visitor: Visitor) -> UUID:
    return Submission.objects.filter(assignment_id=visitor.assignment_id).latest("id").uid
