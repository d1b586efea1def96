from __future__ import annotations

import pytest

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.folder import _first_folder
from sekisho.kernel.errors import Unavailable


def test_the_content_of_the_repository_is_found():
    assert (content_folder() / "question-sets" / "schema.json").is_file()


def test_content_inside_the_package_comes_first(tmp_path):
    package = tmp_path / "src" / "sekisho"
    package.mkdir(parents=True)
    with pytest.raises(Unavailable):
        _first_folder(package)
    (tmp_path / "content").mkdir()
    assert _first_folder(package) == tmp_path / "content"
    (package / "content").mkdir()
    assert _first_folder(package) == package / "content"
