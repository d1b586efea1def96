from __future__ import annotations

from dataclasses import dataclass

import pytest

from sekisho.engines.checksheets import (
    columns_fault,
    draw_set,
    field_of_heading,
    guess_columns,
    guess_heading,
    layout_print,
)
from sekisho.engines.question_drafts import document_from, draft_faults, draft_from


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]
    error_columns: tuple[int, ...] = ()


HEADINGS = ("No.", "大項目", "中項目", "確認事項", "English", "回答形式", "選択肢", "重要度")
COLUMNS = guess_columns(HEADINGS)


def drawn(*rows: tuple[str, ...]):
    found = [Row(number, cells) for number, cells in enumerate(rows, start=5)]
    return draw_set(found, COLUMNS, key="own-check", title={"ja": "自社点検", "en": ""})


def codes(found):
    return [(fault.cell, fault.code.rpartition(".")[2]) for fault in found.faults]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ｎｏ．", "number"),
        ("チェック項目（必須）", "question_ja"),
        ("Question", "question_en"),
        ("大 分 類", "large"),
        ("回答欄", None),
    ],
)
def test_headings_are_known_in_both_languages_and_any_width(heading, field):
    assert field_of_heading(heading) == field


def test_the_heading_row_is_found_below_a_title():
    rows = [("セキュリティ点検表",), ("", "2026年度"), HEADINGS, ("1", "組織")]
    assert guess_heading(rows) == 2
    assert guess_heading([("a", "b"), ("c",)]) == -1


def test_columns_need_a_question_and_each_field_once():
    assert columns_fault({0: "number"}) == "checksheets.no_question"
    assert columns_fault({0: "help", 1: "help", 2: "question_ja"}) == "checksheets.field_twice"
    assert columns_fault(COLUMNS) == ""


def test_the_same_headings_have_the_same_print_whatever_their_width():
    assert layout_print(("No.", "確認事項", "")) == layout_print(("ＮＯ", "確認 事項"))
    assert layout_print(("No.",)) != layout_print(("確認事項",))


def test_merged_categories_go_on_until_the_next_one():
    found = drawn(
        ("1", "組織", "体制", "責任者がいますか。"),
        ("2", "", "", "方針がありますか。"),
        ("3", "", "教育", "教育をしていますか。"),
        ("4", "技術", "", "更新していますか。"),
    )
    labels = {one["id"]: one["ja"] for one in found.document["categories"]}
    told = [labels[one["category"]] for one in found.document["questions"]]
    assert told == ["組織 / 体制", "組織 / 体制", "組織 / 教育", "技術"]


def test_the_kind_of_answer_comes_from_its_words_or_from_the_choices():
    found = drawn(
        ("1", "", "", "一", "", "はい／いいえ"),
        ("2", "", "", "二", "", "複数選択", "1. 社内\n2. クラウド"),
        ("3", "", "", "三", "", "", "毎日、毎週"),
        ("4", "", "", "四", "", "", "○、×"),
        ("5", "", "", "五", "", "自由記述"),
    )
    kinds = [one["kind"] for one in found.document["questions"]]
    assert kinds == ["yes_no", "multiple", "single", "yes_no", "text"]
    assert [one["ja"] for one in found.document["questions"][1]["choices"]] == ["社内", "クラウド"]
    assert found.faults == ()


def test_every_fault_is_named_by_its_cell():
    found = drawn(
        ("1", "", "", "一", "", "口頭"),
        ("1", "", "", "二", "", "選択"),
        ("3", "", "", "三", "", "", "", "最高"),
        ("4", "", "", "長" * 2001),
    )
    assert codes(found) == [
        ("F5", "kind_unknown"),
        ("A6", "number_twice"),
        ("G6", "choices_missing"),
        ("H7", "weight_unknown"),
        ("D8", "too_long"),
    ]
    assert [one["id"] for one in found.document["questions"]] == ["1", "1-2", "3"]


def test_rows_without_a_question_are_no_questions():
    found = drawn(("", "組織"), ("", "", "", ""), ("注", "", "", ""))
    assert found.document["questions"] == []


def test_the_editor_takes_what_was_drawn_and_names_what_is_missing():
    found = drawn(("1-1", "組織", "", "責任者がいますか。", "Is somebody in charge?"))
    uids = iter(str(number) for number in range(99))
    draft = draft_from(found.document, lambda: next(uids))
    assert document_from(draft)["questions"][0]["id"] == "1-1"
    assert all("questions" not in fault.code for fault in draft_faults(draft))


def test_the_numbers_of_an_official_sheet_name_the_items_of_its_scheme():
    asked = ("", "", "質問です。")
    cells = (("Ａ．5.1", *asked), ("A.5.1", *asked), ("", *asked), ("12", *asked))
    rows = [Row(at, one) for at, one in enumerate(cells)]
    found = draw_set(rows, COLUMNS, key="own", title={"ja": "点検", "en": ""}, scheme="some-2")
    maps = [one.get("maps") for one in found.document["questions"]]
    assert maps == [["some-2:A.5.1"], ["some-2:A.5.1"], None, ["some-2:12"]]
    assert "maps" not in drawn(cells[0]).document["questions"][0]
