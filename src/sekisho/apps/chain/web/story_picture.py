"""The picture of a story: its organisations as columns, the way in, what stands still."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.web.drawing import Picture, cut
from sekisho.apps.chain.web.words import percent
from sekisho.engines.stories.story import Body, Story, Thing
from sekisho.engines.stories.telling import Outcome

Names = Mapping[str, str]
Box = tuple[float, float, float, float]
_COLUMN, _BETWEEN, _EDGE = 236, 84, 12
_HEAD, _ROW, _GAP = 46, 46, 12
_FOOT = 40
_LINE = {"way": "#a8231c", "link": "#a9adb8"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn: the story, one outcome, what things are called."""

    story: Story
    outcome: Outcome
    names: Names


def story_picture(scene: Scene, *, title: str, is_file: bool = False) -> SafeString:
    """Columns from where the intruder comes in to us; the way in is red and numbered."""
    columns = _columns(scene)
    most = max(len(rows) for _body, rows in columns)
    width = 2 * _EDGE + len(columns) * _COLUMN + (len(columns) - 1) * _BETWEEN
    height = _EDGE + _HEAD + max(most, 1) * (_ROW + _GAP) + _FOOT
    picture = Picture(width, height, title, is_file)
    places = _places(columns)
    for number, (body, _rows) in enumerate(columns):
        _frame(picture, scene, body, _left(number))
    _links(picture, scene, places)
    _way(picture, scene, places)
    for _body, rows in columns:
        for thing in rows:
            _thing(picture, scene, thing, places[thing.key])
    _legend(picture, height)
    return picture.drawn()


def _columns(scene: Scene) -> list[tuple[Body, list[Thing]]]:
    """Organisations farthest from us first."""
    story = scene.story
    bodies = sorted(story.bodies, key=lambda one: (one.is_ours, -one.number))
    return [(body, [one for one in story.things if one.body == body.key]) for body in bodies]


def _left(number: int) -> float:
    return _EDGE + number * (_COLUMN + _BETWEEN)


def _places(columns: list[tuple[Body, list[Thing]]]) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for number, (body, rows) in enumerate(columns):
        x = _left(number)
        found[body.key] = (x, _EDGE, _COLUMN, _HEAD)
        for place, thing in enumerate(rows):
            top = _EDGE + _HEAD + place * (_ROW + _GAP)
            found[thing.key] = (x + 12, top, _COLUMN - 24, _ROW)
    return found


def _frame(picture: Picture, scene: Scene, body: Body, x: float) -> None:
    height = picture.height - _EDGE - _FOOT
    picture.bar((x, _EDGE, _COLUMN, height), "soft")
    picture.words((x + 12, _EDGE + 20), cut(scene.names[body.key], 32))
    if body.is_ours:
        picture.words((x + 12, _EDGE + 36), _("us"), tone="muted")


def _thing(picture: Picture, scene: Scene, thing: Thing, box: Box) -> None:
    """A thing with a bar at its left that tells what becomes of it."""
    x, y, _wide, tall = box
    outcome, mine = scene.outcome, set(thing.node_names)
    is_short = any(mine & set(one.names) for one in outcome.standstills)
    on_way = any(step.name in mine for step in outcome.way)
    picture.bar(box, "surface")
    tone = "critical" if thing.key == scene.story.strike or on_way else "neutral"
    picture.bar((x, y, 5, tall), "attention" if is_short and tone == "neutral" else tone)
    count = f" × {thing.count}" if thing.count > 1 else ""
    picture.words((x + 14, y + 19), cut(f"{scene.names[thing.key]}{count}", 28))
    picture.words((x + 14, y + 36), _fate(scene, thing, is_short=is_short), tone="muted")


def _fate(scene: Scene, thing: Thing, *, is_short: bool) -> str:
    mine = set(thing.node_names)
    for number, step in enumerate(scene.outcome.way, start=1):
        if step.name in mine:
            told = {"number": number, "chance": percent(step.chance)}
            return _("%(number)s. taken: %(chance)s") % told
    if not is_short:
        return _("goes on")
    first = min(one.day for one in scene.outcome.standstills if mine & set(one.names))
    return _("stops on day %(day)s") % {"day": first}


def _links(picture: Picture, scene: Scene, places: Mapping[str, Box]) -> None:
    for link in scene.story.links:
        near, far = places.get(link.source), places.get(link.target)
        if near is not None and far is not None and near[0] != far[0]:
            _curve(picture, near, far, "link")


def _way(picture: Picture, scene: Scene, places: Mapping[str, Box]) -> None:
    at = {name: places[one.key] for one in scene.story.things for name in one.node_names}
    boxes = [at[step.name] for step in scene.outcome.way if step.name in at]
    for near, far in itertools.pairwise(boxes):
        _curve(picture, near, far, "way")


def _curve(picture: Picture, near: Box, far: Box, look: str) -> None:
    """From the side of one box to that of the other; inside a column along its right edge."""
    same = near[0] == far[0]
    out = near[0] + near[2] if same or far[0] > near[0] else near[0]
    into = far[0] + far[2] if same or far[0] < near[0] else far[0]
    start, end = near[1] + near[3] / 2, far[1] + far[3] / 2
    bend = 16.0 if same else (into - out) / 2
    middle = (out + bend, into + bend) if same else (out + bend, into - bend)
    paint = f'stroke="{_LINE[look]}"' if picture.is_file else f'class="sk-draw-{look}"'
    picture.raw(
        f'<path d="M{out:.1f} {start:.1f} C{middle[0]:.1f} {start:.1f} {middle[1]:.1f} {end:.1f} '
        f'{into:.1f} {end:.1f}" fill="none" stroke-width="{2.5 if look == "way" else 1.2}" '
        f"{paint}/>"
    )


def _legend(picture: Picture, height: int) -> None:
    y = height - 16.0
    told = (
        ("critical", _("on the way in, or cut off")),
        ("attention", _("stops for want of it")),
        ("neutral", _("goes on")),
    )
    x = float(_EDGE)
    for tone, words in told:
        picture.bar((x, y - 10, 12, 12), tone)
        picture.words((x + 18, y), words, tone="muted")
        x += 36 + 13 * len(words) * (1.0 if ord(words[0]) > 0x2E7F else 0.55)  # noqa: PLR2004
