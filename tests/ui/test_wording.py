from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from sekisho.ui import wording


@pytest.fixture(params=["ja", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def both(language, ja, en):
    return {"ja": ja, "en": en}[language]


def test_a_day_carries_its_weekday_in_japanese(language):
    wanted = both(language, "2026年11月22日（日）", "22 Nov 2026")
    assert wording.day_text(date(2026, 11, 22)) == wanted


def test_a_moment_is_told_in_the_zone_of_the_page(language, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    late = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    wanted = both(language, "2026年11月22日（日） 00:30", "22 Nov 2026, 00:30")
    assert wording.moment_text(late) == wanted
    assert wording.clock_text(late) == "00:30"


def test_nothing_is_said_of_a_day_that_is_not_known():
    assert wording.day_text(None) == wording.moment_text(None) == wording.clock_text(None) == ""


@pytest.mark.parametrize(
    ("number", "unit", "ja", "en"),
    [
        (1, "organisations", "1社", "1 organisation"),
        (10_000, "organisations", "10,000社", "10,000 organisations"),
        (3, "people", "3名", "3 people"),
        (0, "items", "0件", "0 items"),
    ],
)
def test_a_count_has_the_word_that_fits_the_thing(language, number, unit, ja, en):
    assert wording.counted(number, unit) == both(language, ja, en)


def test_every_unit_can_be_counted(language):
    for unit in wording._COUNTS:
        assert "1,234" in wording.counted(1234, unit)


def test_an_unknown_unit_is_refused():
    with pytest.raises(KeyError):
        wording.counted(1, "sheep")


@pytest.mark.parametrize(
    ("number", "unit", "ja", "en"),
    [
        (3, "business_days", "あと3営業日", "in 3 business days"),
        (1, "hours", "あと1時間", "in 1 hour"),
        (0, "business_days", "本日まで", "today"),
        (-2, "days", "2日超過", "2 days overdue"),
    ],
)
def test_a_distance_says_ahead_today_or_over(language, number, unit, ja, en):
    assert wording.distance_text(number, unit) == both(language, ja, en)


def test_an_age_is_told_backwards(language):
    assert wording.since_text(3) == both(language, "3日前", "3 days ago")
    assert wording.since_text(0) == both(language, "本日", "today")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 300, "0%"), (1, 300, "<1%"), (41, 300, "14%"), (299, 300, ">99%"), (300, 300, "100%"),
     (0, 0, "–")],
)  # fmt: skip
def test_a_share_never_hides_a_few_nor_a_gap(part, whole, text):
    assert wording.share_text(part, whole) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"), [(812, "812 B"), (14_336, "14 KB"), (3_400_000, "3.2 MB")]
)
def test_a_size_reads_as_a_person_says_it(size_bytes, text):
    assert wording.size_text(size_bytes) == text


def test_the_time_left_is_rounded_up_and_admits_when_it_is_not_known(language):
    assert wording.remaining_text(95) == both(language, "残り約2分", "About 2 minutes left")
    assert wording.remaining_text(5) == both(language, "残り1分未満", "Less than a minute left")
    assert wording.remaining_text(None) == both(
        language, "残り時間を計算しています", "Working out the time left"
    )


@pytest.mark.parametrize(
    ("tier", "ja", "en"),
    [
        (1, "1次", "Tier 1"),
        (3, "3次", "Tier 3"),
        (-1, "販売1次", "Sales tier 1"),
        (0, "グループ", "Group"),
        (None, "取引関係なし", "No link"),
    ],
)
def test_a_tier_is_called_the_same_on_every_page(tier, ja, en):
    for language, word in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert wording.tier_word(tier) == word
