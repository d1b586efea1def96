"""Everything a chain is reckoned from, within reach, as plain rows.

Three queries and one opening per entry, whatever the number of organisations.
"""

from __future__ import annotations

from sekisho.apps.inventory.queries.catalogue import assumptions, catalogue
from sekisho.apps.inventory.queries.entries import reached
from sekisho.apps.inventory.queries.sealed import stored_facts
from sekisho.apps.organisations.queries.keys import open_keys
from sekisho.apps.organisations.queries.trades import bodies_within, trades_within
from sekisho.engines.inventory import (
    ChainItem,
    ChainLink,
    Material,
    Trade,
    completed,
    reckoned,
    reckoned_stored,
)
from sekisho.kernel.actor import Actor

_COLUMNS = (
    *("pk", "uid", "kind", "organisation_id", "sealed"),
    *("source_item_id", "target_id", "target_item_id", "via_item_id"),
)


def chain_material_for(actor: Actor) -> Material:
    """Things and links within reach with every value: known, assumed, or the worst case.

    An organisation without a site has an assumed one, a relation without a supply an assumed one.
    An end that is out of reach, or was removed, stands for its organisation. Raises Unreadable.
    """
    rows = list(reached(actor).order_by("pk").values_list(*_COLUMNS))
    open_keys({row[3] for row in rows})
    worst = {kind.key: reckoned(kind, {}) for kind in catalogue().kinds}
    keys = {row[0]: f"entry:{row[1]}" for row in rows if row[6] is None}
    items, links = [], []
    for row in rows:
        facts = reckoned_stored(worst[row[2]], stored_facts(row[3], row[1], row[4]))
        if row[6] is None:
            items.append(ChainItem(keys[row[0]], row[2], row[3], facts))
        else:
            ends = (row[3], keys.get(row[5], ""), row[6], keys.get(row[7], ""))
            links.append(ChainLink(f"entry:{row[1]}", row[2], *ends, keys.get(row[8], ""), facts))
    trades = [
        Trade(str(uid), seller, buyer, kind) for uid, seller, buyer, kind in trades_within(actor)
    ]
    return completed(
        catalogue(),
        assumptions(),
        known=(items, links),
        organisation_ids=bodies_within(actor),
        trades=trades,
    )
