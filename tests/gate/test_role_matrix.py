"""The role matrix in the documents is the one of the code."""

from __future__ import annotations

import os

import pytest

from tests.gate.role_matrix import path_of, written


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_role_matrix_is_the_one_of_the_code(language) -> None:
    if os.environ.get("SEKISHO_TEST_WRITE"):
        path_of(language).write_text(written(language), encoding="utf-8")
    told = "run it again with SEKISHO_TEST_WRITE=1"
    assert path_of(language).read_text(encoding="utf-8") == written(language), told
