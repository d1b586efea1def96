"""Templates compiled to Python (Jinja2): for rows and cards that stand many times on a page.

A page is a Django template. A part that it draws fifty times lies in a folder `jinja2`, is named
`*.jinja` and comes in through `{% drawn "room/part.jinja" %}`. Words, dates and components of the
kit go by the same names there, as filters and functions. Each language has templates of its own, in
which `_("…")` is translated when they are compiled, not each time they are drawn.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer

from sekisho.ui import charts
from sekisho.ui.templatetags import kit

FILTERS = ("day", "moment", "clock", "distance", "since", "figure", "counted", "filesize")
FUNCTIONS = ("icon", "badge", "state", "state_word", "count", "share")


class Compiled(Environment):
    """An environment that keeps one of itself for each language."""

    language: str | None = None

    def get_template(self, name: str | Template, *arguments: Any, **named: Any) -> Template:
        """The template in the active language."""
        language = get_language() or "en"
        if self.language == language:
            return super().get_template(name, *arguments, **named)
        return self._in_language(language).get_template(name, *arguments, **named)

    def _in_language(self, language: str) -> Compiled:
        known: dict[str, Compiled] = self.__dict__.setdefault("known", {})
        if language not in known:
            own = self.overlay()
            own.language = language
            known[language] = own
        return known[language]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Words().visit(super()._parse(source, name, filename))
        return tree


class _Words(NodeTransformer):
    """Puts the translation in the place of `_("text")` and `_("text %(a)s", a=…)`."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja2 names it
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name != "_":
            return node
        (message,) = node.args
        words = nodes.Const(gettext(message.as_const()), lineno=node.lineno)
        if not node.kwargs:
            return words
        given = [nodes.Pair(nodes.Const(one.key), one.value) for one in node.kwargs]
        pattern = nodes.MarkSafe(words, lineno=node.lineno)
        return nodes.Mod(pattern, nodes.Dict(given), lineno=node.lineno)


def environment(**options: Any) -> Compiled:
    """The environment of compiled templates: escaping on, an unknown name is an error."""
    made = Compiled(
        trim_blocks=True, lstrip_blocks=True, **options | {"undefined": StrictUndefined}
    )
    made.filters.update({name: getattr(kit, name) for name in FILTERS})
    made.filters["linebreaksbr"] = linebreaksbr
    made.globals.update({name: getattr(kit, name) for name in FUNCTIONS})
    made.globals.update(url=_url, ngettext=ngettext, segments_of=charts.segments_of)
    return made


def _url(name: str, *arguments: uuid.UUID) -> str:
    """An address with ids in it; the resolver is asked once per name."""
    before = _pattern(name, len(arguments))
    return "".join(
        one for pair in zip(before, (*map(str, arguments), ""), strict=True) for one in pair
    )


@cache
def _pattern(name: str, ids: int) -> list[str]:
    """What stands before, between and after the ids of an address."""
    marks = [uuid.UUID(int=place + 1) for place in range(ids)]
    rest, parts = reverse(name, args=marks), []
    for mark in marks:
        part, _mark, rest = rest.partition(str(mark))
        parts.append(part)
    return [*parts, rest]
