from __future__ import annotations

import ast
import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.house.source import migration_files, shown


@pytest.mark.django_db
def test_models_and_migrations_say_the_same():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_migrations_of_a_room_form_one_line():
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


def test_a_migration_has_a_name_that_says_what_it_does():
    numbered = re.compile(r"\d{4}_(?!auto)[a-z0-9_]+")
    assert not [shown(p) for p in migration_files() if not numbered.fullmatch(p.stem)]


def test_a_migration_imports_nothing_of_a_room():
    for path in migration_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("sekisho.apps"), shown(path)
