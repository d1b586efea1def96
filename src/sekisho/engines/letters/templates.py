"""Templates with {{field}} and nothing more: no logic, no attributes, no second expansion."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.engines.letters.faults import Fault
from sekisho.engines.letters.fields import FIELD_BY_NAME
from sekisho.kernel.errors import Invalid

TEMPLATE_LENGTH = 20_000
ONE_LINE_LENGTH = 1_000
MULTILINE_LENGTH = 5_000
SHOWN_LENGTH = 40

# A whole field, or a lone mark that should have been part of one.
_TOKEN = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}|(?P<stray>\{\{|\}\})")
# Line breaks of every kind that mail programs and terminals act on.
_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Template:
    """A sound template: plain text and field names by turns, beginning and ending with text.

    `texts` has one entry more than `fields`.
    """

    texts: tuple[str, ...]
    fields: tuple[str, ...]


def parse_template(text: str) -> Template | tuple[Fault, ...]:
    """The template, or all that is wrong with it in the order of the text.

    Faults: letters.too_long, letters.unclosed (nested braces end here too), letters.unopened,
    letters.unknown_field; positions count characters from 0.
    """
    if len(text) > TEMPLATE_LENGTH:
        return (Fault("letters.too_long", TEMPLATE_LENGTH, str(len(text))),)
    texts, fields, faults, end = [], [], [], 0
    for token in _TOKEN.finditer(text):
        if fault := _fault(token):
            faults.append(fault)
        texts.append(text[end : token.start()])
        fields.append((token["inside"] or "").strip())
        end = token.end()
    return tuple(faults) or Template((*texts, text[end:]), tuple(fields))


def render(template: Template, values: Mapping[str, str]) -> str:
    """The template with its values, put in once: a value that looks like a field stays as it is.

    Line breaks and control characters are taken out of one-line values, control characters out of
    the others. Raises Invalid: letters.value_missing, letters.value_too_long, naming the field.
    """
    filled = (_value(name, values) for name in template.fields)
    pieces = [template.texts[0]]
    for value, text in zip(filled, template.texts[1:], strict=True):
        pieces += (value, text)
    return "".join(pieces)


def one_line(text: str) -> str:
    """The text on one line, fit for a subject: breaks become spaces, unseen characters go."""
    return " ".join(_visible(_BREAKS.sub(" ", text).replace("\t", " ")).split(" ")).strip()


def _fault(token: re.Match[str]) -> Fault | None:
    if token["stray"]:
        code = "letters.unclosed" if token["stray"] == "{{" else "letters.unopened"
        return Fault(code, token.start(), token["stray"])
    name = token["inside"].strip()
    if name not in FIELD_BY_NAME:
        return Fault("letters.unknown_field", token.start(), name[:SHOWN_LENGTH])
    return None


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise Invalid("letters.value_missing", field=name)
    is_multiline = FIELD_BY_NAME[name].is_multiline
    if len(values[name]) > (MULTILINE_LENGTH if is_multiline else ONE_LINE_LENGTH):
        raise Invalid("letters.value_too_long", field=name)
    if not is_multiline:
        return one_line(values[name])
    return "\n".join(map(_visible, _BREAKS.sub("\n", values[name]).split("\n")))


def _visible(text: str) -> str:
    """The text without control and format characters, among them those that turn its direction."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
