"""Consent taken back while the same answers are submitted: one of both happens, never half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.apps.sharing.rush import TURNS
from tests.factories.databases import Copies

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def turns(copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    data = tmp_path_factory.mktemp("sharing")
    with copies.own(data) as database:
        done = subprocess.run(
            [sys.executable, "-m", "tests.apps.sharing.rush"],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if "SEKISHO" not in name},
                "DJANGO_SETTINGS_MODULE": "sekisho.config.settings",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "SEKISHO_DATA": str(data),
                "SEKISHO_KEY_FILE": os.environ["SEKISHO_KEY_FILE"],
                "SEKISHO_DATABASE_URL": database,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_either_it_is_taken_back_or_it_is_submitted(turns: list[dict[str, Any]]) -> None:
    assert len(turns) == TURNS
    for one in turns:
        if one["is_withdrawn"]:
            assert one["submissions"] == 0, one
            assert one["answered"] < one["total"], one
            assert one["state"] == "answering", one
        else:
            assert one["submissions"] == 1, one
            assert one["answered"] == one["total"], one
            assert one["outcomes"] == ["submit done", "withdraw asks.submitted_meanwhile"], one
