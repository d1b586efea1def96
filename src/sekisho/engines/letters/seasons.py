"""The greeting of the season with which a Japanese letter opens."""

from __future__ import annotations

import re

_GREETINGS = (
    *("新春の候", "余寒の候", "早春の候", "陽春の候", "新緑の候", "初夏の候"),
    *("盛夏の候", "残暑の候", "初秋の候", "秋冷の候", "晩秋の候", "初冬の候"),
)
# 時下, "at this time", may stand in any month; it is what a greeting of the season replaces.
_OPENING = re.compile(r"^((?:拝啓|謹啓)[ \u3000、]*)時下[、 \u3000]*", re.MULTILINE)


def season_greeting(month: int) -> str:
    """The greeting of a month, 1 to 12."""
    return _GREETINGS[month - 1]


def with_season(text: str, month: int) -> str:
    """The text with 時下 after 拝啓 replaced by the greeting; unchanged without them."""
    return _OPENING.sub(rf"\g<1>{season_greeting(month)}、", text, count=1)
