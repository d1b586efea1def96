"""What the code offers stands in the documents, in both languages."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from sekisho.config.env import VARIABLES
from sekisho.ui.problems import known_codes
from setup.write_reference import raised_codes
from tests.house.source import ROOT, SOURCE

LANGUAGES = ("ja", "en")
CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
# Refusals for which the family's sentence says all there is to say.
SAID_BY_FAMILY = {"NotFound", "Forbidden"}
# Adapters whose findings a person reads on a page, as the rooms' own.
READ_ON_PAGES = {"intake", "sheets"}


def page(language: str, name: str) -> str:
    return (ROOT / "docs" / language / "guide" / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def package_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower() for line in requirements}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_documented(language):
    text = page(language, "settings.md")
    missing = [v.name for v in VARIABLES if f"`{v.name}`" not in text]
    assert not missing, "make docs writes them"


def test_every_setting_is_explained_in_both_languages():
    assert not [v.name for v in VARIABLES if not v.help.is_complete]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_is_documented(language):
    text = page(language, "errors.md")
    missing = [code for code in raised_codes() if f"`{code}`" not in text]
    assert not missing, "make docs writes them"


def test_no_document_explains_a_code_that_nothing_raises():
    text = page("en", "errors.md")
    documented = set(re.findall(r"^\| `([a-z0-9_.]+)`", text, flags=re.MULTILINE))
    assert documented <= set(raised_codes())


def test_every_error_code_is_dotted_and_lower_case():
    assert not [code for code in raised_codes() if not CODE.fullmatch(code)]


def test_every_error_that_a_person_reads_has_a_sentence_of_its_own():
    rooms = {path.parent.name for path in (SOURCE / "apps").glob("*/apps.py")}
    wanted = {
        code
        for code, family in raised_codes().items()
        if code.partition(".")[0] in rooms | READ_ON_PAGES and family not in SAID_BY_FAMILY
    }
    assert wanted - known_codes() == set(), "register_sentences in the room's apps.py"


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_names_the_two_commands(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_make_lists_every_command_with_a_sentence():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    public = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)[0].split()
    explained = set(re.findall(r"^([a-z-]+):.*## \S", text, flags=re.MULTILINE))
    assert set(public) <= explained


def test_every_dependency_says_why_and_nothing_else_is_listed():
    data = project()
    groups = data["dependency-groups"].values()
    wanted = package_names(data["project"]["dependencies"]).union(*map(package_names, groups))
    text = (ROOT / "docs" / "develop" / "dependencies.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^\| ([a-z][a-z0-9-]+) \| (.+?) \|", text, flags=re.MULTILINE))
    explained.pop("package", None)
    assert set(explained) == wanted
    assert all(len(why) > 10 for why in explained.values())


def test_every_page_of_the_guide_exists_in_both_languages():
    pages = {
        language: {
            path.relative_to(ROOT / "docs" / language)
            for path in (ROOT / "docs" / language).rglob("*.md")
        }
        for language in LANGUAGES
    }
    assert pages["ja"] == pages["en"]
