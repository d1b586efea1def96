from __future__ import annotations

import pytest

from sekisho.engines.workbook.marks import choice_of, choices_of, is_ticked
from tests.engines.workbook.world import every_kind

ASKED = every_kind()
MFA, OFTEN, WHERE = (ASKED.question(key) for key in ("MFA", "OFTEN", "WHERE"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            (text, "yes")
            for text in ("はい", "ハイ", "Ｙｅｓ", "Y", "○", "〇", "◯", "◎", "yes ", "YES")
        ),
        *((text, "yes") for text in ("1. はい", "①はい", "「はい」", "TRUE", "有", "済", "はい。")),
        *((text, "no") for text in ("いいえ", "ＮＯ", "n", "×", "✕", "無し", "未実施")),
        *((text, "partial") for text in ("一部", "△", "▲", "Partly", "一部 実施")),
        *((text, "na") for text in ("該当なし", "N/A", "ｎ／ａ", "対象外", "Not Applicable")),
        *((text, "unknown") for text in ("わからない", "不明", "Don’t know", "？")),
    ],
)
def test_what_people_write_for_a_choice_is_understood(text, key):
    choice = choice_of(MFA, text)
    assert choice is not None
    assert choice.key == key


@pytest.mark.parametrize("text", ["", "たぶん", "はい・いいえ", "-", "2", "yes/no", "○×", "x"])
def test_what_is_not_certain_is_no_choice(text):
    assert choice_of(MFA, text) is None


def test_a_circle_means_nothing_where_yes_is_no_choice():
    assert choice_of(OFTEN, "○") is None
    assert choice_of(OFTEN, "every  DAY").key == "daily"


def test_several_choices_may_stand_in_one_cell():
    assert [one.key for one in choices_of(WHERE, "社内、Cloud")] == ["office", "cloud"]
    assert choices_of(WHERE, "社内、倉庫") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("○", True),
        ("✓", True),
        ("Ｘ", None),
        ("×", False),
        ("", False),
        ("クラウド", True),
        ("?", None),
    ],
)
def test_a_mark_beside_a_choice_takes_it_or_is_asked_about(text, expected):
    assert is_ticked(text, WHERE.choice("cloud")) is expected
