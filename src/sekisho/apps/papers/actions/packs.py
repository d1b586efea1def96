"""Printing letters on paper: links and codes first, then the page, then the mark that it is made.

Whoever makes the page of `prepare_pack` marks it with `mark_printed`, so that a letter that could
not be set is still to print.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from sekisho.apps.accounts.actions.cards import Card, add_cards, cards_of
from sekisho.apps.accounts.actions.links import NewLink, extend_links, issue_links, revoke_links
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.on_paper import require_open
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import PaperLine, chosen_lines
from sekisho.apps.papers.queries.packs import Pack, PackLetter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id, random_bytes
from sekisho.kernel.errors import Conflict

_NUMBERS = 10**10


@transaction.atomic
def prepare_pack(
    actor: Actor,
    *,
    uid: uuid.UUID,
    only: Sequence[uuid.UUID],
    is_new: bool = False,
    now: datetime,
) -> Pack:
    """Make links and codes for chosen letters (outside ids of assignments), by name.

    A letter keeps its number and code as long as whom it names stays the same and its link is open.
    Otherwise, and with `is_new`, what was printed before ends with its link. Raises NotFound,
    Conflict when the ask is not open or nothing is chosen, TooLarge beyond 200 letters.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    require_open(ask)
    lines = chosen_lines(actor, ask, only, now=now)
    if not lines:
        raise Conflict("papers.nothing_to_print")
    letters = _letters(lines, now)
    _renew(actor, _outdated(lines, letters, is_new=is_new), now)
    cards = _cards(actor, lines, now)
    ids = [line.case.id for line in lines]
    payload = {"letters": ids, "new": is_new}
    change = Change("papers.prepared", "ask", uid, payload=payload, count=len(ids))
    record_entry(actor, change=change, now=now)
    return Pack(
        ask,
        tuple(
            PackLetter(line.case.id, line.holder, letters[line.case.id].number, cards[_pair(line)])
            for line in lines
        ),
    )


@transaction.atomic
def mark_printed(actor: Actor, *, pack: Pack, now: datetime) -> None:
    """Note that the page of a prepared pack was made.

    Raises NotFound, Conflict when one of its letters has got another number meanwhile.
    """
    ask = ask_for(actor, pack.ask.uid, Capability.RUN)
    numbers = {letter.number for letter in pack.letters}
    rows = PaperLetter.objects.filter(assignment__ask=ask.id, number__in=numbers)
    if rows.update(printed_at=now, prints=F("prints") + 1) != len(numbers):
        raise Conflict("papers.printed_meanwhile")
    payload = {"letters": [letter.assignment_id for letter in pack.letters]}
    change = Change("papers.printed", "ask", ask.uid, payload=payload, count=len(numbers))
    record_entry(actor, change=change, now=now)


def _letters(lines: Sequence[PaperLine], now: datetime) -> dict[int, PaperLetter]:
    """The rows of these letters by assignment, made where they are missing, kept from others."""
    fresh = [
        PaperLetter(
            uid=new_id(),
            assignment_id=line.case.id,
            holder_id=_holder_id(line),
            number=_number(),
            created_at=now,
        )
        for line in lines
        if not line.number
    ]
    PaperLetter.objects.bulk_create(fresh, ignore_conflicts=True)  # whoever is first makes it
    ids = [line.case.id for line in lines]
    rows = PaperLetter.objects.select_for_update().filter(assignment_id__in=ids).order_by("pk")
    return {row.assignment_id: row for row in rows}


def _outdated(
    lines: Sequence[PaperLine], letters: Mapping[int, PaperLetter], *, is_new: bool
) -> list[tuple[PaperLetter, PaperLine]]:
    """Letters made before that must not be printed again as they are, each with its line."""
    known = [(letters[line.case.id], line) for line in lines if line.number]
    live = cards_of((row.holder_id, row.assignment_id) for row, _line in known)
    return [
        (row, line)
        for row, line in known
        if is_new or row.holder_id != _holder_id(line) or _pair(line) not in live
    ]


def _renew(actor: Actor, outdated: Sequence[tuple[PaperLetter, PaperLine]], now: datetime) -> None:
    """End what was printed before: link and number; the letters go to whom they name now."""
    if not outdated:
        return
    old = [(row.holder_id, row.assignment_id) for row, _line in outdated]
    revoke_links(actor, links=old, now=now)
    for row, line in outdated:
        row.holder_id, row.number = _holder_id(line), _number()
        row.printed_at, row.posted_on = None, None
    fields = ("holder_id", "number", "printed_at", "posted_on")
    PaperLetter.objects.bulk_update([row for row, _line in outdated], fields)


def _cards(actor: Actor, lines: Sequence[PaperLine], now: datetime) -> dict[tuple[int, int], Card]:
    """Codes of these letters, whose links are open until their answers are due."""
    ends = {_pair(line): line.case.link_ends for line in lines}
    links = [NewLink(*_pair(line), line.case.link_ends) for line in lines]
    issue_links(actor, links=links, replaces_revoked=True, now=now)
    extend_links(actor, ends=ends, now=now)
    pairs = [_pair(line) for line in lines]
    add_cards(actor, links=pairs)
    return cards_of(pairs)


def _pair(line: PaperLine) -> tuple[int, int]:
    """Holder and subject of the link."""
    return _holder_id(line), line.case.id


def _holder_id(line: PaperLine) -> int:
    return line.holder.id if line.holder else NO_CONTACT


def _number() -> str:
    """Ten random digits; the unique key of the table refuses the one in ten thousand million."""
    return str(int.from_bytes(random_bytes(16), "big") % _NUMBERS).zfill(10)
