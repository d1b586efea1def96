"""Pictures drawn on the server: as a part of the page with its colours, or as a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The light colours of ui/tokens.css: a file has no style sheet.
_FILL = {
    "critical": "#c2352c",
    "attention": "#dc9b1e",
    "accent": "#4456a8",
    "neutral": "#a9adb8",
    "done": "#3c9167",
    "soft": "#eeeeea",
    "surface": "#ffffff",
}
_INK = {"ink": "#1e2231", "muted": "#555b6b"}
_LINE = "#cfcfc8"
FONT = "Noto Sans JP, sans-serif"


@dataclass(slots=True)
class Picture:
    """SVG being drawn; `is_file` writes colours out, else classes of the page colour it."""

    width: int
    height: int
    title: str
    is_file: bool = False
    parts: list[str] = field(default_factory=list)

    def bar(self, box: tuple[float, float, float, float], tone: str, more: str = "") -> None:
        """A filled box (x, y, width, height)."""
        x, y, width, height = box
        paint = f'fill="{_FILL[tone]}"' if self.is_file else f'class="sk-fill-{tone}"'
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" '
            f'height="{height:.1f}" {paint}{more}/>'
        )

    def line(self, ends: tuple[float, float, float, float], *, is_strong: bool = False) -> None:
        """A thin line (x, y, x, y)."""
        x, y, to_x, to_y = ends
        strong = ' stroke-width="1.6"' if is_strong else ""
        paint = f'stroke="{_LINE}"' if self.is_file else 'class="sk-draw-line"'
        self.parts.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" {paint}{strong}/>'
        )

    def words(
        self, at: tuple[float, float], text: str, *, tone: str = "ink", anchor: str = "start"
    ) -> None:
        """A line of text that begins, ends (end) or is centred (middle) there."""
        x, y = at
        paint = f'fill="{_INK[tone]}"' if self.is_file else f'class="sk-draw-{tone}"'
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}" '
            f"{paint}>{escape(text)}</text>"
        )

    def raw(self, part: str) -> None:
        """A part that was put together elsewhere, its texts escaped."""
        self.parts.append(part)

    def drawn(self) -> SafeString:
        """The whole picture."""
        ground = ""
        if self.is_file:
            ground = f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>'
        return mark_safe(  # noqa: S308 - every text went through escape, the rest are numbers
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
            f'height="{self.height}" viewBox="0 0 {self.width} {self.height}" role="img" '
            f'font-family="{FONT}" class="sk-drawing"><title>{escape(self.title)}</title>'
            f"{ground}{''.join(self.parts)}</svg>"
        )


def cut(text: str, most: int) -> str:
    """A text that fits into so many half widths, with a mark where it was cut."""
    wide = 0
    for place, sign in enumerate(text):
        wide += 1 if ord(sign) < 0x1100 else 2  # noqa: PLR2004 - where wide scripts begin
        if wide > most:
            return text[: max(place - 1, 1)] + "…"
    return text


def ticks(days: int) -> Sequence[int]:
    """The days that are written below a picture: not more than about a dozen."""
    step = next(one for one in (1, 2, 5, 7, 10, 14, 30) if days / one <= 12)  # noqa: PLR2004
    return range(0, days, step)
