from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.apps.asks.answer.rush import KEYS
from tests.factories.databases import Copies

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def told(copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    data = tmp_path_factory.mktemp("rush")
    with copies.own(data) as database:
        done = subprocess.run(
            [sys.executable, "-m", "tests.apps.asks.answer.rush"],
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
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_colleagues_at_different_questions_lose_nothing(told: dict[str, Any]) -> None:
    rush = told["different"]
    assert rush["outcomes"] == ["saved yes"] * len(KEYS)
    assert rush["kept"] == dict.fromkeys(KEYS, "yes")
    assert (rush["revision"], rush["answered"]) == (len(KEYS), len(KEYS))


def test_of_two_answers_to_one_question_one_is_kept_and_the_other_is_told(
    told: dict[str, Any],
) -> None:
    rush = told["same_question"]
    kept = rush["kept"][KEYS[0]]
    assert sorted(rush["outcomes"]) == [f"conflict {kept}", f"saved {kept}"]
    assert rush["revision"] == 1


def test_one_form_sent_many_times_at_once_has_one_effect(told: dict[str, Any]) -> None:
    rush = told["same_form"]
    assert sorted(rush["outcomes"]) == ["saved yes", *["unchanged yes"] * 7]
    assert rush["revision"] == 1
