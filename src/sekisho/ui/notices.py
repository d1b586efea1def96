"""The short message after something was done, with its way back when there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

_LEVELS = {
    "done": messages.SUCCESS,
    "neutral": messages.INFO,
    "attention": messages.WARNING,
    "critical": messages.ERROR,
}
_UNDO = "undo="


def notify(
    request: HttpRequest, text: _StrOrPromise, *, tone: str = "done", undo_url: str = ""
) -> None:
    """Show a message on the next page; with `undo_url` it carries a button that posts there."""
    messages.add_message(
        request, _LEVELS[tone], str(text), extra_tags=f"{_UNDO}{undo_url}" if undo_url else ""
    )


def undo_url_of(extra_tags: str | None) -> str:
    """The address that takes the thing back, empty when it cannot be taken back."""
    return (extra_tags or "").removeprefix(_UNDO) if (extra_tags or "").startswith(_UNDO) else ""
