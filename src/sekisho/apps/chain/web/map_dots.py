"""All nodes as SVG: small dots and hairlines, for a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.queries.mapping import Everybody, tier_at
from sekisho.apps.chain.web.drawing import FONT
from sekisho.apps.chain.web.map_words import TONES, is_guessed, tier_word, tone_word

_STEP, _HALF, _EDGE, _HEAD = 12.0, 6.0, 24.0, 34.0
_PAINT = ("#a9adb8", "#4456a8", "#c2352c", "#dc9b1e", "#8594cc")
_NARROW = 12  # cells; a head over less stands slanted in nobody's way: it is left out


def dots_of(found: Everybody, tones: Sequence[int], risks: Sequence[int]) -> SafeString:
    """One path for all ties, one for the dots of each tone: small even for twenty thousand."""
    xs = [_EDGE + _STEP * x for x in found.places.x.tolist()]
    ys = [_EDGE + _HEAD + _HALF * y for y in found.places.y.tolist()]
    width, height = max(xs, default=0) + _EDGE, max(ys, default=0) + _EDGE + _HEAD
    ties = "".join(
        f"M{xs[a]:.0f} {ys[a]:.0f}L{xs[b]:.0f} {ys[b]:.0f}"
        for a, b in zip(found.source.tolist(), found.target.tolist(), strict=True)
    )
    dots: defaultdict[tuple[int, bool], list[str]] = defaultdict(list)
    for x, y, tone, bits in zip(xs, ys, tones, risks, strict=True):
        dots[tone, is_guessed(bits)].append(f"M{x - 3:.0f} {y:.0f}a3 3 0 1 0 6 0a3 3 0 1 0-6 0")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" '
        'role="img" font-family="{}"><title>{}</title><rect width="{}" height="{}" '
        'fill="#ffffff"/><path d="{}" fill="none" stroke="#cfcfc8" stroke-width="0.5" '
        'opacity="0.6"/>{}{}{}</svg>',
        *(round(max(width, 480)), round(height), round(max(width, 480)), round(height)),
        *(FONT, _("Map"), round(max(width, 480)), round(height), ties),
        format_html_join("", '<path d="{}" fill="{}" stroke="{}"/>', (
            ("".join(parts), "#ffffff" if is_hollow else _PAINT[tone], _PAINT[tone])
            for (tone, is_hollow), parts in sorted(dots.items())
        )),
        _heads(found),
        _legend(sorted({tone for tone, _hollow in dots}), height),
    )  # fmt: skip


def _heads(found: Everybody) -> SafeString:
    return format_html_join("", '<text x="{}" y="24" font-size="12" fill="#555b6b">{}</text>', (
        (round(_EDGE + _STEP * one.first), tier_word(tier_at(one.column)))
        for one in found.places.bands if one.last - one.first >= _NARROW
    ))  # fmt: skip


def _legend(tones: Sequence[int], height: float) -> SafeString:
    """What the colours say."""
    parts, x = [], _EDGE
    for tone in tones:
        word = tone_word(tone) if TONES[tone][0] else _("Others")
        parts.append((round(x), round(height - 20), _PAINT[tone], round(x + 10), word))
        x += 40 + 13 * len(word)
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="4" fill="{}"/><text x="{}" y="{}" font-size="12" '
        'fill="#555b6b">{}</text>',
        ((x, y, paint, at, y + 4, word) for x, y, paint, at, word in parts),
    )
