from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from sekisho.engines.questionnaire import Answer, Respondent
from sekisho.engines.workbook import Look, Wish, lay_out
from tests.engines.workbook.world import FULL, STAMP, every_kind, mac, stored, words

KEY, BASE, NUMBER, QUESTION, HELP, ANSWER, DETAILS, REASON = 0, 1, 2, 4, 5, 6, 7, 8


def rows(answers=None, language="ja"):
    wish = Wish(
        every_kind(), Respondent.SUPPLIER, stored(answers or {}), STAMP, words(language), "点検", ()
    )
    page = lay_out(wish, mac).pages[1]
    return {str(row.cells[0].value): row.cells for row in page.rows if row.cells}


def test_each_question_has_a_row_and_each_of_several_choices_one_below_it():
    keys = [key for key in rows() if key and not key.startswith("#")]
    assert keys == [
        *("MFA", "LOG", "OFTEN", "WHERE", "WHERE|office", "WHERE|cloud", "WHERE|none"),
        *("HOW", "COUNT", "DAY", "PROOF"),
    ]


def test_a_list_offers_the_words_of_the_language_of_the_sheet():
    assert rows()["OFTEN"][ANSWER].choices == ("毎日", "毎週")
    assert rows(language="en")["OFTEN"][ANSWER].choices == ("Every day", "Every week")


def test_what_was_saved_stands_in_its_cells_dates_as_dates_and_numbers_as_numbers():
    filled = rows(FULL)
    assert filled["MFA"][ANSWER].value == "一部実施"
    assert filled["DAY"][ANSWER].value == dt.date(2026, 12, 7)
    assert filled["COUNT"][ANSWER].value == Decimal(120)
    assert filled["WHERE|cloud"][ANSWER].value == "○"
    assert filled["WHERE|none"][ANSWER].value == ""


def test_cells_without_use_are_shut():
    filled = rows()
    assert filled["OFTEN"][REASON].look is Look.SHUT
    assert filled["OFTEN"][DETAILS].look is Look.SHUT
    assert filled["MFA"][REASON].look is Look.ENTRY
    assert filled["PROOF"][ANSWER].look is Look.SHUT


def test_a_conditional_question_says_when_it_is_asked_and_is_greyed_by_that_answer():
    cells = rows()["LOG"]
    assert str(cells[QUESTION].value).startswith("（問1が「はい」か「一部実施」の場合のみ）")
    assert cells[NUMBER].value == "1-1"
    assert cells[QUESTION].grey_when == 'NOT(AND(OR($G$5="はい",$G$5="一部実施")))'


def test_a_quote_in_a_label_cannot_leave_its_formula():
    from sekisho.engines.workbook.conditions import literal

    assert literal('a") & HYPERLINK("x') == '"a"") & HYPERLINK(""x"'


@pytest.mark.parametrize("text", ["about five", "", "1.50"])
def test_a_number_that_cannot_be_read_stays_as_it_was_typed(text):
    value = rows({"COUNT": Answer(number=text)})["COUNT"][ANSWER].value
    assert str(value) == text
