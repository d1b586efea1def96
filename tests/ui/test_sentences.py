"""Every refusal says in both languages what happened and what to do, with nothing left open."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from sekisho.kernel import errors
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.ui.problems import known_codes, places_of, sentence_for_code, words_for
from sekisho.ui.sentences import register_all
from setup.write_reference import FAMILIES, raised_codes
from tests.house.source import APPS, calls_of, python_files, shown, text_of, tree_of

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Codes that travel as values: beside a field, a cell or a number.
VALUES = [
    *(f"identity.corporate_number.{name}" for name in ("characters", "length", "check_digit")),
    *(f"identity.lei.{name}" for name in ("length", "characters", "check_digits")),
]
ROOMS = {path.parent.name for path in APPS.glob("*/apps.py")}


def answer_codes() -> set[str]:
    """The codes of faults in answers, which are put together from their last word."""
    (path,) = (p for p in python_files() if shown(p).endswith("questionnaire/checking.py"))
    calls = (call for name, call in calls_of(tree_of(path)) if name == "_fault")
    return {f"questionnaire.answer.{text_of(call.args[2])}" for call in calls}


def raised_with() -> Iterator[tuple[str, str, set[str]]]:
    """Place, code and named params of every problem whose params are all written out."""
    for path in python_files():
        for name, call in calls_of(tree_of(path)):
            code = text_of(call.args[0]) if call.args else None
            names = {keyword.arg for keyword in call.keywords}
            if name in FAMILIES and code and None not in names:
                yield f"{shown(path)}:{call.lineno}", code, {str(word) for word in names}


def problem(code: str, family: str) -> errors.Problem:
    made: errors.Problem = getattr(errors, family)(code, **dict.fromkeys(places_of(code), "7"))
    return made


def test_every_code_of_the_lower_floors_has_a_sentence():
    lower = {code for code in raised_codes() if code.partition(".")[0] not in ROOMS}
    assert (lower | set(VALUES) | answer_codes()) - known_codes() == set()


def test_every_sentence_names_only_params_that_its_problem_carries():
    wrong = {
        where: sorted(places_of(code) - names)
        for where, code, names in raised_with()
        if places_of(code) - names
    }
    assert not wrong


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sentence_can_be_filled_and_is_in_the_language_of_its_reader(language):
    with override(language):
        for code, family in raised_codes().items():
            what, hint = words_for(problem(code, family))
            assert what, code
            assert "%(" not in what + hint, code
            assert bool(JAPANESE.search(what)) is (language == "ja"), code


def test_a_missing_param_leaves_a_gap_and_never_breaks_the_page(caplog):
    with caplog.at_level(logging.ERROR), override("en"):
        what, _hint = words_for(Invalid("sheets.empty"))
    assert what == "“…” is empty."
    assert "does not name" in caplog.text


def test_a_percent_sign_in_a_value_is_left_alone():
    with override("en"):
        assert words_for(Invalid("sheets.empty", file="100%s.csv"))[0] == "“100%s.csv” is empty."


@pytest.mark.parametrize(
    ("language", "expected", "words"),
    [
        ("ja", "mapping", "項目の組（キーと値）"),
        ("en", "mapping", "named fields"),
        ("ja", "text", "文字列"),
        ("ja", "true, false", "true 又は false"),
        ("ja", "minItems 1", "1個以上"),
        ("en", "minItems 1", "at least 1 entries"),
        ("ja", "direct, derived", "direct, derived"),
    ],
)
def test_what_a_file_should_hold_is_said_in_words(language, expected, words):
    params: dict[str, Any] = {"place": "questions[0]", "found": "[]", "expected": expected}
    with override(language):
        assert words in words_for(Invalid("questionnaire.set.wrong_value", **params))[1]


def test_the_file_as_a_whole_is_named_as_such():
    with override("ja"):
        what, _hint = words_for(Invalid("questionnaire.set.no_keys", place="-", key="Q1"))
    assert what.startswith("ファイル全体：")


def test_a_fault_beside_a_field_is_one_text():
    with override("ja"):
        alone = sentence_for_code("questionnaire.answer.choose_one", {})
        both = sentence_for_code("sheets.empty", {"file": "a.csv"})
    assert alone == "一つだけお選びください。"
    assert both == "「a.csv」は空のファイルです。ファイルをご確認のうえ、もう一度お送りください。"
    with override("en"):
        both = sentence_for_code("sheets.empty", {"file": "a.csv"})
    assert both == "“a.csv” is empty. Please check the file and send it again."


def test_a_code_that_nobody_knows_gets_the_sentence_of_its_family():
    with override("en"):
        assert words_for(NotFound("nowhere.none"))[0] == "There is nothing here for you."
        assert sentence_for_code("nowhere.none", {}).startswith("This cannot be accepted.")


def test_registering_twice_changes_nothing():
    before = known_codes()
    register_all()
    assert known_codes() == before


def test_a_planted_param_that_is_missing_is_seen():
    (call,) = [
        call for name, call in calls_of(ast.parse("Invalid('sheets.empty')")) if name == "Invalid"
    ]
    assert places_of(str(text_of(call.args[0]))) == {"file"}
