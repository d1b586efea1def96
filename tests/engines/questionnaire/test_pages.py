"""The page of the rules gives every code a sentence, in both languages with the same params."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDERS = ("src/sekisho/engines/questionnaire", "src/sekisho/adapters/content")
ROW = re.compile(r"^\| `((?:questionnaire|content)\.[a-z_.]+[a-z0-9])` \| (.+) \|$", re.MULTILINE)


def sentences(language: str) -> dict[str, str]:
    page = ROOT / "docs" / language / "rules" / "questionnaire.md"
    return dict(ROW.findall(page.read_text(encoding="utf-8")))


def codes_of_the_source() -> set[str]:
    texts = [
        path.read_text(encoding="utf-8") for name in FOLDERS for path in (ROOT / name).glob("*.py")
    ]
    literal = {
        code
        for text in texts
        for code in re.findall(r'"((?:questionnaire|content)\.[a-z_.]+[a-z0-9])"', text)
    }
    faults = re.findall(r'_fault\(question, (?:name|"[a-z_.]+"), "(\w+)"', "\n".join(texts))
    return literal | {f"questionnaire.answer.{name}" for name in faults}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_code_has_its_sentence_and_no_sentence_is_left_over(language):
    assert set(sentences(language)) == codes_of_the_source()


def test_both_languages_name_the_same_things():
    places = re.compile(r"%\((\w+)\)s")
    english, japanese = sentences("en"), sentences("ja")
    assert len(english) > 50
    for code, sentence in english.items():
        assert set(places.findall(sentence)) == set(places.findall(japanese[code])), code
