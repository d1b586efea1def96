from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import SOURCE, last_word, layer_files, python_files, shown, tree_of

# What reads the clock, the dice or the disk although its module may be imported for its values.
IMPURE_CALLS = {
    *{"now", "utcnow", "today", "fromtimestamp", "uuid1", "uuid4", "open", "input", "print"},
    *{"getnode", "urlopen"},
}
# The clock port has a function of that name; it is filled from outside.
OWN_CLOCK = "src/sekisho/kernel/entropy.py"
# path -> why this file may reach models by name
EVERY_TABLE = {"src/sekisho/cli/backup.py": "a back-up copies every table, whatever room it is in"}
TO_MODELS = {"get_model", "get_models", "ContentType", "GenericForeignKey"}


def impure_calls(tree: ast.AST) -> list[str]:
    """Calls that read the world, by name."""
    return [
        last_word(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and last_word(node.func) in IMPURE_CALLS
    ]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def side_doors(tree: ast.AST) -> list[str]:
    """Ways to a model that the import contracts cannot see."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and last_word(node) in TO_MODELS:
            found.append(last_word(node))
        if isinstance(node, ast.ImportFrom):
            found += [alias.name for alias in node.names if alias.name in TO_MODELS]
        if isinstance(node, ast.Attribute) and node.attr == "model" and is_meta(node.value):
            found.append("_meta.model")
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            found.append("objects")
    return found


def is_meta(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "_meta"


def below(*floors: str) -> tuple[Path, ...]:
    return tuple(p for p in python_files() if p.relative_to(SOURCE).parts[0] in floors)


def test_kernel_and_engines_read_neither_clock_nor_dice_nor_disk():
    wrong = {
        shown(path): calls
        for path in below("kernel", "engines")
        if shown(path) != OWN_CLOCK and (calls := impure_calls(tree_of(path)))
    }
    assert not wrong


def test_of_urllib_engines_use_only_the_part_that_spells_addresses():
    for path in below("kernel", "engines"):
        names = [name for name in imported(tree_of(path)) if name.startswith("urllib")]
        assert all(name.startswith("urllib.parse") for name in names), shown(path)


def test_no_file_reaches_a_model_by_a_side_door():
    allowed = {*layer_files("actions", "queries", "models")}
    wrong = {
        shown(path): doors
        for path in python_files()
        if path not in allowed
        and path not in layer_files("jobs")
        and shown(path) not in EVERY_TABLE
        if (doors := side_doors(tree_of(path)))
    }
    assert not wrong


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "uuid.uuid4()", "open('x')", "date.today()", "uuid4()"]
)
def test_a_planted_look_at_the_world_is_seen(line):
    assert impure_calls(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "apps.get_model('asks.Ask')",
        "ask._meta.model",
        "ContentType.objects",
        "form.instance.objects",
    ],
)
def test_a_planted_side_door_is_seen(line):
    assert side_doors(ast.parse(line))
