"""The addresses of the pages of a conversation."""

from __future__ import annotations

import re
import uuid
from functools import cache

from django.urls import reverse


def address(name: str, link_uid: uuid.UUID | None, **keys: str) -> str:
    """The address of a page of this conversation; `keys` are slugs, of a question or category.

    A page of thirty questions needs a hundred of them, so the resolver is asked once per name.
    """
    values = {str(_LINK_MARK): str(link_uid), **{_mark(key): keys[key] for key in keys}}
    return "".join(values.get(part, part) for part in _pattern(name, tuple(keys)))


_LINK_MARK = uuid.UUID(int=1)


def _mark(key: str) -> str:
    return f"0-the-{key}-0"


@cache
def _pattern(name: str, keys: tuple[str, ...]) -> list[str]:
    """An address in pieces: what never changes, and marks for what does."""
    marks = {"link_uid": _LINK_MARK, **{key: _mark(key) for key in keys}}
    whole = reverse(f"portal:{name}", kwargs=marks)
    return re.split("(" + "|".join(re.escape(str(mark)) for mark in marks.values()) + ")", whole)
