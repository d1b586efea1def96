"""Sample words of the pattern book in both languages; they belong to no catalogue."""

from __future__ import annotations

from django import template

from sekisho.ui.wording import is_japanese

register = template.Library()


@register.filter
def ja(english: str, japanese: str) -> str:
    """`{{ "Name"|ja:"名称" }}`: the sample word in the language of the page."""
    return japanese if is_japanese() else english
