"""Several findings at once: what doing something with them would mean, and one gap at many."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from sekisho.apps.measures.events import Conversation, conversations_of
from sekisho.apps.measures.models import Finding, FindingState, OpenLetter
from sekisho.apps.measures.queries.due import WRITTEN_STATES
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.narrowing import OPEN_STATES, overdue_condition
from sekisho.apps.measures.queries.sealed import open_words
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of

MOST_AT_ONCE = 500
# Which states something can be done with together.
FITTING: dict[str, tuple[str, ...]] = {
    "remind": WRITTEN_STATES,
    "propose": WRITTEN_STATES,
    "confirm": (FindingState.DONE,),
}


@dataclass(frozen=True, slots=True)
class Together:
    """What would happen: findings that fit and do not, partners, letters and why not more."""

    fits: tuple[uuid.UUID, ...]
    left_out: int
    partners: int
    planned: int
    letters: int
    unreachable: int
    written_today: int


@dataclass(frozen=True, slots=True)
class GapView:
    """The same gap wherever it was found, in counts of findings by state."""

    gap: str
    question: Bilingual
    is_high: bool
    partners: int
    open: int
    planned: int
    done: int
    asked: int
    settled: int
    overdue: int

    @property
    def total(self) -> int:
        """All but those withdrawn."""
        return self.open + self.planned + self.done + self.asked + self.settled


def together_for(
    actor: Actor, *, uids: Iterable[uuid.UUID], action: str, now: datetime
) -> Together:
    """Look over doing something with these findings, of which 500 at most are looked at.

    Those out of reach for following up are not there. Raises NotFound for an unknown action.
    """
    if action not in FITTING:
        raise NotFound("measures.not_there")
    wanted = list(dict.fromkeys(uids))[:MOST_AT_ONCE]
    rows = list(
        rows_for(actor, Capability.FOLLOW_UP).filter(uid__in=wanted).defer("sealed").order_by("id")
    )
    fitting = [row for row in rows if row.state in FITTING[action]]
    letters, unreachable, today = _letters(fitting, now) if action != "confirm" else (0, 0, 0)
    return Together(
        fits=tuple(row.uid for row in fitting),
        left_out=len(rows) - len(fitting),
        partners=len({row.organisation_id for row in fitting}),
        planned=sum(row.state == FindingState.PLANNED for row in fitting),
        letters=letters,
        unreachable=unreachable,
        written_today=today,
    )


def _letters(rows: Sequence[Finding], now: datetime) -> tuple[int, int, int]:
    """How many letters would go, to how many partners none can, and who has had one today."""
    at = conversations_by_finding(rows)
    people: dict[tuple[int, int], Conversation] = {}
    unreachable: set[int] = set()
    for row in rows:
        found = at.get(row.pk)
        if found is None or found.contact_id is None:
            unreachable.add(row.organisation_id)
        else:
            people[found.contact_id, row.asked_by_id] = found
    written = _written_today(people, now)
    return len(people) - len(written), len(unreachable), len(written)


def _written_today(
    people: dict[tuple[int, int], Conversation], now: datetime
) -> set[tuple[int, int]]:
    days = {key: now.astimezone(at.zone).date() for key, at in people.items()}
    rows = OpenLetter.objects.filter(
        role=OpenLetter.Role.PARTNER,
        contact_id__in={contact for contact, _asker in people},
        on_day__in=set(days.values()),
    ).values_list("contact_id", "asked_by_id", "on_day")
    return {(contact, asker) for contact, asker, day in rows if days.get((contact, asker)) == day}


def conversations_by_finding(rows: Iterable[Finding]) -> dict[int, Conversation]:
    """With whom one talks about each finding; for this room's own actions."""
    found: dict[int, Conversation] = {}
    by_source: dict[str, list[Finding]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    for source, some in by_source.items():
        at = conversations_of(source, {row.source_id for row in some})
        found.update({row.pk: at[row.source_id] for row in some if row.source_id in at})
    return found


def gaps_for(actor: Actor, *, today: date, number: int = 1) -> Paged[GapView]:
    """Gaps that are open somewhere, most partners first; one finding each is opened."""
    grouped = list(_grouped(rows_for(actor), today))
    live = [one for one in grouped if one["live"]]
    live.sort(key=lambda one: (-int(str(one["live"])), str(one["gap_hash"])))
    return Paged(_gaps(live[slice_of(number)]), number, len(live))


def gap_for(actor: Actor, gap: str, *, today: date) -> GapView:
    """One gap. Raises NotFound when it was found nowhere within reach."""
    some = list(_grouped(rows_for(actor).filter(gap_hash=gap), today))
    if not gap or not some:
        raise NotFound("measures.not_there")
    return _gaps(some)[0]


def _grouped(rows: QuerySet[Finding], today: date) -> QuerySet[Finding, dict[str, object]]:
    known = rows.exclude(gap_hash="").exclude(state=FindingState.WITHDRAWN)
    return (
        known.order_by()
        .values("gap_hash")
        .annotate(
            sample=Min("pk"),
            live=Count("organisation", distinct=True, filter=Q(state__in=OPEN_STATES)),
            open_n=Count("pk", filter=Q(state=FindingState.OPEN)),
            planned_n=Count("pk", filter=Q(state=FindingState.PLANNED)),
            done_n=Count("pk", filter=Q(state=FindingState.DONE)),
            asked_n=Count("pk", filter=Q(state=FindingState.ASKED)),
            all_n=Count("pk"),
            high_n=Count("pk", filter=Q(is_high=True)),
            late_n=Count("pk", filter=overdue_condition(today)),
        )
    )


def _gaps(some: Sequence[dict[str, object]]) -> tuple[GapView, ...]:
    samples = Finding.objects.in_bulk([int(str(one["sample"])) for one in some])
    return tuple(_gap(one, samples[int(str(one["sample"]))]) for one in some)


def _gap(one: dict[str, object], sample: Finding) -> GapView:
    n = {name: int(str(value)) for name, value in one.items() if name != "gap_hash"}
    live = n["open_n"] + n["planned_n"] + n["done_n"] + n["asked_n"]
    return GapView(
        gap=str(one["gap_hash"]),
        question=open_words(sample, sample.uid, sample.sealed).question,
        is_high=n["high_n"] > 0,
        partners=n["live"],
        open=n["open_n"],
        planned=n["planned_n"],
        done=n["done_n"],
        asked=n["asked_n"],
        settled=n["all_n"] - live,
        overdue=n["late_n"],
    )
