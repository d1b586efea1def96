"""Templates keep to the strict content policy and to the design kit."""

from __future__ import annotations

import re

import pytest

from tests.house.source import shown, templates

FORBIDDEN = {
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
    ),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
    "a file from elsewhere": re.compile(
        r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
    ),
}
# Files of other kinds: a letter has no page policy but may not run anything either.
PAGES = {".html", ".jinja", ".svg"}


def faults(text: str) -> list[str]:
    """What in the template the content policy would block or should block."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_no_template_needs_more_than_the_content_policy_gives():
    pages = [path for path in templates() if path.suffix in PAGES]
    wrong = {shown(p): found for p in pages if (found := faults(p.read_text(encoding="utf-8")))}
    assert not wrong


def test_every_form_that_changes_something_carries_its_token():
    without = [
        shown(path)
        for path in templates()
        for form in re.findall(
            r"<form\b[^>]*method=[\"']?post.*?</form>",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL | re.IGNORECASE,
        )
        if not re.search(r"csrf_token|{{ csrf }}", form)
    ]
    assert not without


@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        '<p style="color:red">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        "{{ text|safe }}",
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_a_planted_fault_is_seen(line):
    assert faults(line)


@pytest.mark.parametrize(
    "line",
    [
        "<script src=\"{% static 'ui/x.js' %}\" defer></script>",
        '<script type="application/json">{}</script>',
    ],
)
def test_a_sound_line_passes(line):
    assert not faults(line)
