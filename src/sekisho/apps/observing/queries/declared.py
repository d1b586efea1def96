"""What was declared: approved connections, addresses, contracts, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sekisho.adapters.content import content_folder, load_contradictions
from sekisho.apps.asks.queries.told import ToldAnswer, told_answers
from sekisho.apps.inventory.queries.entries import EntryFilter, EntryView, every_entry
from sekisho.apps.organisations.queries import group_members_for
from sekisho.apps.partners.queries.contracts import standings_of
from sekisho.engines.inventory.reach import PortRange, read_networks, read_ports
from sekisho.engines.observing import Approval, Direction, Owner, Standing
from sekisho.kernel.actor import Actor

_DIRECTIONS = {
    (True, "source"): Direction.INWARD,
    (True, "target"): Direction.OUTWARD,
    (False, "source"): Direction.OUTWARD,
    (False, "target"): Direction.INWARD,
}


@dataclass(frozen=True, slots=True)
class Declared:
    """Approved connections with partners, and whose addresses are whose."""

    approvals: tuple[Approval, ...]
    owned: tuple[tuple[str, Owner], ...]
    entries: Mapping[str, EntryView] = field(default_factory=dict)


def declared_for(actor: Actor) -> Declared:
    """Connections and addresses within reach.

    The direction of a connection whose opener nobody knows is not approved at all: its ports
    count as unknown.
    """
    ours = {one.id for one in group_members_for(actor)}
    approvals, owned, entries = [], [], {}
    for entry in every_entry(actor, EntryFilter(kind="connection")):
        found = _approval(entry, ours)
        if found is None:
            continue
        approval, home_id = found
        approvals.append(approval)
        entries[approval.key] = entry
        owned += [(net, Owner(approval.organisation_id, approval.key)) for net in approval.partner]
        owned += [(net, Owner(home_id, approval.key, is_ours=True)) for net in approval.ours]
    for site in every_entry(actor, EntryFilter(kind="site")):
        at = site.organisation.id
        owner = Owner(at, str(site.uid), is_ours=at in ours)
        owned += [(net, owner) for net in read_networks(_text(site, "networks"))]
    return Declared(tuple(approvals), tuple(owned), entries)


def _approval(entry: EntryView, ours: set[int]) -> tuple[Approval, int] | None:
    if entry.target is None:
        return None
    source, target = entry.organisation.id, entry.target.id
    if target not in ours and source not in ours:
        return None
    is_from_partner = target in ours  # between two of ours the connecting end is the guest
    ends = (_networks(entry, "from_addresses"), _networks(entry, "to_addresses"))
    partner, own = ends if is_from_partner else ends[::-1]
    opened_from = _text(entry, "opened_from")
    approval = Approval(
        key=str(entry.uid),
        organisation_id=source if is_from_partner else target,
        partner=partner,
        ours=own,
        ports=_ports(entry) if opened_from else (),
        direction=_DIRECTIONS.get((is_from_partner, opened_from), Direction.BOTH),
        ends_s=_end(_text(entry, "approved_until")),
    )
    return approval, target if is_from_partner else source


def _networks(entry: EntryView, key: str) -> tuple[str, ...]:
    return read_networks(_text(entry, key))


def _ports(entry: EntryView) -> tuple[PortRange, ...]:
    return read_ports(_text(entry, "ports"))


def _text(entry: EntryView, key: str) -> str:
    fact = entry.facts.get(key)
    return str(fact.value) if fact is not None else ""


def _end(day: str) -> int | None:
    """The first second after a day, in the house's zone."""
    if not day:
        return None
    after = date.fromisoformat(day) + timedelta(days=1)
    begun = datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return int(begun.timestamp())


def standings_for(actor: Actor, ids: Iterable[int], *, today: date) -> dict[int, Standing]:
    """How we stand with partners by their contracts; those without any are absent."""
    running = standings_of(actor, ids, today=today)
    return {own: Standing.RUNNING if is_on else Standing.ENDED for own, is_on in running.items()}


def contrary_answers(
    actor: Actor, codes_by_partner: Mapping[int, set[str]]
) -> dict[tuple[int, str], ToldAnswer]:
    """The first answer that contradicts, by partner and code."""
    rows = contradictions()
    wanted: dict[str, frozenset[str]] = {}
    for row in rows:
        wanted[row["set"]] = wanted.get(row["set"], frozenset()) | {row["question"]}
    told = told_answers(actor, codes_by_partner, wanted)
    found: dict[tuple[int, str], ToldAnswer] = {}
    for partner, answers in told.items():
        for row in rows:
            for one in answers:
                if (one.set_key, one.question_key) != (row["set"], row["question"]):
                    continue
                if set(row["choices"]) & set(one.answer.choice_keys):
                    for code in codes_by_partner[partner] & set(row["codes"]):
                        found.setdefault((partner, code), one)
    return found


@lru_cache(maxsize=1)
def contradictions() -> tuple[Mapping[str, Any], ...]:
    """Which answers say the contrary of what, as this installation ships it."""
    return load_contradictions(content_folder() / "observing")
