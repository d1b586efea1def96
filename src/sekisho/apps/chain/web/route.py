"""One way in, drawn from its entry down to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.web.drawing import Picture, cut

_WIDTH, _BOX, _STEP, _TOP, _LEFT = 620, 64, 110, 34, 12


def route_picture(way: Mapping[str, Any], *, title: str, is_file: bool = False) -> SafeString:
    """The picture: a box for each node, between two boxes how it goes on and how likely."""
    steps = way["steps"]
    height = _TOP + _STEP * len(steps) - (_STEP - _BOX) + 36
    picture = Picture(_WIDTH, height, title, is_file)
    for place, step in enumerate(steps):
        top = _TOP + place * _STEP
        _arrow(picture, step, top)
        _box(picture, step, top, is_last=place == len(steps) - 1)
    chance = _("Chance of the whole way within 30 days: %(chance)s") % {"chance": way["chance"]}
    picture.words((_LEFT, height - 14), chance)
    return picture.drawn()


def _arrow(picture: Picture, step: Mapping[str, Any], top: float) -> None:
    """How the node is reached, written beside the arrow above its box."""
    x, start, end = _LEFT + 26, top - (_STEP - _BOX) + 14, top - 3
    picture.line((x, start, x, end), is_strong=True)
    picture.line((x - 5, end - 6, x, end), is_strong=True)
    picture.line((x + 5, end - 6, x, end), is_strong=True)
    mark = f" ({step['technique']})" if step["technique"] else ""
    words = f"{step['chance']}  {step['how']}{mark}"
    picture.words((x + 16, top - 14), cut(words, 84), tone="muted")


def _box(picture: Picture, step: Mapping[str, Any], top: float, *, is_last: bool) -> None:
    tone = "critical" if is_last else "accent"
    picture.bar((_LEFT, top, _WIDTH - 2 * _LEFT, _BOX), "soft")
    picture.bar((_LEFT, top, 5, _BOX), tone)
    picture.words((_LEFT + 16, top + 19), cut(step["name"], 76))
    under = " · ".join(one for one in (step["kind"], step["company"]) if one)
    picture.words((_LEFT + 16, top + 37), cut(under, 88), tone="muted")
    picture.words((_LEFT + 16, top + 55), cut(" · ".join(step["missing"]), 92), tone="muted")
