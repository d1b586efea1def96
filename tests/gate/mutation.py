"""Takes one check out of the living code at a time, without touching a file.

The source is parsed, one condition or answer is turned, and the code of every function that came
from that file is exchanged in memory until the block ends.
"""

from __future__ import annotations

import ast
import copy
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType


@dataclass(frozen=True, slots=True)
class Mutant:
    """One turned place: which function, which line, what was done."""

    name: str
    tree: ast.Module


def mutants(path: Path, functions: set[str]) -> Iterator[Mutant]:
    """Every condition of these functions held true and false, every part of `and`/`or` dropped."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef) and outer.name in functions:
            for node in ast.walk(outer):
                yield from _turned(tree, outer.name, node)


def _turned(tree: ast.Module, function: str, node: ast.AST) -> Iterator[Mutant]:
    where = f"{function}: {_words(node)}"
    if isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            yield _mutant(tree, node, "test", _held(node.test, value), f"{where} held {value}")
    if isinstance(node, ast.BoolOp):
        for number in range(len(node.values)):
            rest = [part for place, part in enumerate(node.values) if place != number]
            dropped = [*rest, _held(node.values[number], isinstance(node.op, ast.And))]
            yield _mutant(tree, node, "values", dropped, f"{where} part {number} dropped")
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Compare | ast.BoolOp):
        for value in (True, False):
            yield _mutant(tree, node, "value", _held(node.value, value), f"{where} says {value}")


def _words(node: ast.AST) -> str:
    """The turned place in its own words, so that a name survives moved lines."""
    part = node.test if isinstance(node, ast.If | ast.IfExp) else node
    return ast.unparse(part)[:80]


def _held(test: ast.expr, value: bool) -> ast.expr:
    """The condition is still computed, so that the function keeps its free names."""
    pair = ast.Tuple(elts=[test, ast.Constant(value)], ctx=ast.Load())
    held = ast.Subscript(value=pair, slice=ast.Constant(1), ctx=ast.Load())
    return ast.copy_location(held, test)


def _mutant(tree: ast.Module, node: ast.AST, field: str, new: object, name: str) -> Mutant:
    old = getattr(node, field)
    setattr(node, field, new)
    changed = ast.fix_missing_locations(copy.deepcopy(tree))
    setattr(node, field, old)
    return Mutant(name, changed)


@contextmanager
def living(path: Path, mutant: Mutant) -> Iterator[None]:
    """The functions of this file behave as the mutant says."""
    codes = dict(_codes(compile(mutant.tree, str(path), "exec")))
    changed: list[tuple[FunctionType, CodeType]] = []
    for found in gc.get_objects():
        # type() and not isinstance(): lazy objects would wake up.
        if type(found) is FunctionType and found.__code__.co_filename == str(path):
            new = codes.get(found.__code__.co_qualname)
            if new is not None and new.co_freevars == found.__code__.co_freevars:
                changed.append((found, found.__code__))
                found.__code__ = new
    assert changed, "the mutant lives nowhere"
    try:
        yield
    finally:
        for function, code in changed:
            function.__code__ = code


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part.co_qualname, part
            yield from _codes(part)
