"""A small part of what the chain is made of, written down entry by entry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sekisho.kernel import clock
from sekisho.kernel.actor import Actor

_ENDS = ("source_item", "target_item", "via_item")


def play_inventory(aoi: Actor, story: Mapping[str, Any]) -> int:
    """Write down the entries of the story; returns how many."""
    made: dict[str, uuid.UUID] = {}
    places = _places(aoi, story)
    for one in story["inventory"]:
        made[one["key"]] = _add(aoi, one, places, made)
    return len(made)


def _places(aoi: Actor, story: Mapping[str, Any]) -> dict[str, uuid.UUID]:
    """Outside ids by code; "home" is the lead company."""
    from sekisho.apps.organisations.queries import (
        home_view,
        identify_organisations,
        organisations_by_ids,
    )

    codes = {one[end] for one in story["inventory"] for end in ("at", "other") if end in one}
    found = identify_organisations(aoi, codes - {"home"})
    views = organisations_by_ids(aoi, found.values())
    return {"home": home_view().uid, **{code: views[own].uid for code, own in found.items()}}


def _add(
    aoi: Actor,
    one: Mapping[str, Any],
    places: Mapping[str, uuid.UUID],
    made: Mapping[str, uuid.UUID],
) -> uuid.UUID:
    from sekisho.apps.inventory.actions.entries import EntryDraft, add_entry
    from sekisho.apps.inventory.actions.writing import Ends
    from sekisho.engines.inventory import Confidence, Source, Stamp

    target = places[one["other"]] if "other" in one else None
    ends = Ends(target, *(made.get(one.get(name, "")) for name in _ENDS))
    day: date = clock.now().date()
    stamp = Stamp(Source.ENTERED, "聞き取り", day, Confidence(one["confidence"]))
    draft = EntryDraft(one["name"], one["values"], stamp, ends=ends)
    now, at = clock.now(), places[one["at"]]
    return add_entry(aoi, kind=one["kind"], organisation_uid=at, draft=draft, now=now)
