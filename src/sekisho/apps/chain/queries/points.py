"""Single points of failure in columns, and who holds which information of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sekisho.apps.chain.queries.labels import labels_for
from sekisho.apps.chain.queries.overview import Row, columns_for, row_of
from sekisho.apps.inventory.queries.entries import EntryFilter, EntryRef, EntryView, every_entry
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.engines.inventory import Confidence
from sekisho.kernel.actor import Actor
from sekisho.ui.paging import PER_PAGE, Paged

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain
    from sekisho.engines.topology.weakness import Columns

KINDS = ("organisation", "site", "service", "device", "product")
MOST_COLUMNS = 12  # of information, side by side

# What a column is sorted by; the greatest first, days the fewest first.
SORTS: Mapping[str, Callable[[Columns, int], float]] = MappingProxyType(
    {
        "loss": lambda columns, node: -float(columns.loss[node]),
        "harmed": lambda columns, node: -float(columns.harmed[node]),
        "single": lambda columns, node: -float(columns.single[node]),
        "days": lambda columns, node: float(columns.stock_days[node]),
        "way": lambda columns, node: -float(columns.way_chance[node]),
        "gain": lambda columns, node: -float(columns.block_gain[node]),
        "records": lambda columns, node: -float(columns.records[node]),
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """What one holder has of one body of information; None is unknown."""

    records: int | None
    class_key: str | None
    is_encrypted: bool | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Holder:
    """One row of the matrix: who holds, how likely it falls, and a cell for each column."""

    company: OrganisationView
    taken: float
    cells: tuple[Held | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who holds what: columns with their chance to be taken, rows by records held."""

    columns: tuple[tuple[EntryRef, float], ...]
    holders: tuple[Holder, ...]
    more_columns: int
    worlds: int


def points_for(actor: Actor, chain: Chain, *, kind: str, sort: str, page: int | None) -> Paged[Row]:
    """Nodes of partners in all columns, sorted by one of them; None for all pages."""
    from sekisho.engines.chain.snapshot import NodeKind
    from sekisho.engines.topology.words import NODE_KINDS, NodeMark

    columns = columns_for(chain)
    wanted = NODE_KINDS.get(kind, NodeKind.ORGANISATION)
    key = SORTS[sort]
    nodes = [
        node
        for node in range(chain.snapshot.nodes)
        if chain.node["kind"][node] == wanted and not chain.marks[node] & NodeMark.OURS
    ]
    nodes.sort(key=lambda node: (key(columns, node), -columns.loss[node], chain.names[node]))
    part = nodes if page is None else nodes[(page - 1) * PER_PAGE : page * PER_PAGE]
    labels = labels_for(actor, chain, part)
    return Paged(tuple(row_of(columns, labels[node]) for node in part), page or 1, len(nodes))


def matrix_for(actor: Actor, chain: Chain, *, most: int = MOST_COLUMNS) -> Matrix:
    """Who holds which information, told or unknown."""
    columns = columns_for(chain)
    holdings = [one for one in every_entry(actor, EntryFilter(kind="holding")) if one.target_item]
    weights: dict[int, int] = {}
    refs: dict[int, EntryRef] = {}
    for one in holdings:
        ref = one.target_item
        if ref is not None:
            refs[ref.id] = ref
            weights[ref.id] = weights.get(ref.id, 0) + (_held(one).records or 0)
    order = sorted(refs, key=lambda own: (-weights[own], refs[own].name))
    shown = order[:most]
    return Matrix(
        columns=tuple((refs[own], _taken(chain, f"entry:{refs[own].uid}")) for own in shown),
        holders=_holders(chain, holdings, shown),
        more_columns=len(order) - len(shown),
        worlds=columns.worlds,
    )


def _holders(
    chain: Chain, holdings: Sequence[EntryView], shown: Sequence[int]
) -> tuple[Holder, ...]:
    rows: dict[int, dict[int, Held]] = {}
    companies: dict[int, OrganisationView] = {}
    for one in holdings:
        if one.target_item is not None:
            companies[one.organisation.id] = one.organisation
            cells = rows.setdefault(one.organisation.id, {})
            before = cells.get(one.target_item.id)
            cells[one.target_item.id] = _held(one) if before is None else _both(before, _held(one))
    found = [
        Holder(
            company=companies[own],
            taken=_taken(chain, f"organisation:{own}"),
            cells=tuple(cells.get(column) for column in shown),
            total=sum(one.records or 0 for one in cells.values()),
        )
        for own, cells in rows.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.company.name)))


def _held(view: EntryView) -> Held:
    facts = view.facts
    records, kept = facts.get("records"), facts.get("is_encrypted")
    kind = facts.get("class")
    return Held(
        int(records.value) if records is not None else None,
        str(kind.value) if kind is not None else None,
        None if kept is None else kept.value == "yes",
        view.weakest,
    )


def _both(one: Held, other: Held) -> Held:
    """Two holdings of the same information: the sum, encrypted only if both are."""
    known = [held.records for held in (one, other) if held.records is not None]
    states = {one.is_encrypted, other.is_encrypted}
    kept = False if False in states else None if None in states else True
    return Held(sum(known) if known else None, one.class_key or other.class_key, kept,
                one.confidence)  # fmt: skip


def _taken(chain: Chain, name: str) -> float:
    node = chain.place.get(name)
    return 0.0 if node is None else float(columns_for(chain).taken[node])
