from __future__ import annotations

import statistics

from tests.house.source import Function, functions_of, python_files, shown, templates, tree_of

FILE_LIMIT = 400
FUNCTION_LIMIT = 40
TEMPLATE_LIMIT = 120
# path -> why this file may be longer
LONG_FILES: dict[str, str] = {}
# "path:name" -> why this function may be longer
LONG_FUNCTIONS: dict[str, str] = {}


def lines_of(function: Function) -> int:
    """From `def` to the last line, decorators aside."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def measured() -> dict[str, int]:
    return {
        f"{shown(path)}:{function.name}": lines_of(function)
        for path in python_files()
        for function in functions_of(tree_of(path))
    }


def test_no_file_is_longer_than_400_lines():
    lengths = {shown(p): len(p.read_text(encoding="utf-8").splitlines()) for p in python_files()}
    too_long = {name: n for name, n in lengths.items() if n > FILE_LIMIT and name not in LONG_FILES}
    assert not too_long


def test_no_function_is_longer_than_40_lines():
    too_long = {
        name: lines
        for name, lines in measured().items()
        if lines > FUNCTION_LIMIT and name not in LONG_FUNCTIONS
    }
    assert not too_long


def test_half_of_the_functions_have_8_lines_and_nine_in_ten_have_26(record_property):
    lengths = sorted(measured().values())
    median, ninth = statistics.median(lengths), lengths[int(len(lengths) * 0.9)]
    print(f"{len(lengths)} functions: median {median}, nine in ten up to {ninth} lines")
    record_property("median_lines", median)
    record_property("p90_lines", ninth)
    assert median <= 8
    assert ninth <= 26


def test_no_template_is_longer_than_120_lines():
    lengths = {shown(p): len(p.read_text(encoding="utf-8").splitlines()) for p in templates()}
    assert not {name: lines for name, lines in lengths.items() if lines > TEMPLATE_LIMIT}


def test_the_lists_of_exemptions_name_things_that_are_still_too_long():
    names = {shown(path) for path in python_files()}
    assert set(LONG_FILES) <= names
    assert {name for name in LONG_FUNCTIONS if measured().get(name, 0) <= FUNCTION_LIMIT} == set()
