"""News of this room. Payloads hold inside numbers only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
