"""Parts of a page that are the same for many requests: drawn once, then kept as text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from django import template
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
_MOST = 500
_kept: dict[Hashable, SafeString] = {}
_MOST_ROWS = 4000  # of a KB or so
_rows: dict[Hashable, str] = {}


@register.simple_tag
def still(name: str, **given: Hashable) -> SafeString:
    """`{% still "ui/head.html" %}`: a part that needs nothing but the language and what is given.

    It sees neither the request nor the page's names, so nothing of one visitor reaches another.
    """
    if settings.DEBUG:
        return render_to_string(name, given)
    key = (name, get_language(), settings.ROOT_URLCONF, *given.items())
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        found = _kept[key] = render_to_string(name, given)
    return found


@register.simple_tag
def each(name: str, rows: Iterable[Hashable], **given: Hashable) -> SafeString:
    """`{% each "asks/board_row.jinja" rows can_run=can_run %}`: one compiled part a row.

    A row that looks as it did is not drawn again. The part sees `row` and what is given, in the
    language and zone of the page; neither the request nor the page's names.
    """
    template = get_template(name)
    place = (name, get_language(), timezone.get_current_timezone_name(), *given.items())
    pieces = []
    for row in rows:
        piece = _rows.get((place, row))
        if piece is None:
            if len(_rows) >= _MOST_ROWS:
                _rows.clear()
            piece = _rows[place, row] = template.render({"row": row, **given})
        pieces.append(piece)
    return mark_safe("".join(pieces))  # noqa: S308 - compiled templates escape what they are given


def forget_still() -> None:
    """Draw every part anew: what it shows was registered again."""
    _kept.clear()
    _rows.clear()
