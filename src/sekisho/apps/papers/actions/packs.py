"""Printing letters on paper, and confirming that they were posted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from sekisho.apps.accounts.actions.cards import raise_cards
from sekisho.apps.accounts.actions.links import NewLink, extend_links, issue_links
from sekisho.apps.asks.actions.on_paper import hand_over_on_paper
from sekisho.apps.asks.queries.on_paper import require_open
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.asks.queries.zones import zone_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import home_view
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.packs import (
    MOST_AT_ONCE,
    PaperBoard,
    PaperLine,
    holders_of,
    paper_board,
)
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import Conflict, Invalid

_NUMBERS = 10**10


@dataclass(frozen=True, slots=True)
class PackWish:
    """Which letters: those chosen (outside ids of assignments), else the next ones to print.

    `is_new` gives each another code and link, and ends those printed before.
    """

    only: tuple[uuid.UUID, ...] = ()
    is_new: bool = False


@transaction.atomic
def print_pack(actor: Actor, *, uid: uuid.UUID, wish: PackWish, now: datetime) -> tuple[int, ...]:
    """Make links and codes for up to 200 letters; returns their assignments in the order of names.

    Raises NotFound, Conflict when the ask is not open or nothing is left to print.
    """
    board = paper_board(actor, uid, now=now)
    require_open(board.ask)
    lines = _wanted(board, wish)
    if not lines:
        raise Conflict("papers.nothing_to_print")
    rows = _letters(lines, now)
    pairs = [(row.holder_id, row.assignment_id) for row in rows]
    ends = {line.case.id: line.case.link_ends for line in lines}
    links = [NewLink(holder, own, ends[own]) for holder, own in pairs]
    issue_links(actor, links=links, replaces_revoked=True, now=now)
    extend_links(actor, ends=ends, now=now)
    raise_cards(actor, links=pairs, is_new=wish.is_new, now=now)
    ids = [row.pk for row in rows]
    PaperLetter.objects.filter(pk__in=ids).update(printed_at=now, prints=F("prints") + 1)
    if wish.is_new:
        PaperLetter.objects.filter(pk__in=ids).update(posted_on=None)
    payload = {"letters": [line.case.id for line in lines], "new": wish.is_new}
    change = Change("papers.printed", "ask", uid, payload=payload, count=len(lines))
    record_entry(actor, change=change, now=now)
    return tuple(line.case.id for line in lines)


@transaction.atomic
def confirm_posted(
    actor: Actor,
    *,
    uid: uuid.UUID,
    only: Sequence[uuid.UUID] = (),
    posted_on: date,
    now: datetime,
) -> int:
    """Note the day on which printed letters were posted: chosen ones, else all that are printed
    and not posted yet. They count as handed over from then on. Returns how many.

    Raises NotFound, Conflict when the ask is not open or nothing waits to be posted, Invalid for a
    day to come or one before the printing.
    """
    board = paper_board(actor, uid, now=now)
    require_open(board.ask)
    lines = [line for line in board.lines if line.state == "printed"]
    lines = [line for line in lines if not only or line.case.uid in only]
    if not lines:
        raise Conflict("papers.nothing_to_post")
    zone = zone_of(home_view().country)
    first = min(line.printed_at.astimezone(zone).date() for line in lines if line.printed_at)
    if not first <= posted_on <= now.astimezone(zone).date():
        raise Invalid("papers.day_wrong")
    ids = [line.case.id for line in lines]
    PaperLetter.objects.filter(assignment_id__in=ids).update(posted_on=posted_on)
    hand_over_on_paper(actor, ask=board.ask, assignment_ids=ids, now=now)
    payload = {"letters": ids, "on": posted_on.isoformat()}
    change = Change("papers.posted", "ask", uid, payload=payload, count=len(ids))
    record_entry(actor, change=change, now=now)
    return len(ids)


def _wanted(board: PaperBoard, wish: PackWish) -> Sequence[PaperLine]:
    if wish.only:
        lines = [line for line in board.lines if line.case.uid in wish.only]
    else:
        lines = [line for line in board.lines if line.state == "to_print"]
    return lines[:MOST_AT_ONCE]


def _letters(lines: Sequence[PaperLine], now: datetime) -> list[PaperLetter]:
    """The rows of these letters, made where they are missing; the order is kept."""
    ids = [line.case.id for line in lines]
    known = {row.assignment_id: row for row in PaperLetter.objects.filter(assignment_id__in=ids)}
    holders = holders_of([line.case for line in lines])
    fresh = [
        PaperLetter(
            uid=new_id(),
            assignment_id=own,
            holder_id=holders[own].id if own in holders else NO_CONTACT,
            number=_number(),
            printed_at=now,
            created_at=now,
        )
        for own in ids
        if own not in known
    ]
    PaperLetter.objects.bulk_create(fresh)
    known.update((row.assignment_id, row) for row in fresh)
    return [known[own] for own in ids]


def _number() -> str:
    """Ten random digits; the unique key of the table refuses the one in ten thousand million."""
    return str(int.from_bytes(random_bytes(16), "big") % _NUMBERS).zfill(10)
