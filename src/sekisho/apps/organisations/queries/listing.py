"""Lists of organisations for the rooms above: their conditions, our reach, frozen values.

A room above builds its condition from fields of Organisation and from subqueries over its own
tables; it never holds our rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from sekisho.apps.organisations.models import Organisation, Relation
from sekisho.apps.organisations.queries.reach import reach_filter
from sekisho.apps.organisations.queries.register import VIEWED, OrganisationView, views_of
from sekisho.apps.work.queries.worded import Worded
from sekisho.engines.identity import fold_name, normalise_corporate_number
from sekisho.kernel.actor import Actor, Capability

_BATCH = 500
_ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "code": ("own_code", "name"),
    "tier": ("tier", "name"),
    "country": ("country", "name"),
    "headcount": ("headcount", "name"),
    "capital": ("capital_yen", "name"),
    "updated": ("updated_at", "name"),
}
SORTS = frozenset(_ORDERS) | {f"-{name}" for name in _ORDERS}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which organisations and in what order; `sort` is one of SORTS, anything else sorts by name.

    Home is among them only where somebody has named it. A `key` says that these conditions are
    asked often: selections of one key and reach have the same words, and are worded once.
    """

    where: Q = field(default_factory=Q, compare=False)
    sort: str = "name"
    capability: Capability = Capability.VIEW
    with_home: bool = False
    key: Hashable = None


def organisations_in(
    actor: Actor, selection: Selection, *, part: slice | None = None
) -> tuple[OrganisationView, ...]:
    """Those within reach, sorted; `part` takes some of them."""
    cut = part or slice(None)
    if selection.key is None:
        return tuple(views_of(_ordered(actor, selection)[cut]))
    rows = _PAGE.rows(actor, selection, cut.start, cut.stop)
    return tuple(OrganisationView(*row) for row in rows)


_PAGE = Worded(
    lambda actor, selection, start, stop: _ordered(actor, selection).values_list(*VIEWED)[
        start:stop
    ]
)


def values_in(actor: Actor, selection: Selection, *fields: str) -> list[tuple[Any, ...]]:
    """The given fields of those within reach, sorted: the quick way for ten thousand."""
    return list(_ordered(actor, selection).values_list(*fields))


def count_in(actor: Actor, selection: Selection) -> int:
    """How many are within reach."""
    if selection.key is None:
        return int(_rows(actor, selection).count())
    return sum(counts_by(actor, selection, "is_active").values())


def counts_by(actor: Actor, selection: Selection, *names: str) -> dict[tuple[Any, ...], int]:
    """How many there are of each combination of values of fields such as tier and country."""
    if selection.key is None:
        rows = list(_counted(actor, selection, *names))
    else:
        rows = _COUNTED.rows(actor, selection, *names)
    return {row[:-1]: row[-1] for row in rows}


def _counted(actor: Actor, selection: Selection, *names: str) -> Any:
    return _rows(actor, selection).order_by().values_list(*names).annotate(n=Count("id"))


_COUNTED = Worded(_counted)


def trading_filter(organisation_id: int | None = None, kinds: Sequence[str] = ()) -> Q:
    """A condition that keeps those with an edge to one organisation, of the given kinds.

    None means an edge to anybody; no kinds means every kind.
    """
    edges = Relation.objects.filter(kind__in=kinds) if kinds else Relation.objects.all()
    supplying, buying = edges, edges
    if organisation_id is not None:
        supplying = edges.filter(customer_id=organisation_id)
        buying = edges.filter(supplier_id=organisation_id)
    return Q(id__in=supplying.values("supplier_id")) | Q(id__in=buying.values("customer_id"))


def identify_organisations(
    actor: Actor, lines: Iterable[str], *, capability: Capability = Capability.VIEW
) -> dict[str, int]:
    """Inside numbers of lines that name exactly one organisation within reach.

    A line is an own code, a corporate number or a name, tried in that order; a line with tabs is
    tried by its cells too. Lines that fit nothing, or several, are absent.
    """
    wanted = {line: _readings(line) for line in lines}
    readings = sorted({reading for found in wanted.values() for reading in found})
    known: dict[tuple[str, str], set[int]] = {}
    for start in range(0, len(readings), _BATCH):
        _look_up(actor, readings[start : start + _BATCH], capability, known)
    hits = {line: _first_hit(found, known) for line, found in wanted.items()}
    return {line: hit for line, hit in hits.items() if hit is not None}


def _readings(line: str) -> tuple[str, ...]:
    cells = [line, *line.split("\t")]
    return tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _look_up(
    actor: Actor,
    readings: Sequence[str],
    capability: Capability,
    known: dict[tuple[str, str], set[int]],
) -> None:
    folded = {fold_name(reading)[:200] for reading in readings}
    numbers = {normalise_corporate_number(reading) for reading in readings}
    rows = Organisation.objects.filter(reach_filter(actor, capability=capability)).filter(
        Q(own_code__in=readings)
        | Q(corporate_number__in=numbers)
        | Q(folded_name__in=folded)
        | Q(name_en__in=readings)
    )
    fields = ("id", "own_code", "corporate_number", "folded_name", "name_en")
    for own, code, number, name, name_en in rows.values_list(*fields):
        keys = (("code", code), ("number", number), ("name", name), ("name_en", name_en))
        for sort, key in keys:
            if key:
                known.setdefault((sort, key), set()).add(own)


def _first_hit(readings: Sequence[str], known: dict[tuple[str, str], set[int]]) -> int | None:
    for reading in readings:
        for key in (
            ("code", reading),
            ("number", normalise_corporate_number(reading)),
            ("name", fold_name(reading)[:200]),
            ("name_en", reading),
        ):
            found = known.get(key, set())
            if len(found) == 1:
                return next(iter(found))
    return None


def _rows(actor: Actor, selection: Selection) -> Any:
    reached = reach_filter(actor, capability=selection.capability)
    rows = Organisation.objects.filter(reached, selection.where)
    return rows if selection.with_home else rows.filter(is_home=False)


def _ordered(actor: Actor, selection: Selection) -> Any:
    name = selection.sort if selection.sort in SORTS else "name"
    is_down = name.startswith("-")
    first, *rest = (F(column) for column in _ORDERS[name.removeprefix("-")])
    turned = first.desc(nulls_last=True) if is_down else first.asc(nulls_last=True)
    if first.name == "name":  # never null: the index is used only without the null rule
        turned = first.desc() if is_down else first.asc()
    return _rows(actor, selection).order_by(turned, *rest, "id")


def is_taken(name: str, value: str, *, but: int | None = None) -> bool:
    """Whether another organisation, seen or unseen, has this own code or corporate number."""
    rows = Organisation.objects.filter(**{name: value})
    return (rows if but is None else rows.exclude(id=but)).exists()
