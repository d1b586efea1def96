from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.deadlines import format_date, parse_date, wareki
from sekisho.kernel.errors import Invalid

DAYS = st.dates(date(1873, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("令和8年11月22日", "令和８年１１月２２日", "㋿8年11月22日", "令8.11.22", "R8.11.22"),
        *("r08/11/22", "Ｒ８−１１−２２", "2026/11/22", "2026-11-22", "2026.11.22"),
        *(
            "２０２６／１１／２２",
            "2026年11月22日",
            " 2026年 11月 22日 ",
            "20261122",
            "2026ー11ー22",
        ),
        *("2026年11月22日（日）", "令和8年11月22日(日曜日)", "2026/11/22 0:00", "平成38年11月22日"),
        *("22 Nov 2026", "22 November, 2026", "Nov. 22, 2026", "november 22 2026"),
    ],
)
def test_every_usual_writing_of_a_date_is_read(text):
    assert parse_date(text) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("H31.4.30", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S60-3-31", date(1985, 3, 31)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("1 Sept 2026", date(2026, 9, 1)),
        ("平成33年3月31日", date(2021, 3, 31)),
    ],
)
def test_years_of_an_era_are_counted_from_its_first(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_unreadable"),
        ("近日中", "date_unreadable"),
        ("11月22日", "date_unreadable"),
        ("11/22/2026", "date_ambiguous"),
        ("8.11.22", "date_ambiguous"),
        ("2026/2/30", "date_impossible"),
        ("20261322", "date_impossible"),
        ("22 Nev 2026", "date_impossible"),
        ("令和元年4月30日", "date_before_era"),
        ("平成元年1月7日", "date_before_era"),
        ("2022年3月11日（土）", "date_wrong_weekday"),
        ("0206/11/22", "date_out_of_range"),
        ("明治5年12月3日", "date_out_of_range"),
        ("令和0年1月1日", "date_before_era"),
    ],
)
def test_what_is_no_certain_date_is_refused_with_its_reason(text, code):
    with pytest.raises(Invalid) as caught:
        parse_date(text)
    assert caught.value.code == f"deadlines.{code}"


def test_a_wrong_weekday_tells_the_right_one():
    with pytest.raises(Invalid) as caught:
        parse_date("2022年3月11日（土）")
    assert caught.value.params["date"] == "2022年3月11日（金）"


def test_a_refusal_quotes_no_more_than_forty_characters():
    with pytest.raises(Invalid) as caught:
        parse_date("あ" * 500)
    assert len(str(caught.value.params["text"])) == 40


@given(DAYS)
def test_what_is_shown_can_be_read_back(day):
    assert parse_date(format_date(day, "ja")) == day
    assert parse_date(format_date(day, "en")) == day
    assert parse_date(wareki(day)) == day


@given(st.text(max_size=20))
def test_any_text_is_either_a_date_or_refused(text):
    with suppress(Invalid):
        assert isinstance(parse_date(text), date)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 22), "令和8年11月22日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 24), "大正15年12月24日"),
    ],
)
def test_an_era_changes_on_its_day(day, shown):
    assert wareki(day) == shown


def test_dates_are_shown_as_the_pages_show_them():
    assert format_date(date(2026, 11, 22), "ja") == "2026年11月22日（日）"
    assert format_date(date(2026, 11, 2), "en-gb") == "2 Nov 2026"


def test_no_era_date_is_given_before_the_present_calendar():
    with pytest.raises(Invalid, match="date_out_of_range"):
        wareki(date(1872, 12, 31))
