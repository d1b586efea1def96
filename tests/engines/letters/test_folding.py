from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.letters import columns, fold_lines
from sekisho.engines.letters.folding import NOT_AT_END, NOT_AT_START

SOLID = st.text("平素より、格別。（お）「引」きａabc1-.,立てッー", max_size=80)
TEXTS = st.text("平素より、格別。（お）「引」きａab c1-.,立てッー", max_size=80)
ADDRESS = "https://sekisho.example/desk/r/0123456789abcdef-0123456789abcdef"


def test_a_letter_is_folded_as_the_rules_page_shows():
    text = "平素より格別のお引き立てを賜り、厚く御礼申し上げます。"
    assert fold_lines(text, 20) == "平素より格別のお引き\n立てを賜り、厚く御礼\n申し上げます。"
    assert fold_lines(text, 30) == "平素より格別のお引き立てを賜\nり、厚く御礼申し上げます。"


@given(TEXTS, st.integers(10, 40))
def test_nothing_is_lost_or_added_but_breaks_and_the_spaces_beside_them(text, width):
    assert fold_lines(text, width).replace("\n", "").replace(" ", "") == text.replace(" ", "")


@given(SOLID, st.integers(10, 40))
def test_no_line_starts_or_ends_with_a_sign_that_must_not_stand_there(text, width):
    for before, after in pairwise(fold_lines(text, width).split("\n")):
        assert before[-1] not in NOT_AT_END
        assert after[0] not in NOT_AT_START


@given(st.text("平素より格別のお引き立てを賜り厚く御礼", max_size=80), st.integers(2, 40))
def test_lines_of_plain_characters_are_full_and_never_too_long(text, width):
    lines = fold_lines(text, width).split("\n")
    assert all(columns(line) <= width for line in lines)
    assert all(columns(line) > width - 2 for line in lines[:-1])


@given(TEXTS, TEXTS, st.integers(4, 40))
def test_an_address_is_never_broken(before, after, width):
    folded = fold_lines(f"{before} {ADDRESS} {after}", width)
    assert ADDRESS in folded
    assert ADDRESS in fold_lines(f"（{ADDRESS}）", width)


@given(TEXTS, st.integers(10, 40))
def test_folding_twice_changes_nothing_more(text, width):
    folded = fold_lines(text, width)
    assert fold_lines(folded, width) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("one two three four", "one two\nthree\nfour"),
        ("   あいうえお", "   あい\n   うえ\n   お"),
        ("あいう\n\nえお", "あいう\n\nえお"),
        ("か\u3099き\u3099く\u3099け\u3099こ\u3099", "か\u3099き\u3099く\u3099け\u3099\nこ\u3099"),
        ("ああああ   ", "ああああ"),
        ("あ\n" + " " * 12 + "\nい", "あ\n\nい"),
    ],
)
def test_words_indents_empty_lines_and_marks_are_kept_whole(text, folded):
    assert fold_lines(text, 8) == folded


def test_a_wide_character_counts_two_columns_and_a_mark_none():
    assert columns("関所abc") == 7
    assert columns("か\u3099") == 2
    assert columns(re.sub(r"\s", "", "①…")) == 4
