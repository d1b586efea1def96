"""What is named by a string must exist: settings, jobs, handlers, addresses, templates."""

from __future__ import annotations

import ast
import re
from importlib import import_module

import pytest
from django.apps import apps as installed
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from sekisho.ui.entrances import Face, rule_of
from tests.house.source import (
    SOURCE,
    calls_of,
    python_files,
    shown,
    template_name,
    templates,
    text_of,
    tree_of,
)

DOTTED = re.compile(r"sekisho(\.\w+)+")
# Addresses of others that have no rule of ours -> why they are safe as they are
FOREIGN = {"allauth.": "sign-in and second factor guard themselves; the room wraps what needs more"}


def resolves(name: str) -> bool:
    """Whether the dotted name is a module or something inside one."""
    for find in (import_module, import_string):
        try:
            find(name)
        except ImportError:
            continue
        return True
    return False


def views_of(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    """Every address with its view."""
    found: list[tuple[str, object]] = []
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            found.append((path, entry.callback))
        else:
            found += views_of(entry, path)
    return found


def module_of(view: object) -> str:
    return f"{getattr(view, '__module__', '')}."


def test_every_dotted_name_in_a_string_can_be_found():
    missing = {
        f"{shown(path)}: {node.value}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and DOTTED.fullmatch(node.value)
        and not node.value.endswith((".sqlite3", ".json"))
        and not resolves(node.value)
    }
    assert not missing


def test_every_subscribed_handler_and_every_job_is_a_function():
    from sekisho.apps.work.events import all_handlers

    jobs = [
        text_of(call.args[0] if call.args else None)
        for path in python_files()
        for name, call in calls_of(tree_of(path))
        if name == "start_job"
    ]
    for name in [*all_handlers(), *filter(None, jobs)]:
        assert callable(import_string(name)), name


def test_every_address_has_a_rule():
    without = [
        path or "/"
        for path, view in views_of(get_resolver())
        if rule_of(view) is None and not module_of(view).startswith(tuple(FOREIGN))
    ]
    assert not without


def test_every_address_open_to_anybody_says_why():
    rules = [(path, rule_of(view)) for path, view in views_of(get_resolver())]
    assert not [p for p, rule in rules if rule and rule.face is Face.PUBLIC and not rule.because]


def test_every_template_can_be_compiled():
    for path in templates():
        if path.suffix in {".html", ".jinja", ".txt"}:
            assert get_template(template_name(path)), path


def test_every_room_in_the_folder_is_installed():
    built = {path.parent.name for path in (SOURCE / "apps").glob("*/apps.py")}
    assert built == {c.label for c in installed.get_app_configs() if ".apps." in c.name} & built
    assert built <= {config.label for config in installed.get_app_configs()}


@pytest.mark.parametrize("name", ["sekisho.apps.nowhere", "sekisho.kernel.ids.nothing"])
def test_a_planted_wrong_name_is_seen(name):
    assert not resolves(name)


def test_a_planted_view_without_a_rule_is_seen():
    assert rule_of(lambda: None) is None
