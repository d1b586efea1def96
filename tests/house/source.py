"""What the house rules look at: the files of the project, parsed once."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sekisho"
APPS = SOURCE / "apps"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    """The path as it stands in a message."""
    return path.relative_to(ROOT).as_posix()


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that git knows or would take in; outside a checkout every file of the tree."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\0") if done.returncode == 0 else _walked()
    return tuple(sorted({ROOT / name for name in names if name and (ROOT / name).is_file()}))


def _walked() -> list[str]:
    built = {".venv", ".tools", "node_modules", "var", "__pycache__", "vendor", ".git"}
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in files if not built & set(path.parts)]


@cache
def python_files() -> tuple[Path, ...]:
    """The product's own Python, migrations aside."""
    return tuple(p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts)


@cache
def templates() -> tuple[Path, ...]:
    """The product's templates of both languages, sorted."""
    found = (*SOURCE.rglob("templates/**/*"), *SOURCE.rglob("jinja2/**/*"))
    return tuple(p for p in sorted(found) if p.is_file())


def template_name(path: Path) -> str:
    """The name by which pages call a template."""
    return re.split(r"/(?:templates|jinja2)/", path.as_posix())[-1]


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions_of(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def calls_of(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last word of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield last_word(node.func), node


def last_word(node: ast.expr) -> str:
    """`c` of `a.b.c`, empty for anything that has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def text_of(node: ast.expr | None) -> str | None:
    """The value of a plain string, None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def layer_files(*layers: str) -> tuple[Path, ...]:
    """The files of these layers (`actions`, `web`) in every room, be they file or folder."""
    return tuple(
        path
        for path in python_files()
        if path.is_relative_to(APPS)
        and len(path.relative_to(APPS).parts) > 1
        and path.relative_to(APPS).parts[1].removesuffix(".py") in layers
    )


def dotted(path: Path) -> str:
    """The module name of a file below src."""
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def migration_files() -> tuple[Path, ...]:
    """The migrations of all rooms."""
    return tuple(p for p in sorted(APPS.glob("*/migrations/*.py")) if p.stem != "__init__")
