"""Finds every text that gettext would translate, without the gettext programs.

Python is read as a tree. Templates go through Django's own `templatize`, which spells every
translation tag as a gettext call; those calls are then read as Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house.source import calls_of, text_of

_CALL = re.compile(r"\b(?:(?:n|p|np)?gettext(?:_lazy|_noop)?|_)\(")
_PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
_PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_", "_lazy"}


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate, as gettext keys it."""

    text: str
    context: str = ""
    plural: str = ""


def message_of(name: str, call: ast.Call) -> Message | None:
    """The message of one gettext call; None for another call or a computed text."""
    if name not in _PLAIN | _PLURAL | _CONTEXT:
        return None
    texts = [text_of(argument) for argument in call.args]
    context = texts.pop(0) if name in _CONTEXT and texts else ""
    if not texts or texts[0] is None or context is None:
        return None
    plural = texts[1] if name in _PLURAL and len(texts) > 1 else ""
    return Message(texts[0], context, plural or "")


def in_python(tree: ast.AST) -> Iterator[Message]:
    """The messages of a Python file."""
    for name, call in calls_of(tree):
        message = message_of(name, call)
        if message and message.text:
            yield message


def in_template(text: str, name: str = "") -> Iterator[Message]:
    """The messages of a template; a compiled one spells them as calls already."""
    spelled = text if name.endswith(".jinja") else templatize(text, origin=name)
    for found in _CALL.finditer(spelled):
        yield from in_python(_expression_at(spelled, found.start()))


def _expression_at(text: str, start: int) -> ast.AST:
    """The call that begins here: the shortest stretch up to a bracket that Python can read."""
    end = text.find(")", start)
    while end >= 0:
        try:
            # The plural form counts by a bare name that stands for the tag's counter.
            return ast.parse(text[start : end + 1], mode="eval")
        except SyntaxError:
            end = text.find(")", end + 1)
    raise ValueError(f"A translation call never ends: {text[start : start + 80]!r}")


def in_file(path: Path) -> Iterator[Message]:
    """The messages of a file of either kind."""
    text = path.read_text(encoding="utf-8")
    return in_python(ast.parse(text)) if path.suffix == ".py" else in_template(text, path.name)
