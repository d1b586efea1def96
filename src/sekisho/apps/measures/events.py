"""News of this room. Payloads hold inside numbers only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sekisho.engines.deadlines import Calendar
from sekisho.kernel.actor import Actor

FINDING_CHANGED = "measures.finding_changed"  # finding_id

# Where a finding comes from, shown as a link: upper rooms register a function for their source. It
# takes the actor and source numbers and gives, for those in reach, words and address.
SourceLinks = Callable[[Actor, Sequence[int]], Mapping[int, tuple[str, str]]]
_sources: dict[str, SourceLinks] = {}


def register_source(source: str, links: SourceLinks) -> None:
    """Have findings of this source lead back to where they were found."""
    _sources[source] = links


def source_links(actor: Actor, source: str, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Words and address by source number; sources out of reach are absent."""
    links = _sources.get(source)
    return links(actor, ids) if links else {}


@dataclass(frozen=True, slots=True)
class Conversation:
    """With whom one talks about the findings of one source number, in which zone and words.

    `contact_id` is None when nobody there can be written to. `values` gives the fields of a letter
    in a language; link, dates and counts are this room's own.
    """

    source_id: int
    contact_id: int | None
    organisation_id: int
    language: str
    zone: tzinfo
    calendar: Calendar
    reply_to: str
    values: Callable[[str], Mapping[str, str]]
    kind: str = ""  # of question set, where the findings come from one


Conversations = Callable[[Iterable[int]], Mapping[int, Conversation]]
_conversations: dict[str, Conversations] = {}


def register_conversations(source: str, conversations: Conversations) -> None:
    """Have partners written to about findings of this source; the function needs no actor."""
    _conversations[source] = conversations


def conversations_of(source: str, ids: Iterable[int]) -> Mapping[int, Conversation]:
    """Conversations by source number; those that ended or are not there are absent."""
    found = _conversations.get(source)
    return found(ids) if found else {}
