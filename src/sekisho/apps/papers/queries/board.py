"""The letters on paper of one ask: whom no mail reaches, what was printed, what was posted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.on_paper import (
    PaperCase,
    PaperScope,
    is_somebody_unreached,
    unreached,
)
from sekisho.apps.asks.queries.respondent import NO_CONTACT
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.apps.partners.queries.postal import postal_contacts
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import TooLarge
from sekisho.ui.paging import Paged, slice_of

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One recipient on the page of printed letters.

    Nothing is printed while `printed_at` is None; `prints` counts those before, too.
    """

    case: PaperCase
    holder: ContactView | None
    number: str = ""
    prints: int = 0
    printed_at: datetime | None = None
    posted_on: date | None = None

    @property
    def state(self) -> str:
        """Where the letter is: to print, printed, posted."""
        if self.printed_at is None:
            return "to_print"
        return "posted" if self.posted_on else "printed"


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """How many letters of one ask stand where."""

    to_print: int
    printed: int
    posted: int

    @property
    def total(self) -> int:
        """Everybody who gets a letter on paper."""
        return self.to_print + self.printed + self.posted


@dataclass(frozen=True, slots=True)
class PaperBoard:
    """One page of the letters on paper of one ask, by name, and how many stand where.

    `due` and `unposted` are the next ones to print and to post, up to 200 each: outside ids.
    """

    ask: AskView
    counts: PaperCounts
    page: Paged[PaperLine]
    due: tuple[uuid.UUID, ...]
    unposted: tuple[uuid.UUID, ...]


def paper_counts(actor: Actor, uid: uuid.UUID) -> PaperCounts:
    """How many letters of an ask stand where, counted only. Raises NotFound, as for sending it.

    Every look at an ask's board comes by here, so nothing is counted where there can be none.
    """
    ask = ask_for(actor, uid, Capability.RUN)
    if not (_is_printed(ask) or is_somebody_unreached(ask)):
        return PaperCounts(0, 0, 0)
    return _counts(PaperScope(actor, ask))


def paper_board(actor: Actor, uid: uuid.UUID, *, page: int = 1, now: datetime) -> PaperBoard:
    """Everybody of an ask who gets a letter on paper. Raises NotFound, as for sending it."""
    ask = ask_for(actor, uid, Capability.RUN)
    scope = PaperScope(actor, ask)
    counts = _counts(scope)
    lines = _lines(scope.cases(_for_paper(ask), part=slice_of(page), now=now))
    return PaperBoard(
        ask=ask,
        counts=counts,
        page=Paged(lines, number=page, total=counts.total),
        due=scope.uids(_in_state(ask, "to_print"), most=MOST_AT_ONCE),
        unposted=scope.uids(_in_state(ask, "printed"), most=MOST_AT_ONCE),
    )


def chosen_lines(
    actor: Actor, ask: AskView, only: Sequence[uuid.UUID], *, now: datetime
) -> tuple[PaperLine, ...]:
    """Those of an ask fetched for sending, by name; what is not for paper is left out.

    Raises TooLarge beyond 200.
    """
    if len(only) > MOST_AT_ONCE:
        raise TooLarge("papers.too_many", limit=MOST_AT_ONCE)
    wanted = _for_paper(ask) & Q(uid__in=list(only))
    return _lines(PaperScope(actor, ask).cases(wanted, now=now))


def holders_of(cases: Sequence[PaperCase]) -> dict[int, ContactView]:
    """Whom each letter names, by assignment; absent where it names the organisation only."""
    written = contacts_by_ids(case.contact_id for case in cases if case.contact_id is not None)
    others = postal_contacts(case.respondent_id for case in cases)
    found: dict[int, ContactView] = {}
    for case in cases:
        contact = written.get(case.contact_id or NO_CONTACT)
        if contact is None or not contact.is_active:
            contact = others.get(case.respondent_id)
        if contact is not None:
            found[case.id] = contact
    return found


def _is_printed(ask: AskView) -> bool:
    return _PRINTED.first(ask_id=ask.id) is not None


_PRINTED = Worded(
    lambda ask_id: PaperLetter.objects.filter(assignment__ask=ask_id).values_list("pk")[:1],
    ask_id=NUMBER,
)


def _counts(scope: PaperScope) -> PaperCounts:
    names = PaperCounts.__dataclass_fields__
    return PaperCounts(**scope.counts(**{name: _in_state(scope.ask, name) for name in names}))


def _in_state(ask: AskView, state: str) -> Q:
    if state == "to_print":
        return unreached() & ~_printed(ask)
    return _printed(ask, posted_on__isnull=state == "printed")


def _for_paper(ask: AskView) -> Q:
    return unreached() | _printed(ask)


def _printed(ask: AskView, **conditions: object) -> Q:
    """A condition over assignments: those of this ask with a printed letter that meets these."""
    letters = PaperLetter.objects.filter(
        assignment__ask=ask.id, printed_at__isnull=False, **conditions
    )
    return Q(pk__in=letters.values("assignment_id"))


def _lines(cases: Sequence[PaperCase]) -> tuple[PaperLine, ...]:
    ids = [case.id for case in cases]
    printed = {row.assignment_id: row for row in PaperLetter.objects.filter(assignment_id__in=ids)}
    holders = holders_of(cases)
    return tuple(_line(one, printed.get(one.id), holders.get(one.id)) for one in cases)


def _line(case: PaperCase, row: PaperLetter | None, holder: ContactView | None) -> PaperLine:
    if row is None:
        return PaperLine(case, holder)
    return PaperLine(case, holder, row.number, row.prints, row.printed_at, row.posted_on)
