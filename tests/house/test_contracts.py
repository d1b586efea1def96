from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import APPS, ROOT, SOURCE

FLOORS = ("config", "cli", "apps", "ui", "adapters", "engines", "kernel")
PLAN = ("urls", "web", "api", "jobs", "forms", "schemas", "actions", "queries", "events", "models")
IN_A_ROOM = {
    *PLAN,
    "apps",
    "migrations",
    "templates",
    "jinja2",
    "locale",
    "static",
    "README.md",
    "__init__",
}


def linted(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of this project on the package in `folder`/src."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]
    command += ["--config", str(ROOT / ".importlinter"), "--cache-dir", str(cache)]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def rooms_in_contract() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser["importlinter:contract:rooms"]["layers"].split()


def test_the_import_contracts_are_kept(tmp_path):
    done = linted(ROOT, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_room_stands_in_parentheses_exactly_while_it_is_not_built():
    built = {path.parent.name for path in APPS.glob("*/__init__.py")}
    bare = {name for name in rooms_in_contract() if not name.startswith("(")}
    assert bare == built


def test_a_room_holds_nothing_outside_the_plan():
    strangers = [
        f"{room.name}/{entry.name}"
        for room in APPS.iterdir()
        if room.is_dir() and room.name != "__pycache__"
        for entry in room.iterdir()
        if entry.name.removesuffix(".py") not in IN_A_ROOM and entry.name != "__pycache__"
    ]
    assert not strangers


def test_every_room_says_what_it_is_for_in_ten_lines():
    for room in (path.parent for path in APPS.glob("*/apps.py")):
        text = (room / "README.md").read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 15, room.name


def test_no_folder_or_file_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "manager", "managers", "core", "misc", "common"}
    assert not [path for path in SOURCE.rglob("*") if path.stem in empty]


@pytest.fixture(scope="module")
def model_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of empty rooms to which one wrong import at a time is added."""
    folder = tmp_path_factory.mktemp("house")
    package = folder / "src" / "sekisho"
    files = [f"{floor}/__init__.py" for floor in FLOORS]
    files += ["kernel/errors.py", "engines/deadlines/__init__.py"]
    files += [f"adapters/{name}/__init__.py" for name in ("feeds", "sheets")]
    for name in (room.strip("()") for room in rooms_in_contract()):
        files += [f"apps/{name}/__init__.py"]
        files += [f"apps/{name}/{layer}.py" for layer in (*PLAN, "apps")]
    for file in ["__init__.py", *files]:
        path = package / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return folder


PLANTED = [
    ("1", "kernel/errors.py", "import sekisho.engines.deadlines"),
    ("1", "ui/__init__.py", "import sekisho.apps.audit.queries"),
    ("1", "misplaced.py", ""),
    ("2", "apps/audit/queries.py", "from sekisho.apps.home import queries"),
    ("2", "apps/gossip/__init__.py", ""),
    ("3", "apps/asks/queries.py", "from sekisho.apps.asks import actions"),
    ("3", "apps/asks/web.py", "from sekisho.apps.asks import jobs"),
    ("3", "apps/asks/helpers.py", ""),
    ("4a", "adapters/feeds/__init__.py", "from django.conf import settings"),
    ("4b", "engines/deadlines/__init__.py", "from pathlib import Path"),
    ("4b", "kernel/errors.py", "import time"),
    ("5a", "apps/asks/web.py", "from sekisho.apps.asks.models import Ask"),
    ("5a", "apps/asks/forms.py", "if 0:\n    from sekisho.apps.asks import models"),
    ("5b", "apps/asks/queries.py", "from sekisho.apps.partners import models"),
    ("5b", "config/__init__.py", "from sekisho.apps.audit import models"),
    ("6", "adapters/feeds/__init__.py", "import sekisho.adapters.sheets"),
]


def test_the_model_house_keeps_every_contract(model_house, tmp_path):
    done = linted(model_house, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_wrong_import_breaks_its_contract(model_house, tmp_path, contract, file, line):
    path = model_house / "src" / "sekisho" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    try:
        done = linted(model_house, tmp_path)
    finally:
        path.write_text(before, encoding="utf-8") if before is not None else path.unlink()
        if file.startswith("apps/gossip"):
            path.parent.rmdir()
    broken = re.findall(r"^(\d\w?)\. .* BROKEN", done.stdout, flags=re.MULTILINE)
    assert contract in broken, done.stdout + done.stderr
