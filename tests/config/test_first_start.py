from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sekisho.config.env import WrongSetting
from sekisho.config.first_start import make_ready


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    data, keys = tmp_path / "data", tmp_path / "keys" / "sekisho.json"
    monkeypatch.setenv("SEKISHO_DATA", str(data))
    monkeypatch.setenv("SEKISHO_KEY_FILE", str(keys))
    return data, keys


def test_a_first_start_makes_folders_and_a_key_file_for_the_owner_only(
    places: tuple[Path, Path],
) -> None:
    data, keys = places
    make_ready(is_new_allowed=True)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert data.is_dir()


def test_a_second_start_keeps_the_keys(places: tuple[Path, Path]) -> None:
    make_ready(is_new_allowed=True)
    before = places[1].read_bytes()
    make_ready(is_new_allowed=True)
    assert places[1].read_bytes() == before


def test_a_lost_key_file_beside_data_stops_the_start_and_makes_no_new_one(
    places: tuple[Path, Path],
) -> None:
    make_ready(is_new_allowed=True)
    places[1].unlink()
    with pytest.raises(WrongSetting, match="Put that file back"):
        make_ready(is_new_allowed=True)
    assert not places[1].exists()


def test_a_command_that_needs_an_installation_makes_none(places: tuple[Path, Path]) -> None:
    with pytest.raises(WrongSetting, match="make run"):
        make_ready(is_new_allowed=False)
    assert not places[0].exists()
