from __future__ import annotations

import os

from sekisho.config.compiled import ENGINE, PLACE, place_kernels, source_digest


def test_kernels_lie_below_the_data_folder_under_the_name_of_their_source(tmp_path, monkeypatch):
    monkeypatch.delenv(PLACE)
    folder = place_kernels(tmp_path)
    assert folder == tmp_path / "compiled" / source_digest(ENGINE)
    assert os.environ[PLACE] == str(folder)
    assert not folder.exists()  # a command that compiles nothing leaves nothing


def test_what_the_environment_says_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(PLACE, str(tmp_path / "elsewhere"))
    assert place_kernels(tmp_path / "data") == tmp_path / "elsewhere"


def test_any_change_of_the_source_gives_another_folder(tmp_path):
    (tmp_path / "a.py").write_text("1", encoding="ascii")
    first = source_digest(tmp_path)
    (tmp_path / "a.py").write_text("2", encoding="ascii")
    second = source_digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, source_digest(tmp_path)}) == 3
