"""Names for the nodes of a chain, fetched through the gate when they are shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for
from sekisho.apps.inventory.queries.naming import refs_by_uid
from sekisho.apps.organisations.queries import (
    OrganisationView,
    Selection,
    organisation_for,
    organisations_by_ids,
    organisations_in,
    search_filter,
)
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound

if TYPE_CHECKING:
    from sekisho.engines.topology.chain import Chain

_ENTRY, _SITE_OF, _ORGANISATION = "entry:", "site-of:", "organisation:"
_HITS = 12


@dataclass(frozen=True, slots=True)
class Label:
    """What a page calls a node.

    `kind` is a kind of the inventory, "organisation", "ours" for the goal, or "site" with an empty
    name for a site that was assumed. `uid` is the outside id of the entry or the organisation.
    """

    node: int
    kind: str
    name: str
    company: OrganisationView | None
    uid: uuid.UUID | None

    @property
    def is_entry(self) -> bool:
        """Whether the inventory has a page of it."""
        return self.uid is not None and (self.company is None or self.uid != self.company.uid)


def labels_for(actor: Actor, chain: Chain, nodes: Iterable[int]) -> dict[int, Label]:
    """What these nodes are called; three queries for all of them."""
    wanted = sorted({int(node) for node in nodes})
    owners = {int(chain.owner[node]) for node in wanted}
    at = organisations_by_ids(actor, owners - {0})
    uids = {node: _entry_uid(chain.names[node]) for node in wanted}
    refs = refs_by_uid(actor, (uid for uid in uids.values() if uid is not None))
    found = {}
    for node in wanted:
        company, uid = at.get(int(chain.owner[node])), uids[node]
        ref = refs.get(uid) if uid is not None else None
        if ref is not None:
            found[node] = Label(node, ref.kind, ref.name, company, ref.uid)
        elif company is not None:
            kind = "organisation" if chain.names[node].startswith(_ORGANISATION) else "site"
            name = company.name if kind == "organisation" else ""
            found[node] = Label(node, kind, name, company, company.uid)
        else:
            found[node] = Label(node, "ours", "", None, None)
    return found


def node_for(actor: Actor, chain: Chain, uid: uuid.UUID) -> int:
    """The node of an entry or an organisation by outside id. Raises NotFound."""
    node = chain.place.get(f"{_ENTRY}{uid}")
    if node is None:
        own = organisation_for(actor, uid).id
        node = chain.place.get(f"{_ORGANISATION}{own}")
    if node is None:
        raise NotFound("chain.not_in_chain")
    return node


def nodes_named(actor: Actor, chain: Chain, words: str) -> tuple[int, ...]:
    """The first nodes whose name or code fits the words: organisations, then their things."""
    if not words.strip():
        return ()
    selection = Selection(search_filter(words.strip()), with_home=True)
    bodies = organisations_in(actor, selection, part=slice(0, _HITS))
    names = [f"{_ORGANISATION}{one.id}" for one in bodies]
    things = entries_for(actor, EntryFilter(query=words))
    names += [f"{_ENTRY}{one.uid}" for one in things if not one.kind.is_link]
    found = (chain.place.get(name) for name in names)
    return tuple(node for node in found if node is not None)[: 2 * _HITS]


def _entry_uid(name: str) -> uuid.UUID | None:
    return uuid.UUID(name.removeprefix(_ENTRY)) if name.startswith(_ENTRY) else None
