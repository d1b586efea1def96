from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.identity import (
    bigrams,
    index_text,
    matches,
    postgres_query,
    search_terms,
    sqlite_query,
)

# No characters that combine: a part cut from between a letter and its mark is another text.
TEXTS = st.text("山田製作所東京髙高ーキヤャノンｶﾀｱＡaBb12１ 　-・.,()@ß𠮷一", max_size=14)


def found_by_sqlite(index: str, query: str) -> bool:
    expression = sqlite_query(query)
    if not expression:
        return True
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, tokenize='unicode61')")
        connection.execute("INSERT INTO t VALUES (?)", (index,))
        rows = connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (expression,))
        return bool(rows.fetchone()[0])
    finally:
        connection.close()


@given(TEXTS, TEXTS, st.data())
def test_every_part_of_a_field_is_found_by_its_terms(field, other, data):
    start = data.draw(st.integers(0, len(field)))
    end = data.draw(st.integers(start, len(field)))
    assert matches(index_text(other, field, other).split(), field[start:end])


@given(TEXTS, TEXTS, TEXTS)
def test_sqlite_finds_exactly_what_the_rule_says(field, other, query):
    index = index_text(field, other)
    assert found_by_sqlite(index, query) == matches(index.split(), query)


@given(st.text(max_size=20), st.text(max_size=6))
def test_sqlite_and_the_rule_agree_on_any_text_at_all(field, query):
    index = index_text(field)
    assert found_by_sqlite(index, query) == matches(index.split(), query)


@given(st.lists(st.text(max_size=10), max_size=4))
def test_an_index_holds_nothing_but_words_of_small_latin_letters(fields):
    for token in index_text(*fields).split(" "):
        assert token == "" or (token.isascii() and token.isalpha() and token.islower())
        assert len(token) in {0, 4, 8}


def test_the_worked_example_of_the_rules_page_holds():
    assert bigrams("山田 製作所") == ("山田", "田製", "製作", "作所", "所")
    assert index_text("東京") == "bnenbduq bduq"
    assert sqlite_query("東京 a") == '"bnenbduq" AND "aadt" *'
    assert postgres_query("東京都 a") == "(bnenbduq <-> bduqccxp) & aadt:*"


@pytest.mark.parametrize(
    "query",
    [
        "東京",
        "京",
        "部",
        "髙橋",
        "高橋",
        "ｉｓｏ27",
        "ISO",
        "東京 高橋",
        "高橋部品",
        "データ",
        "ﾃﾞｰﾀ",
    ],
)
def test_words_of_one_and_two_characters_are_found_in_any_width_and_case(query):
    index = index_text("東京データ", "髙橋 部品", "ＩＳＯ27001認証部").split()
    assert matches(index, query)


@pytest.mark.parametrize("query", ["京都", "タ髙", "東データ", "iso9", "東京 大阪"])
def test_what_does_not_stand_together_in_one_field_is_not_found(query):
    index = index_text("東京データ", "髙橋部品", "ＩＳＯ27001").split()
    assert not matches(index, query)
    assert not found_by_sqlite(" ".join(index), query)


@pytest.mark.parametrize("query", ["", "  ", "---", '"', "・"])
def test_a_query_without_letters_asks_for_everything(query):
    assert search_terms(query) == ()
    assert sqlite_query(query) == postgres_query(query) == ""
    assert matches([], query)


@pytest.mark.parametrize(
    "query", ['" OR 1', "a AND b", "NEAR(a b)", "a*", "(a", "a:b", "a & !b", "'"]
)
def test_signs_of_a_query_language_are_only_text(query):
    assert found_by_sqlite(index_text("abc or near and 1 b"), query) in {True, False}


def test_only_the_first_two_hundred_characters_of_a_query_count():
    assert search_terms("あ" * 200 + " い") == search_terms("あ" * 200)
