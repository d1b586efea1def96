"""The nodes around one as SVG: boxes in columns, or dots that stand freely.

Colours are written out as the light ones, for a file has no style sheet; in a page ui/map.css takes
them over by class, so that the dark page is dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.mapping import Neighbourhood, Spot
from sekisho.apps.chain.web.drawing import FONT
from sekisho.apps.chain.web.map_words import TONES, is_guessed, step_word, tone_word
from sekisho.apps.chain.web.words import kind_word, name_of
from sekisho.engines.drawing.words import lines_of

_BOX, _THING, _TALL = 172.0, 148.0, 46.0
_PITCH, _ROW, _HEAD, _FOOT, _EDGE = 238.0, 60.0, 40.0, 30.0, 8.0
_CELL, _LINE, _DOT = 112.0, 64.0, 9.0
_PAINT = {"neutral": "#a9adb8", "accent": "#4456a8", "critical": "#c2352c",
          "attention": "#dc9b1e", "single": "#8594cc"}  # fmt: skip
_TEXT = 13.0
_BOTH = 3  # goods, and a way beside them


@dataclass(frozen=True, slots=True)
class Frame:
    """How the picture is to be: addresses of nodes and of wider steps, None in a file."""

    title: str
    is_free: bool
    address: Callable[[Spot], str] | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where one node is drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(slots=True)
class Sheet:
    """The picture on its way: how large, and its parts from the back to the front."""

    width: float = 0.0
    height: float = 0.0
    parts: list[SafeString] = field(default_factory=list)


def picture_of(found: Neighbourhood, frame: Frame) -> SafeString:
    """The whole picture."""
    boxes = _dots(found) if frame.is_free else _boxes(found)
    sheet = Sheet(
        max(box.x + box.width for box in boxes) + _EDGE,
        max(box.y + box.height for box in boxes) + _FOOT,
    )
    sheet.parts += [_tie(boxes[a], boxes[b], bits, frame) for a, b, bits in found.ties]
    draw = _dot if frame.is_free else _card
    for place, (spot, box) in enumerate(zip(found.spots, boxes, strict=True)):
        sheet.parts.append(_linked(spot, draw(spot, box, is_middle=place == 0), frame))
    if not frame.is_free:
        sheet.parts += _heads(found, boxes, frame, sheet.height)
    return _drawn(sheet, frame)


def _boxes(found: Neighbourhood) -> list[Box]:
    """Boxes in columns; things are a little smaller than companies."""
    boxes = []
    for spot in found.spots:
        width = _BOX if spot.label.kind == "organisation" else _THING
        boxes.append(Box(_EDGE + spot.x * _PITCH, _EDGE + spot.y * _ROW / 2, width, _TALL))
    top = min(box.y for box in boxes) - _HEAD
    return [Box(box.x, box.y - top, box.width, box.height) for box in boxes]


def _dots(found: Neighbourhood) -> list[Box]:
    """Cells of dots; columns and rows in which nobody stands are left out."""
    columns, rows = (_ranks(values) for values in _cells(found.spots))
    return [
        Box(_EDGE + columns[spot.x] * _CELL, _EDGE + rows[spot.y] * _LINE, _CELL, _LINE)
        for spot in found.spots
    ]


def _cells(spots: Iterable[Spot]) -> tuple[list[int], list[int]]:
    spots = list(spots)
    return [one.x for one in spots], [one.y for one in spots]


def _ranks(values: Iterable[int]) -> Mapping[int, int]:
    return {value: place for place, value in enumerate(sorted(set(values)))}


def _card(spot: Spot, box: Box, *, is_middle: bool) -> SafeString:
    """A company or thing as a box: its tone as a bar, its name, one line of what it is."""
    width = (box.width - 22) / _TEXT
    names = lines_of(name_of(spot.label), width, most=1)
    return format_html(
        '<rect class="sk-map-box{}" x="{}" y="{}" width="{}" height="{}" rx="7" fill="{}" '
        'stroke="{}" stroke-width="{}"/>{}{}{}',
        " is-middle" if is_middle else "",
        *_rounded(box.x, box.y, box.width, box.height),
        "#eceef7" if is_middle else "#ffffff",
        "#27357e" if is_middle else "#cfcfc8",
        1.6 if is_middle else 1,
        _bar(spot, box),
        _words(box.x + 15, box.y + 20, names[0] if names else "–", "ink"),
        _words(box.x + 15, box.y + 37, lines_of(_line_of(spot), width * 1.15, most=1)[0], "small"),
    )


def _bar(spot: Spot, box: Box) -> SafeString:
    """The tone; hollow where most is assumed or unknown."""
    name = TONES[spot.tone][1]
    fill, more = _PAINT[name], ""
    if is_guessed(spot.risks):
        fill, more = "#ffffff", " is-guessed"
    return format_html(
        '<rect class="sk-map-{}{}" x="{}" y="{}" width="5" height="{}" rx="2.5" fill="{}" '
        'stroke="{}"/>',
        *(name, more),
        *_rounded(box.x + 5, box.y + 7, box.height - 14),
        *(fill, _PAINT[name]),
    )


def _dot(spot: Spot, box: Box, *, is_middle: bool) -> SafeString:
    """A company or thing as a dot with its name below."""
    name, guessed = TONES[spot.tone][1], is_guessed(spot.risks)
    radius = _DOT + 4 if is_middle else _DOT if spot.label.kind == "organisation" else _DOT - 3
    x, y = box.x + box.width / 2, box.y + 18
    names = lines_of(name_of(spot.label), (box.width - 6) / 12, most=2)
    return format_html(
        '<circle class="sk-map-{}{}" cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" '
        'stroke-width="2"/>{}',
        name,
        " is-guessed" if guessed else "",
        *_rounded(x, y, radius),
        "#ffffff" if guessed else _PAINT[name],
        _PAINT[name],
        format_html_join(
            "",
            '<text class="sk-map-ink sk-map-halo" x="{}" y="{}" font-size="12" '
            'text-anchor="middle" fill="#1e2231">{}</text>',
            ((round(x, 1), round(y + radius + 13 + 13 * at, 1), one) for at, one in
             enumerate(names)),
        ),
    )  # fmt: skip


def _line_of(spot: Spot) -> str:
    """The gravest word, else what kind of thing it is and where."""
    word = tone_word(spot.tone)
    if spot.label.kind != "organisation":
        kind = kind_word(spot.label.kind)
        return f"{kind} · {word}" if word else kind
    if word and is_guessed(spot.risks):
        return _("%(word)s (assumed)") % {"word": word}
    return " · ".join(part for part in (word, spot.country) if part) or kind_word("organisation")


def _words(x: float, y: float, text: str, tone: str) -> SafeString:
    size, paint = (13, "#1e2231") if tone == "ink" else (11.5, "#555b6b")
    return format_html(
        '<text class="sk-map-{}" x="{}" y="{}" font-size="{}" fill="{}">{}</text>',
        *(tone, *_rounded(x, y), size, paint, text),
    )


def _linked(spot: Spot, drawn: SafeString, frame: Frame) -> SafeString:
    """The node with its full name, as a link where there is a page."""
    name = name_of(spot.label)
    if frame.address is None:
        return format_html("<g><title>{}</title>{}</g>", name, drawn)
    return format_html(
        '<a href="{}" data-map-pick="{}" aria-label="{}"><title>{}</title>{}</a>',
        frame.address(spot),
        spot.label.uid,
        f"{name} ({_line_of(spot)})",
        name,
        drawn,
    )


def _tie(start: Box, end: Box, bits: int, frame: Frame) -> SafeString:
    """A link: drawn out for goods, dashed for a way, thin for a thing's own company."""
    if bits == _BOTH:
        return _tie(start, end, 1, frame) + _tie(start, end, 2, frame)
    kind = "own" if not bits else "supply" if bits & 1 else "way"
    dash = format_html(' stroke-dasharray="{}"', "5 4" if kind == "way" else "2 3")
    return format_html(
        '<path class="sk-map-tie sk-map-tie-{}" d="{}" fill="none" stroke="{}"{}{}/>',
        kind,
        _straight(start, end) if frame.is_free else _curve(start, end),
        "#dc9b1e" if kind == "way" else "#b9bdc9",
        "" if kind == "supply" else dash,
        "" if kind == "own" or frame.is_free else format_html(' marker-end="url(#{})"', "sk-tip"),
    )


