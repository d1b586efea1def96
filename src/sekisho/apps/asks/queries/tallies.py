"""What replies add to counts, and the counts that one actor may see.

The sealed tally counts a whole ask. Who reaches a part of it only never reads that: their replies
are opened and counted on demand, so that no other part can shine through.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.asks.models import AskTally, Assignment, Reply
from sekisho.apps.asks.queries.respondent_standing import role_of
from sekisho.apps.asks.queries.sealed import key_owner, reply_text
from sekisho.apps.asks.queries.sets import set_value
from sekisho.apps.organisations.queries import (
    home_id,
    open_for,
    open_home,
    organisations_by_ids,
    reach_filter,
    seal_for,
    seal_home,
)
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.apps.organisations.queries.viewing import viewers_of
from sekisho.engines.questionnaire import (
    QuestionSetVersion,
    Tally,
    TallyEntry,
    answers_from_json,
    recount,
    tally_of,
)
from sekisho.kernel.actor import SYSTEM, Actor, Capability

BATCH = 500
NO_TIER = "none"


@dataclass(frozen=True, slots=True)
class CountedReply:
    """One reply as the tally takes it: what it adds now and what it added before."""

    assignment_id: int
    revision: int
    counted_revision: int
    before: TallyEntry | None
    after: TallyEntry
    sealed_after: bytes


@dataclass(frozen=True, slots=True)
class AskCounts:
    """Counts of an ask's answers, and how many replies are saved but not counted yet."""

    tally: Tally
    behind: int = 0


def part_filter(actor: Actor, capability: Capability = Capability.VIEW) -> Q:
    """A condition over assignments: subject and respondent are both within reach.

    What another group company says about a shared partner stays with that company. Written with
    an "or", because two lists of the same thousands are otherwise multiplied by SQLite's planner.
    """
    subject = reach_filter(actor, capability=capability, path="subject")
    if subject == Q():
        return subject
    respondent = reach_filter(actor, capability=capability, path="respondent")
    return subject & (Q(respondent_id=F("subject_id")) | respondent)


def stale_replies(ask_id: int) -> QuerySet[Reply]:
    """Replies of an ask that the tally does not hold as they are, oldest assignment first."""
    # A subquery of its own: only so does SQLite read the index of the few that wait to be counted,
    # instead of every reply of the ask.
    waiting = Reply.objects.exclude(revision=F("counted_revision")).values("pk")
    return _light(Reply.objects.filter(assignment__ask_id=ask_id, pk__in=waiting))


def counted_replies(rows: Sequence[Reply]) -> tuple[CountedReply, ...]:
    """Open replies and work out what they add; the order is kept. Raises Unreadable."""
    slices, home = slices_of(row.assignment.subject_id for row in rows), home_id()
    open_keys(key_owner(row.assignment, home) for row in rows)
    return tuple(_counted(row, slices[row.assignment.subject_id], home) for row in rows)


