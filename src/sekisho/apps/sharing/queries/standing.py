"""What the respondent's first page needs to know of this room."""

from __future__ import annotations

from sekisho.apps.asks.queries.respondent import ask_of_link
from sekisho.apps.asks.queries.scopes import own_number
from sekisho.apps.sharing.queries.before import REUSE, mode_of
from sekisho.kernel.actor import Actor


def shows_offer_first(actor: Actor) -> bool:
    """Whether the office chose that the offer comes before the questions. Raises NotFound."""
    return mode_of(ask_of_link(actor)) == REUSE


def reply_number(actor: Actor) -> int:
    """The inside number of a confirmed link's assignment. Raises NotFound."""
    return own_number(actor)
