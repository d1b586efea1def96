"""Every picture that a document shows is there, light, and described."""

from __future__ import annotations

import re

from tests.house.source import ROOT

SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")
LARGEST_BYTES = 150_000
PICTURES = ROOT / "docs" / "pictures"


def shown_pictures():
    """(document, words, picture) of every picture in the read-mes and the documents."""
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for words, path in SHOWN.findall(document.read_text(encoding="utf-8")):
            yield document, words, (document.parent / path).resolve()


def test_every_picture_that_a_document_shows_is_there():
    assert [
        f"{document.name}: {path}" for document, _w, path in shown_pictures() if not path.is_file()
    ] == []


def test_every_picture_is_described_in_words():
    assert [path.name for _document, words, path in shown_pictures() if not words.strip()] == []


def test_no_picture_is_heavy():
    heavy = [path.name for path in PICTURES.glob("*") if path.stat().st_size > LARGEST_BYTES]
    assert heavy == []
