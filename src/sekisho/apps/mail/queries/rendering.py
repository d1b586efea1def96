"""Turns outbox rows into letters through the renderers that the asking rooms registered."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.module_loading import import_string

from sekisho.apps.mail.events import LetterRef, RenderedLetter, kind_of
from sekisho.kernel.errors import NotFound, Problem, Unavailable

_log = logging.getLogger(__name__)
# Unavailable means: not now. Every other Problem means: never.
Rendered = RenderedLetter | Problem


def render_letters(rows: Iterable[tuple[str, LetterRef]]) -> dict[int, Rendered]:
    """The letter, or why there is none, for each (letter name, row), keyed by outbox number.

    A renderer that breaks makes its letters wait; the letters of others are not touched.
    """
    by_letter: dict[str, list[LetterRef]] = defaultdict(list)
    for letter, ref in rows:
        by_letter[letter].append(ref)
    found: dict[int, Rendered] = {}
    for letter, refs in by_letter.items():
        given = _render(letter, refs)
        missing = NotFound("mail.not_rendered")
        found.update({ref.outbox_id: given.get(ref.outbox_id, missing) for ref in refs})
    return found


def _render(letter: str, refs: Sequence[LetterRef]) -> Mapping[int, Rendered]:
    kind = kind_of(letter)
    if kind is None:
        _log.error("No room renders the letter %s", letter)
        unknown = Unavailable("mail.letter_unknown")
        return {ref.outbox_id: unknown for ref in refs}
    try:
        given: Mapping[int, Rendered] = import_string(kind.renderer)(refs)
    except Exception:  # noqa: BLE001 - a broken renderer must not stop other rooms' letters
        _log.exception("The renderer of %s failed", letter)
        broken = Unavailable("mail.render_failed")
        return {ref.outbox_id: broken for ref in refs}
    return given
