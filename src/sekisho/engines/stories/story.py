"""A story as values, read from its document, and the material of its chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.engines.inventory import (
    NUMBERS,
    Assumptions,
    Catalogue,
    ChainItem,
    ChainLink,
    Confidence,
    Field,
    Kind,
    Material,
    Reckoned,
    Value,
    completed,
    reckoned,
)
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the story. `number` is its place in it, from 1 on."""

    key: str
    number: int
    names: Bilingual
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing, or `count` alike ones, of a body; values that are not given are unknown."""

    key: str
    kind: str
    body: str
    names: Bilingual
    count: int
    values: Values

    @property
    def node_names(self) -> tuple[str, ...]:
        """The names of its nodes in the chain."""
        if self.count == 1:
            return (self.key,)
        return tuple(f"{self.key}-{number}" for number in range(1, self.count + 1))


@dataclass(frozen=True, slots=True)
class Link:
    """A link between bodies or things."""

    key: str
    kind: str
    source: str
    target: str
    via: str
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """What would have changed the story: other values of some elements."""

    key: str
    names: Bilingual
    sets: tuple[tuple[str, Values], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story. `goal` is what the intruder wants, `strike` what then stands still."""

    key: str
    title: Bilingual
    lead: Bilingual
    lesson: Bilingual
    source: str
    bodies: tuple[Body, ...]
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    goal: str
    strike: str
    strike_days: float
    changes: tuple[Change, ...]

    def body(self, key: str) -> Body | None:
        """One organisation."""
        return next((one for one in self.bodies if one.key == key), None)

    def thing(self, key: str) -> Thing | None:
        """One thing."""
        return next((one for one in self.things if one.key == key), None)

    def element(self, key: str) -> Thing | Link | None:
        """The thing or link of that key."""
        return self.thing(key) or next((one for one in self.links if one.key == key), None)

    @property
    def ours(self) -> frozenset[int]:
        """The numbers of our organisations."""
        return frozenset(one.number for one in self.bodies if one.is_ours)


def parse_story(document: Mapping[str, Any], catalogue: Catalogue) -> Story:
    """The story of a document that its schema allows.

    Raises Invalid (story.wrong) with `place`: the key of what is wrong.
    """
    story = Story(
        key=document["key"],
        title=Bilingual.from_dict(document["title"]),
        lead=Bilingual.from_dict(document["lead"]),
        lesson=Bilingual.from_dict(document["lesson"]),
        source=document["source"],
        bodies=tuple(
            Body(one["key"], number, Bilingual.from_dict(one), one.get("is_ours", False))
            for number, one in enumerate(document["bodies"], start=1)
        ),
        things=tuple(_thing(one) for one in document["things"]),
        links=tuple(_link(one) for one in document["links"]),
        goal=document["goal"],
        strike=document["strike"]["at"],
        strike_days=float(document["strike"]["days"]),
        changes=tuple(_change(one) for one in document["changes"]),
    )
    _check(story, catalogue)
    return story


def _thing(given: Mapping[str, Any]) -> Thing:
    return Thing(
        key=given["key"],
        kind=given["kind"],
        body=given["at"],
        names=Bilingual.from_dict(given),
        count=given.get("count", 1),
        values=given.get("values", {}),
    )


def _link(given: Mapping[str, Any]) -> Link:
    ends = (given["from"], given["to"], given.get("via", ""))
    return Link(given["key"], given["kind"], *ends, given.get("values", {}))


def _change(given: Mapping[str, Any]) -> Change:
    sets = tuple((one["at"], one["values"]) for one in given["sets"])
    return Change(given["key"], Bilingual.from_dict(given), sets)


def _require(holds: bool, place: str) -> None:  # noqa: FBT001 - a condition and its place
    if not holds:
        raise Invalid("story.wrong", place=place)