def slices_of(subject_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The slices in which a subject's reply is counted: tier, country, group companies.

    A subject that no other group company sees hangs on home.
    """
    wanted = set(subject_ids)
    known, viewers, home = organisations_by_ids(SYSTEM, wanted), viewers_of(wanted), home_id()
    found = {}
    for own in wanted:
        at = known[own]
        tier = NO_TIER if at.tier is None else str(at.tier)
        groups = (f"group:{viewer}" for viewer in viewers.get(own, (home,)))
        found[own] = (f"tier:{tier}", f"country:{at.country}", *groups)
    return found


def set_of_ask(row: Assignment) -> QuestionSetVersion:
    """The question set of an assignment whose ask and set were fetched with it."""
    held = row.ask.question_set
    assert held is not None  # noqa: S101 - an ask without questions is never sent
    return set_value(held.pk, held.content_hash)


def entry_of(reply: Reply, slices: tuple[str, ...]) -> TallyEntry:
    """What a reply adds to counts. Raises Unreadable."""
    row = reply.assignment
    answers = answers_from_json(reply_text(row, reply.sealed).encode())
    return TallyEntry(tally_of(set_of_ask(row), answers, role_of(row)), slices)


def read_tally(row: AskTally) -> Tally:
    """The tally of a stored row; empty before the first count."""
    return (
        Tally() if row.sealed is None else Tally.from_json(open_home(_tally_place(row), row.sealed))
    )


def sealed_tally(row: AskTally, tally: Tally) -> bytes:
    """A tally sealed for its row with home's key."""
    return seal_home(_tally_place(row), tally.as_json())


def counts_for(actor: Actor, ask_id: int) -> AskCounts:
    """The counts of an ask that the actor has been shown, restricted to what is in reach."""
    part = part_filter(actor)
    if part == Q():
        held = AskTally.objects.filter(pk=ask_id).first()
        tally = read_tally(held) if held else Tally()
        return AskCounts(tally, stale_replies(ask_id).count())
    return AskCounts(recount(entries_of(reached_replies(actor, ask_id))))


def reached_replies(actor: Actor, ask_id: int) -> QuerySet[Reply]:
    """The replies of an ask within reach, with their assignments, oldest assignment first."""
    reached = Assignment.objects.filter(part_filter(actor), ask_id=ask_id)
    rows = Reply.objects.filter(assignment__in=reached)
    return _light(rows).defer("counted_sealed")


def _light(rows: QuerySet[Reply]) -> QuerySet[Reply]:
    """Only what counting needs: the text of a question set would be read anew with every row."""
    own = ("sealed", "revision", "counted_revision", "counted_sealed")
    with_it = ("uid", "subject_id", "respondent_id", "ask__question_set__content_hash")
    found = rows.select_related("assignment__ask__question_set")
    return found.only(*own, *(f"assignment__{name}" for name in with_it)).order_by("pk")


def opened_rows(rows: QuerySet[Reply]) -> list[Reply]:
    """The rows with the keys of all their replies at hand."""
    found, home = list(rows), home_id()
    open_keys(key_owner(row.assignment, home) for row in found)
    return found


def entries_of(replies: QuerySet[Reply]) -> Iterable[TallyEntry]:
    """What these replies add, each opened. Raises Unreadable."""
    rows = opened_rows(replies)
    slices = slices_of(row.assignment.subject_id for row in rows)
    return (entry_of(row, slices[row.assignment.subject_id]) for row in rows)


def held_entries(replies: QuerySet[Reply]) -> Iterable[TallyEntry]:
    """What the tally holds of these replies, which were counted before. Raises Unreadable."""
    home = home_id()
    found = replies.values_list("assignment__uid", "counted_sealed")
    return (
        TallyEntry.from_json(open_for(home, _counted_place(uid), held))
        for uid, held in found
        if held is not None
    )


def _counted(row: Reply, slices: tuple[str, ...], home: int) -> CountedReply:
    place = _counted_place(row.assignment.uid)
    before = row.counted_sealed
    after = entry_of(row, slices)
    return CountedReply(
        assignment_id=row.pk,
        revision=row.revision,
        counted_revision=row.counted_revision,
        before=None if before is None else TallyEntry.from_json(open_for(home, place, before)),
        after=after,
        sealed_after=seal_for(home, place, after.as_json()),
    )


def _counted_place(uid: uuid.UUID) -> Place:
    return Place("asks_counted", str(uid), "counted_sealed")


def _tally_place(row: AskTally) -> Place:
    return Place("asks_tally", str(row.pk), "sealed")


def labelled(slices: Mapping[str, int], kind: str) -> dict[str, int]:
    """Replies per slice of one kind ("tier", "country", "group"), keyed by what follows it."""
    mark = f"{kind}:"
    return {key.removeprefix(mark): n for key, n in slices.items() if key.startswith(mark)}