def _curve(start: Box, end: Box) -> str:
    """From the right side of one to the left side of the other; back or beside around the right."""
    x, y, to_x, to_y = start.x + start.width, start.middle[1], end.x, end.middle[1]
    if to_x > x:
        bend = max((to_x - x) / 2, 20)
        near, far = f"{x + bend:.1f} {y:.1f}", f"{to_x - bend:.1f} {to_y:.1f}"
        return f"M{x:.1f} {y:.1f}C{near} {far} {to_x - 3:.1f} {to_y:.1f}"
    to_x = end.x + end.width
    out = max(x, to_x) + 34
    return f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {to_x + 3:.1f} {to_y:.1f}"


def _straight(start: Box, end: Box) -> str:
    (x, _y), (to_x, _to_y) = start.middle, end.middle
    return f"M{x:.1f} {start.y + 18:.1f}L{to_x:.1f} {end.y + 18:.1f}"


def _heads(
    found: Neighbourhood, boxes: Sequence[Box], frame: Frame, height: float
) -> list[SafeString]:
    """What each column is, and how many more there are."""
    columns: dict[int, float] = {}
    for spot, box in zip(found.spots, boxes, strict=True):
        if spot.label.kind == "organisation":
            columns[spot.step] = box.x
    parts = [_words(x + 4, _EDGE + 14, step_word(step), "small") for step, x in columns.items()]
    for step, count in found.left_out.items():
        text = _("and %(n)s more") % {"n": f"{count:,}"}
        drawn = _words(columns.get(step, _EDGE) + 4, height - 10, text, "small")
        link = format_html('<a class="sk-map-more" href="{}">{}</a>', frame.more, drawn)
        parts.append(link if frame.more else drawn)
    return parts


def _drawn(sheet: Sheet, frame: Frame) -> SafeString:
    width, height = round(sheet.width), round(sheet.height)
    ground = "" if frame.address else format_html(
        '<rect width="{}" height="{}" fill="#ffffff"/>', width, height
    )  # fmt: skip
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" '
        'role="{}" aria-label="{}" font-family="{}" class="sk-map-picture"><defs>'
        '<marker id="sk-tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" '
        'orient="auto"><path class="sk-map-tip" d="M0 0.4L5.4 3L0 5.6z" fill="#b9bdc9"/></marker>'
        "</defs>{}{}</svg>",
        *(width, height, width, height),
        "group" if frame.address else "img",
        frame.title,
        FONT,
        ground,
        format_html_join("", "{}", ((part,) for part in sheet.parts)),
    )


def _rounded(*values: float) -> tuple[float, ...]:
    return tuple(round(one, 1) for one in values)
