from __future__ import annotations

import pytest

from sekisho.cli import kernels
from sekisho.engines.chain import warm
from tests.factories.installations import Installation


def test_what_older_versions_compiled_is_removed(tmp_path):
    for name in ("old", "current"):
        (tmp_path / "compiled" / name).mkdir(parents=True)
    assert kernels.forget_older(tmp_path / "compiled" / "current") == 1
    assert [path.name for path in (tmp_path / "compiled").iterdir()] == ["current"]


def test_a_folder_of_somebodys_own_choice_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "theirs").mkdir()
    assert kernels.forget_older(tmp_path / "mine") == 0
    assert (tmp_path / "theirs").exists()


def test_what_is_complete_for_this_machine_is_not_compiled_again(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(warm, "warm_up", lambda: asked.append(1))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "compiled" / "current"))
    for expected in (1, 1):
        kernels.compile_kernels()
        assert len(asked) == expected
    monkeypatch.setattr(kernels, "machine_here", lambda: "another one")
    kernels.compile_kernels()
    assert len(asked) == 2


@pytest.mark.slow
def test_a_second_start_finds_everything_compiled(tmp_path):
    installation = Installation(tmp_path, tmp_path / "keys" / "sekisho.json")
    assert installation.sekisho("kernels", NUMBA_CACHE_DIR="").returncode == 0
    compiled = {p: p.stat().st_mtime_ns for p in installation.data.rglob("*.nbc")}
    assert compiled
    assert installation.sekisho("kernels", NUMBA_CACHE_DIR="").returncode == 0
    assert {p: p.stat().st_mtime_ns for p in installation.data.rglob("*.nbc")} == compiled
