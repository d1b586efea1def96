"""Parts of a page that are the same for many requests: drawn once, then kept as text."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_MOST = 500
_kept: dict[Hashable, SafeString] = {}


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


def forget_still() -> None:
    """Draw every part anew: what it shows was registered again."""
    _kept.clear()
