"""What a change took away, small enough to keep, so that it can be undone.

A patch names the rows that differ as they were before (None for one that was not there), beside
whom those stood that were moved or taken away, and the head's fields before. Undoing puts these
back and nothing else, and only while those rows still say what the change left them saying.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sekisho.engines.question_drafts.parts import Draft, Row
from sekisho.kernel.errors import Conflict

Patch = dict[str, Any]
_LISTS = ("sections", "questions")


def patch_between(before: Draft, after: Draft) -> Patch:
    """What is needed to go back from `after` to `before`; empty when they are equal."""
    old, new = _head(before), _head(after)
    head = {name: old[name] for name in old if old[name] != new.get(name)}
    patch: Patch = {"head": {"was": head, "left": _said(new)}} if head else {}
    for name in _LISTS:
        if rows := _differing(before[name], after[name]):
            patch[name] = rows
        if places := _places(before[name], after[name]):
            patch[f"{name}_places"] = places
    return patch


def undone(draft: Draft, patch: Patch) -> Draft:
    """The draft with that change taken back. Raises Conflict when its rows changed since."""
    result = dict(draft)
    if head := patch.get("head"):
        if _said(_head(draft)) != head["left"]:
            raise Conflict("question_drafts.changed_since")
        result |= {**head["was"], "rev": draft["rev"] + 1}
    for name in _LISTS:
        result[name] = _put_back(draft[name], patch.get(name, {}), patch.get(f"{name}_places", []))
    known = {section["uid"] for section in result["sections"]}
    if any(row["section"] not in known for row in result["questions"]):
        raise Conflict("question_drafts.changed_since")
    return result


def _head(draft: Draft) -> Row:
    return {name: value for name, value in draft.items() if name not in _LISTS}


def _said(row: Mapping[str, Any] | None) -> str:
    """A short mark of what a row says, whatever its revision; empty for one that is not there."""
    if row is None:
        return ""
    said = {name: value for name, value in row.items() if name != "rev"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _differing(before: list[Row], after: list[Row]) -> dict[str, Any]:
    old, new = ({row["uid"]: row for row in rows} for rows in (before, after))
    return {
        uid: {"was": old.get(uid), "left": _said(new.get(uid))}
        for uid in {**old, **new}
        if old.get(uid) != new.get(uid)
    }


def _places(before: list[Row], after: list[Row]) -> list[list[str]]:
    """Of each row that was moved or taken away: its id, who stood before it, who behind it."""
    old, new = ([row["uid"] for row in rows] for rows in (before, after))
    in_both = set(old) & set(new)
    moved = _moved(*([uid for uid in order if uid in in_both] for order in (old, new)))
    beside = ["", *old, ""]
    return [
        [uid, beside[at], beside[at + 2]]
        for at, uid in enumerate(old)
        if uid in moved or uid not in in_both
    ]


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Which rows changed their place, one alone where that explains it."""
    differ = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if not differ:
        return set()
    first, last = differ[0], differ[-1] + 1
    old, new = old[first:last], new[first:last]
    if old[1:] == new[:-1]:
        return {old[0]}
    return {old[-1]} if old[:-1] == new[1:] else set(old)


def _put_back(rows: list[Row], changed: dict[str, Any], places: list[list[str]]) -> list[Row]:
    present = {row["uid"]: row for row in rows}
    for uid, kept in changed.items():
        now = present.get(uid)
        if _said(now) != kept["left"]:
            raise Conflict("question_drafts.changed_since")
        if kept["was"] is None:
            del present[uid]
        else:
            present[uid] = {**kept["was"], "rev": (now or kept["was"])["rev"] + 1}
    order = list(present)
    for uid, earlier, later in places:
        if uid not in present:
            raise Conflict("question_drafts.changed_since")
        order.remove(uid)
        order.insert(_place(order, earlier, later), uid)
    return [present[uid] for uid in order]


def _place(order: list[str], earlier: str, later: str) -> int:
    """Behind who stood before, else before who stood behind, else at the end."""
    if earlier in order or not earlier:
        return order.index(earlier) + 1 if earlier else 0
    return order.index(later) if later in order else len(order)