def _check(story: Story, catalogue: Catalogue) -> None:
    elements: Sequence[Body | Thing | Link] = (*story.bodies, *story.things, *story.links)
    keys = [one.key for one in elements]
    keys += [name for one in story.things if one.count > 1 for name in one.node_names]
    _require(len(set(keys)) == len(keys), next((k for k in keys if keys.count(k) > 1), "keys"))
    _require(bool(story.ours), "bodies")
    for thing in story.things:
        _require(story.body(thing.body) is not None, thing.key)
        _require(not _kind(catalogue, thing).is_link, thing.key)
    for link in story.links:
        _check_ends(story, link, _kind(catalogue, link))
    parts: Sequence[Thing | Link] = (*story.things, *story.links)
    for element in parts:
        _check_values(_kind(catalogue, element), element.key, element.values)
    for change in story.changes:
        for at, values in change.sets:
            found = story.element(at)
            _require(found is not None, change.key)
            if found is not None:
                _check_values(_kind(catalogue, found), change.key, values)
    _require(story.thing(story.goal) is not None, story.goal)
    _require(story.thing(story.strike) is not None, story.strike)


def _kind(catalogue: Catalogue, one: Thing | Link) -> Kind:
    found = next((kind for kind in catalogue.kinds if kind.key == one.kind), None)
    if found is None:
        raise Invalid("story.wrong", place=one.key)
    return found


def _check_ends(story: Story, link: Link, kind: Kind) -> None:
    """Ends are there and of kinds that the link joins."""
    _require(kind.is_link, link.key)
    for key, end in ((link.source, kind.source), (link.target, kind.target), (link.via, kind.via)):
        thing = story.thing(key)
        if thing is not None:
            _require(end is not None and thing.kind in end.items, link.key)
        elif key:
            _require(end is not None and not end.needs_item, link.key)
            _require(story.body(key) is not None, link.key)
        else:
            _require(end is kind.via, link.key)


def _check_values(kind: Kind, place: str, values: Values) -> None:
    for key, value in values.items():
        field = kind.field_of(key)
        _require(field is not None and _fits(field, value), f"{place}.{key}")


def _fits(field: Field, value: Value) -> bool:
    if field.type in NUMBERS:
        return isinstance(value, int | float) and value >= 0
    return isinstance(value, str) and (not field.choices or value in field.choices)


def material_of(
    story: Story, changes: Iterable[str], catalogue: Catalogue, assumptions: Assumptions
) -> Material:
    """The material of the story's chain with these changes made. A body without a site gets one."""
    set_values = _set_by(story, frozenset(changes))
    items = [
        ChainItem(
            name,
            thing.kind,
            _number(story, thing.body),
            _facts(catalogue.kind(thing.kind), {**thing.values, **set_values.get(thing.key, {})}),
        )
        for thing in story.things
        for name in thing.node_names
    ]
    links = [row for link in story.links for row in _rows(story, link, set_values, catalogue)]
    ids = [one.number for one in story.bodies]
    known = (items, links)
    return completed(catalogue, assumptions, known=known, organisation_ids=ids, trades=())


def _set_by(story: Story, changes: frozenset[str]) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for change in story.changes:
        if change.key in changes:
            for at, values in change.sets:
                found.setdefault(at, {}).update(values)
    return found


def _facts(kind: Kind, values: Values) -> dict[str, Reckoned]:
    told = {key: Reckoned(value, Confidence.DECLARED) for key, value in values.items()}
    return {**reckoned(kind, {}), **told}


def _rows(
    story: Story, link: Link, set_values: Mapping[str, Values], catalogue: Catalogue
) -> list[ChainLink]:
    """The link between all nodes of its ends."""
    facts = _facts(catalogue.kind(link.kind), {**link.values, **set_values.get(link.key, {})})
    via = story.thing(link.via)
    passing = via.node_names[0] if via is not None else ""
    ends = [(near, far) for near in _ends(story, link.source) for far in _ends(story, link.target)]
    return [
        ChainLink(
            link.key if len(ends) == 1 else f"{link.key}-{number}",
            link.kind,
            *near,
            *far,
            passing,
            facts,
        )
        for number, (near, far) in enumerate(ends, start=1)
    ]


def _ends(story: Story, key: str) -> list[tuple[int, str]]:
    thing = story.thing(key)
    if thing is None:
        return [(_number(story, key), "")]
    return [(_number(story, thing.body), name) for name in thing.node_names]


def _number(story: Story, key: str) -> int:
    body = story.body(key)
    if body is None:
        raise Invalid("story.wrong", place=key)
    return body.number
