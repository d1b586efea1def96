"""The stories as they are shipped, and what is refused."""

from __future__ import annotations

import shutil

import pytest

from sekisho.adapters.content.folder import content_folder
from sekisho.adapters.content.inventory import load_kinds
from sekisho.adapters.content.stories import load_stories, story_fault
from sekisho.kernel.errors import Invalid, Unavailable

CHAIN = content_folder() / "chain"
KINDS = load_kinds(content_folder() / "inventory")


@pytest.fixture
def folder(tmp_path):
    for name in ("stories-1.0.yaml", "stories.schema.json"):
        shutil.copy(CHAIN / name, tmp_path / name)
    return tmp_path


def test_both_stories_are_shipped_in_both_languages():
    found = load_stories(CHAIN, KINDS)
    assert [one["key"] for one in found] == ["parts-maker", "form-service"]
    for one in found:
        words = [one["title"], one["lead"], one["lesson"], *one["bodies"], *one["changes"]]
        assert all(part["ja"].strip() and part["en"].strip() for part in words)
        assert story_fault(CHAIN, one) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: need, from: works", "kind: needs, from: works"),
        ("days: 3 }", "days: 999 }"),
        ('version: "1.0"', 'version: "1.1"'),
        ("goal: ordering", "goal: 7"),
    ],
)
def test_a_wrong_file_is_refused_by_name(folder, old, new):
    path = folder / "stories-1.0.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as raised:
        load_stories(folder, KINDS)
    assert raised.value.code == "content.stories_wrong"
    assert raised.value.params["file"] == "stories-1.0.yaml"


def test_a_folder_without_stories_says_so(tmp_path):
    with pytest.raises(Unavailable):
        load_stories(tmp_path, KINDS)


def test_a_document_with_too_much_is_told_by_place():
    document = {**load_stories(CHAIN, KINDS)[0], "colour": "red"}
    assert story_fault(CHAIN, document) == "$"
