"""Which step happens now: tables quoted by the rules, and properties of whole histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.holidays import business_calendar
from sekisho.engines.deadlines import business_days_between, end_of_day
from sekisho.engines.reminders import (
    DEFAULT_PLAN,
    Limits,
    Place,
    Plan,
    Recipient,
    Step,
    Track,
    Whom,
    decide,
    is_office_time,
    latest_due,
    next_office_moment,
    plan_as_dict,
    plan_from_dict,
    require_sound,
    step_day,
)
from sekisho.kernel.errors import Invalid

TOKYO = Place(business_calendar("JP"), ZoneInfo("Asia/Tokyo"))
NEW_YORK = Place(business_calendar("US"), ZoneInfo("America/New_York"))
ASKED = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 10:00 in Tokyo
DUE = end_of_day(date(2026, 11, 24), TOKYO.zone)  # Tuesday; Monday the 23rd is a holiday
LETTER, NOTE = Track.LETTER, Track.NOTE


def at(day: str, hour: int = 10) -> datetime:
    """An hour of a day of November or December in Tokyo."""
    return datetime.fromisoformat(f"2026-{day}T{hour:02d}:00:00+09:00").astimezone(UTC)


def asked(**more: object) -> Recipient:
    return replace(Recipient(ASKED, DUE), **more)  # type: ignore[arg-type]


def sent(now: datetime, recipient: Recipient, plan: Plan = DEFAULT_PLAN) -> str:
    found = decide(plan, LETTER, recipient, place=TOKYO, now=now).step
    return found.key if found else ""


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (-5, date(2026, 11, 16)),
        (-1, date(2026, 11, 20)),  # the weekend and a holiday lie between
        (0, date(2026, 11, 24)),
        (1, date(2026, 11, 25)),
        (3, date(2026, 11, 27)),
        (5, date(2026, 12, 1)),
        (6, date(2026, 12, 2)),
    ],
)
def test_a_step_falls_on_a_business_day_of_the_recipient(days, day):
    assert step_day(days, DUE, TOKYO) == day


def test_the_days_of_the_plan_pass_one_letter_at_a_time():
    one = asked()
    assert sent(at("11-19"), one) == ""
    assert sent(at("11-20", 8), one) == ""
    assert sent(at("11-20", 9), one) == "letter-1"
    one = asked(settled=frozenset({"letter-1"}), letters=1, last_letter_at=at("11-20", 9))
    assert sent(at("11-25", 9), one) == "letter+1"


def test_after_ten_days_stopped_only_the_latest_step_is_sent_and_the_others_are_passed_over():
    one = asked(settled=frozenset({"letter-1"}), letters=1, last_letter_at=at("11-20", 9))
    found = decide(DEFAULT_PLAN, LETTER, one, place=TOKYO, now=at("11-30"))
    assert found.step == Step(3, Whom.NEXT)
    assert found.passed == (Step(1, Whom.CONTACT),)


def test_a_superior_is_written_to_only_after_a_reminder_to_a_contact():
    found = decide(DEFAULT_PLAN, LETTER, asked(), place=TOKYO, now=at("12-04"))
    assert found.step == Step(3, Whom.NEXT)
    assert [step.days for step in found.passed] == [-1, 1]
    settled = frozenset({"letter-1", "letter+1", "letter+3"})
    one = asked(settled=settled, letters=1, last_letter_at=at("12-04"))
    assert sent(at("12-07"), one) == ""
    assert sent(at("12-08"), one) == "letter+5"


def test_a_plan_that_knows_superiors_only_writes_to_them():
    plan = Plan((Step(2, Whom.SUPERIOR),))
    assert sent(at("11-26"), asked(), plan) == "letter+2"


def test_a_step_that_was_past_when_the_recipient_was_asked_is_never_sent():
    plan = Plan((Step(-5), Step(1)))
    assert sent(at("11-18"), asked(), plan) == ""
    found = decide(plan, LETTER, asked(), place=TOKYO, now=at("11-25"))
    assert (found.step, found.passed) == (Step(1), (Step(-5),))


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (at("11-25", 8), False),
        (at("11-25", 9), True),
        (at("11-25", 17), True),
        (at("11-25", 18), False),
        (at("11-22", 10), False),  # Sunday
        (at("11-23", 10), False),  # a holiday
    ],
)
def test_no_letter_leaves_at_night_or_on_a_free_day_of_the_recipient(now, may):
    assert is_office_time(now, TOKYO, Limits()) is may


def test_a_morning_in_tokyo_is_a_night_in_new_york():
    assert not is_office_time(at("11-25", 10), NEW_YORK, Limits())
    assert next_office_moment(at("11-25", 10), NEW_YORK, Limits()) == datetime(
        2026, 11, 25, 14, tzinfo=UTC
    )


def test_the_next_office_moment_passes_night_weekend_and_holiday():
    assert next_office_moment(at("11-20", 20), TOKYO, Limits()) == at("11-24", 9)
    assert next_office_moment(at("11-25", 3), TOKYO, Limits()) == at("11-25", 9)


def test_the_count_of_letters_is_limited_and_notes_are_not():
    one = asked(letters=4, last_letter_at=at("11-16"))
    assert sent(at("11-25"), one) == ""
    found = decide(DEFAULT_PLAN, NOTE, one, place=TOKYO, now=at("12-02", 20))
    assert found.step == Step(6, Whom.OWNER)


def test_two_business_days_lie_between_two_letters_the_first_included():
    plan = Plan((Step(-4),))  # the 17th, the day after the request
    assert sent(at("11-17"), asked(), plan) == ""
    assert sent(at("11-18"), asked(), plan) == "letter-4"
    assert sent(at("11-18"), asked(last_letter_at=at("11-17")), plan) == ""


def test_a_letter_from_the_future_keeps_the_next_one_waiting():
    one = asked(settled=frozenset({"letter-1"}), letters=1, last_letter_at=at("11-27"))
    assert sent(at("11-25"), one) == ""


def test_the_latest_due_step_is_told_with_its_moment():
    found = latest_due(DEFAULT_PLAN, LETTER, due_at=DUE, place=TOKYO, now=at("11-26"))
    assert found == (Step(1, Whom.CONTACT), at("11-25", 9))
    assert latest_due(DEFAULT_PLAN, LETTER, due_at=DUE, place=TOKYO, now=at("11-19")) is None


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(()), "reminders.no_steps"),
        (Plan(tuple(Step(n) for n in range(9))), "reminders.too_many_steps"),
        (Plan((Step(61),)), "reminders.step_out_of_range"),
        (Plan((Step(1), Step(1, Whom.SUPERIOR))), "reminders.step_twice"),
        (Plan((Step(1),), Limits(most=0)), "reminders.limit_out_of_range"),
        (Plan((Step(1),), Limits(opens=18, closes=9)), "reminders.limit_out_of_range"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan, code):
    with pytest.raises(Invalid) as caught:
        require_sound(plan)
    assert caught.value.code == code


def test_a_letter_and_a_note_may_share_a_day():
    plan = require_sound(Plan((Step(5, Whom.OWNER), Step(5), Step(-1))))
    assert [step.key for step in plan.steps] == ["letter-1", "letter+5", "note+5"]


def test_a_plan_survives_its_stored_form():
    assert plan_from_dict(plan_as_dict(DEFAULT_PLAN)) == DEFAULT_PLAN


PLANS = st.lists(
    st.builds(Step, st.integers(-10, 15), st.sampled_from(Whom)),
    min_size=1,
    max_size=6,
    unique_by=lambda step: step.key,
).flatmap(
    lambda steps: st.builds(
        lambda most, rest: require_sound(Plan(tuple(steps), Limits(most, rest))),
        st.integers(1, 5),
        st.integers(1, 4),
    )
)
# Hours between looks: mostly short, now and then ten days of silence, a clock that jumps back.
PAUSES = st.lists(st.sampled_from([1, 1, 3, 7, 24, 240, 48, -48]), min_size=1, max_size=120)


@given(plan=PLANS, pauses=PAUSES)
def test_whatever_the_clock_does_no_limit_is_broken_and_no_step_comes_twice(plan, pauses):
    now, one = ASKED, asked()
    letters: list[datetime] = []
    for pause in pauses:
        now += timedelta(hours=pause)
        found = decide(plan, LETTER, one, place=TOKYO, now=now)
        if found.step is None:
            assert found.passed == ()
            continue
        keys = {found.step.key, *(step.key for step in found.passed)}
        assert not keys & one.settled
        assert is_office_time(now, TOKYO, plan.limits)
        last = letters[-1] if letters else ASKED
        gap = business_days_between(TOKYO.day(last), TOKYO.day(now), TOKYO.calendar)
        assert gap >= plan.limits.rest_days
        letters.append(now)
        one = replace(one, settled=one.settled | keys, letters=one.letters + 1, last_letter_at=now)
    assert len(letters) <= plan.limits.most


@given(plan=PLANS, gap_hours=st.integers(0, 24 * 40))
def test_a_missed_run_loses_nothing(plan, gap_hours):
    """After any silence, looking each hour for long enough settles every step that was due after
    the asking, unless the count of letters was used up.
    """
    now, one = ASKED + timedelta(hours=gap_hours), asked()
    for _ in range(24 * 60):
        now += timedelta(hours=1)
        found = decide(plan, LETTER, one, place=TOKYO, now=now)
        if found.step:
            keys = {found.step.key, *(step.key for step in found.passed)}
            one = replace(
                one, settled=one.settled | keys, letters=one.letters + 1, last_letter_at=now
            )
    steps = [step for step in plan.of(LETTER) if step_day(step.days, DUE, TOKYO) > TOKYO.day(ASKED)]
    if one.letters < plan.limits.most:
        assert {step.key for step in steps} <= one.settled
    assert bool(one.letters) is bool(steps)
