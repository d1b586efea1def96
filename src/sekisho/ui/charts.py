"""Bars and heat cells as values that templates draw without inline styles.

Widths are SVG attributes in tenths of a percent, which the strict content policy allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.ui.states import STATES, TONES
from sekisho.ui.wording import figure, share_text

Part = Mapping[str, Any] | Sequence[Any]
HEAT_STEPS = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar: words, number, tone, where it starts and how wide it is."""

    label: str
    count: int
    tone: str
    start_percent: float
    width_percent: float
    share: str
    icon: str = ""
    url: str = ""

    @property
    def figure(self) -> str:
        """The number with thousands apart."""
        return figure(self.count)


def segments_of(parts: Iterable[Part]) -> list[Segment]:
    """Segments in the given order.

    A part is (label, count, tone or state) or a mapping with those names and optional url. A total
    of nought gives segments of no width.
    """
    rows = [_row(part) for part in parts]
    total = sum(count for _label, count, _look, _url in rows)
    out: list[Segment] = []
    start = 0.0
    for label, count, look, url in rows:
        width = round(100 * count / total, 3) if total else 0.0
        tone, icon = _tone_and_icon(look)
        share = share_text(count, total)
        out.append(Segment(label, count, tone, round(start, 3), width, share, icon, url))
        start += width
    return out


def heat_step(score_0_100: float | None) -> int | None:
    """The step 1 (low) to 5 (high) of a score; None stays None, because unknown is no step."""
    if score_0_100 is None:
        return None
    return min(max(int(score_0_100 // (100 / HEAT_STEPS)) + 1, 1), HEAT_STEPS)


def _row(part: Part) -> tuple[str, int, str, str]:
    if isinstance(part, Mapping):
        return part["label"], int(part["count"]), part["tone"], part.get("url", "")
    label, count, look = part
    return str(label), int(count), str(look), ""


def _tone_and_icon(look: str) -> tuple[str, str]:
    if look in STATES:
        return STATES[look].tone, STATES[look].icon
    if look in TONES:
        return look, ""
    raise KeyError(look)
