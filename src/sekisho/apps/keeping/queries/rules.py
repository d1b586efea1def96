"""The times of keeping: what each kind holds, from when it counts, and how much is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.accounts.queries import administers_all, ended_links, names_of
from sekisho.apps.asks.queries import erasing as of_asks
from sekisho.apps.keeping.models import Kind, Rule
from sekisho.apps.keeping.queries.holds import Spared, spared
from sekisho.apps.keeping.queries.moments import months_before
from sekisho.apps.mail.queries import erasing as of_mail
from sekisho.apps.measures.queries import erasing as of_measures
from sekisho.apps.partners.queries import erasing as of_partners
from sekisho.apps.rules.queries import erasing as of_rules
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Forbidden, NotFound

KINDS = tuple(Kind.values)
MOST_MONTHS = 360
_PORTION = 1_000


@dataclass(frozen=True, slots=True)
class RuleView:
    """One kind: for how many months it is kept (None: for good), how much there is, how much due.

    `by` and `changed_at` are empty while nobody has decided.
    """

    kind: str
    months: int | None
    held: int
    due: int
    by: str
    changed_at: datetime | None


def require_keeper(actor: Actor) -> None:
    """Raise Forbidden unless the actor administers the lead company."""
    if not administers_all(actor):
        raise Forbidden("keeping.not_granted")


def rules_for(actor: Actor, *, now: datetime) -> tuple[RuleView, ...]:
    """Every kind in its order. Raises Forbidden for all but administrators at home."""
    require_keeper(actor)
    rows = {row.kind: row for row in Rule.objects.all()}
    names = names_of({row.by_uid for row in rows.values() if row.by_uid})
    held, found = spared(), []
    for kind in KINDS:
        row = rows.get(kind)
        months = row.months if row else None
        found.append(
            RuleView(
                kind=kind,
                months=months,
                held=_HELD[kind](),
                due=0 if months is None else due_count(kind, months, held, now=now),
                by=names.get(row.by_uid, "") if row and row.by_uid else "",
                changed_at=row.changed_at if row else None,
            )
        )
    return tuple(found)


def rule_for(actor: Actor, kind: str, *, now: datetime) -> RuleView:
    """One of them. Raises Forbidden, NotFound for an unknown kind."""
    found = {one.kind: one for one in rules_for(actor, now=now)}
    if kind not in found:
        raise NotFound("keeping.no_kind")
    return found[kind]


def due_with(actor: Actor, kind: str, months: int | None, *, now: datetime) -> int:
    """How much would be due with another time. Raises Forbidden."""
    require_keeper(actor)
    return 0 if months is None else due_count(kind, months, spared(), now=now)


def months_of(kind: str) -> int | None:
    """The time of a kind; for this room's own modules."""
    return Rule.objects.filter(pk=kind).values_list("months", flat=True).first()


def due_count(kind: str, months: int, held: Spared, *, now: datetime) -> int:
    """How much of a kind is due; for this room's own modules."""
    before = months_before(now, months)
    if kind == Kind.ANSWERS:
        over = of_rules.count_over_exceptions(before, held.organisation_ids, held.links)
        return of_asks.count_due_replies(before, held.asks) + over
    if kind == Kind.EVIDENCE:
        proofs = of_measures.count_due_proofs(before, held.measures)
        return of_asks.count_due_files(before, held.asks) + proofs
    if kind == Kind.LETTERS:
        letters = of_mail.count_due_letters(before, held.mail)
        return letters + len(due_links(before, held))
    return len(of_partners.removed_contacts(before, spared=held.organisation_ids))


def due_links(
    before: datetime,
    held: Spared,
    among: tuple[int, ...] | None = None,
    *,
    size: int | None = None,
) -> tuple[int, ...]:
    """Links that ended before a moment and can never open again, by number; some or all, or the
    first of them. Looked at in portions: a house of ten thousand partners has many.

    Those of open asks, with open points, or on hold stay: an extension may bring them back.
    """
    found: list[int] = []
    after = 0
    while portion := ended_links(before, among, after=after, size=_PORTION):
        subjects = {subject for _own, subject in portion}
        stay = of_asks.in_open_asks(subjects) | of_measures.with_open_points(subjects) | held.links
        found += [own for own, subject in portion if subject not in stay]
        if size is not None and len(found) >= size:
            break
        after = portion[-1][0]
    return tuple(found[:size])


_HELD = {
    Kind.ANSWERS.value: lambda: of_asks.count_replies() + of_rules.count_exceptions(),
    Kind.EVIDENCE.value: lambda: of_asks.count_files() + of_measures.count_proofs(),
    Kind.LETTERS.value: of_mail.count_letters,
    Kind.CONTACTS.value: of_partners.count_removed,
}
