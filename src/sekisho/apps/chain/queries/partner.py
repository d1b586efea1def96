"""One partner in the columns of the chain, for its page."""

from __future__ import annotations

import uuid
from datetime import datetime

from sekisho.apps.chain.queries.labels import labels_for, node_for
from sekisho.apps.chain.queries.overview import Row, columns_for, row_of
from sekisho.apps.chain.queries.standing import standing_for
from sekisho.kernel.actor import Actor


def partner_row(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Row | None:
    """A partner's row, None while the chain is not reckoned. Raises NotFound out of reach."""
    standing = standing_for(actor, now=now)
    if standing is None:
        return None
    node = node_for(actor, standing.chain, uid)
    return row_of(columns_for(standing.chain), labels_for(actor, standing.chain, [node])[node])
