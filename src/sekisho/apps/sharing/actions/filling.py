"""Submitting one reply fills those to other companies of the group, by one confirmation."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import actor_of_link
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.queries.linked import linked_assignment
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for
from sekisho.apps.sharing.actions.giving import Agreement, give_answers
from sekisho.apps.sharing.queries.together import Beside, together_for
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Filling:
    """What somebody confirms: their name, which other assignments, and whether those with nothing
    left open are submitted too.
    """

    by: str
    wanted: frozenset[uuid.UUID]
    submits: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of one other request: answers written, questions still open, whether submitted.

    `problem` says why nothing was written.
    """

    company: Bilingual
    count: int = 0
    left: int = 0
    is_submitted: bool = False
    problem: Problem | None = None


def fill_others(actor: Actor, *, filling: Filling, now: datetime) -> tuple[Filled, ...]:
    """Give what was just submitted to the other companies that the same person was asked by.

    Each is a transaction and a consent of its own: one that fails leaves the others. The caller has
    seen that the code came by mail to that person. Raises Invalid without a name or a choice,
    Conflict before this reply was submitted, NotFound before the code.
    """
    receipts = receipts_for(actor)
    if not receipts:
        raise Conflict("sharing.submit_first")
    if not filling.by.strip():
        raise Invalid("sharing.no_name", limit=120)
    chosen = _chosen(together_for(actor, now=now).fillable, filling.wanted)
    if not chosen:
        raise Invalid("sharing.nobody_chosen")
    source, last = linked_assignment(actor).uid, receipts[0]
    agreement = Agreement(filling.by, last.uid)
    signer = Signer(filling.by, last.department, last.approver) if filling.submits else None
    return tuple(_filled(one, source, agreement, signer, now) for one in chosen)


def _chosen(offered: Collection[Beside], wanted: frozenset[uuid.UUID]) -> list[Beside]:
    return [one for one in offered if one.place.uid in wanted]


def _filled(
    one: Beside, source: uuid.UUID, agreement: Agreement, signer: Signer | None, now: datetime
) -> Filled:
    if one.link_uid is None:
        raise NotFound("sharing.nothing_offered")
    # The same person's other link: the code that was mailed to this person opens it here.
    other = actor_of_link(one.link_uid, is_confirmed=True, now=now)
    try:
        given = give_answers(other, source_uid=source, agreement=agreement, now=now)
    except Problem as problem:
        return Filled(one.place.asker, problem=problem)
    reply = reply_for(other, now=now)
    progress = reply.progress
    is_submitted = signer is not None and progress.is_complete
    if signer is not None and is_submitted:
        try:
            submit_reply(other, signer=signer, seen_revision=reply.revision, now=now)
        except (Conflict, Invalid):  # somebody wrote meanwhile: it stays filled
            is_submitted = False
    left = len(progress.missing_keys) + len(progress.faults)
    return Filled(one.place.asker, given.count, left, is_submitted)
