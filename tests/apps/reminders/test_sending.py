"""Due reminders are sent once, to the right contact, at the right hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.asks.actions.changing import Extension, extend_deadline
from sekisho.apps.asks.actions.waves import send_reminder
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.reminders import ReminderChoice, next_number
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.mail.queries import render_letters
from sekisho.apps.partners.actions.superiors import set_superior
from sekisho.apps.partners.models import Contact
from sekisho.apps.reminders.actions.plans import pause_plan, save_defaults, save_plan, switch_plan
from sekisho.apps.reminders.jobs.remind import adopt, look, remind_due
from sekisho.apps.reminders.models import AskPlan, StepDone, Turn
from sekisho.apps.reminders.queries.plans import plan_of
from sekisho.engines.reminders import DEFAULT_PLAN, Limits, Plan, Step, Whom
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.reminders.world import (
    ONE,
    colleague,
    letters,
    owner_of,
    reminded_ask,
    run_and_post,
    steps,
)
from tests.factories.asking import Wish, prepare, sent_ask, settle_all

pytestmark = pytest.mark.django_db


def rendered(letter: str):
    """The text of the queued letter of that name."""
    row = OutboxLetter.objects.get(letter=letter)
    ref = LetterRef(row.pk, row.object_id, row.recipient_id, row.language)
    return render_letters([(letter, ref)])[row.pk]


def test_a_plan_goes_its_way_from_contact_to_owner(cast, clock):
    superior = colleague(cast, "部長")
    other = colleague(cast, "次郎", "executive")
    owner = owner_of(cast, "A-001")
    set_superior(cast.aoi, uid=cast.chika.uid, superior_uid=superior.uid, now=cast.now)
    reminded_ask(cast)
    for day in ("11-19", "11-20", "11-24", "11-25", "11-27", "12-01", "12-02", "12-10"):
        clock.at(day)
        run_and_post(clock)
        run_and_post(clock)  # a second look sends nothing more
    chika = cast.chika.id
    assert letters() == [
        ("asks.reminder", chika),
        ("asks.reminder", chika),
        ("asks.reminder", other.id),
        ("reminders.superior", superior.id),
        ("reminders.note", owner.id),
    ]
    expected = ["letter-1", "letter+1", "letter+3", "letter+5", "note+6"]
    assert [step for step, _outcome in steps()] == expected
    row = Assignment.objects.get()
    assert (row.contact_id, row.reminders) == (chika, 4)


def test_who_has_answered_is_left_in_peace(cast, clock):
    reminded_ask(cast)
    clock.at("11-20")
    Assignment.objects.update(state="submitted")
    run_and_post(clock)
    assert letters() == []


def test_no_letter_leaves_at_night_on_a_holiday_or_while_an_earlier_one_waits(cast, clock):
    reminded_ask(cast)
    clock.at("11-20", 20)
    run_and_post(clock)
    clock.at("11-23")  # a holiday
    run_and_post(clock)
    assert letters() == []
    clock.at("11-24")
    remind_due()
    assert len(letters()) == 1
    clock.at("11-27")  # the mail worker has stood still
    remind_due()
    assert len(letters()) == 1
    settle_all(clock.now)
    remind_due()
    assert len(letters()) == 1  # it left today only
    clock.at("12-01")
    remind_due()
    assert len(letters()) == 2


def test_a_bounced_contact_is_followed_by_the_next_one_who_takes_over(cast, clock):
    other = colleague(cast, "次郎")
    reminded_ask(cast)
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=cast.now)
    Assignment.objects.update(is_bounced=True, state="not_delivered")
    clock.at("11-20")
    remind_due()
    row = Assignment.objects.get()
    assert (row.contact_id, row.is_bounced) == (other.id, False)
    again = OutboxLetter.objects.filter(letter="asks.request").latest("id")
    assert again.recipient_id == other.id  # nobody there had the first letter


def test_who_takes_over_a_letter_that_came_back_later_gets_the_first_one(cast, clock):
    other = colleague(cast, "次郎")
    reminded_ask(cast)
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=cast.now)
    Assignment.objects.update(is_bounced=True)  # it had been handed over
    clock.at("11-20")
    remind_due()
    again = OutboxLetter.objects.filter(letter="asks.request").latest("id")
    assert again.recipient_id == other.id


def test_where_nobody_can_be_written_to_the_step_stays_due(cast, clock):
    reminded_ask(cast)
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=cast.now)
    clock.at("11-20")
    run_and_post(clock)
    assert (letters(), steps()) == ([], [])
    Contact.objects.filter(pk=cast.chika.id).update(bounced_at=None)
    run_and_post(clock)
    assert steps() == [("letter-1", "sent")]


def test_a_reminder_by_hand_counts_for_the_spacing(cast, clock):
    ask = reminded_ask(cast)
    clock.at("11-19", 15)
    choice = ReminderChoice(next_number(ask.id))
    prepare(send_reminder(cast.aoi, uid=ask.uid, choice=choice, now=clock.now))
    settle_all(clock.now)
    clock.at("11-20")
    run_and_post(clock)
    assert steps() == []
    clock.at("11-24")
    run_and_post(clock)
    assert steps() == [("letter-1", "sent")]


def test_a_paused_plan_rests_and_then_sends_one_letter(cast, clock):
    ask = reminded_ask(cast)
    pause_plan(cast.aoi, uid=ask.uid, is_paused=True, now=cast.now)
    clock.at("11-25")
    run_and_post(clock)
    assert letters() == []
    clock.at("11-27")
    pause_plan(cast.aoi, uid=ask.uid, is_paused=False, now=clock.now)
    run_and_post(clock)
    assert sorted(steps()) == [("letter+1", "passed"), ("letter+3", "sent"), ("letter-1", "passed")]
    assert len(letters()) == 1


def test_an_extended_deadline_is_a_new_promise_and_the_count_goes_on(cast, clock):
    ask = reminded_ask(cast)
    clock.at("11-20")
    run_and_post(clock)
    new = clock.at("12-04").date()
    clock.at("11-24")
    extension = Extension(new)
    sent = extend_deadline(
        cast.aoi, uid=ask.uid, revision=ask.revision, extension=extension, now=clock.now
    )
    prepare(sent)
    told = rendered("asks.extended")
    assert "2026年12月4日" in told.subject
    settle_all(clock.now)
    clock.at("11-25")
    run_and_post(clock)
    clock.at("12-03")
    run_and_post(clock)
    assert [step for step, _outcome in steps()] == ["letter-1", "letter-1"]
    assert Assignment.objects.get().reminders == 2


def test_a_superior_reads_who_was_asked_and_finds_a_link(cast, clock):
    superior = colleague(cast, "部長")
    set_superior(cast.aoi, uid=cast.chika.uid, superior_uid=superior.uid, now=cast.now)
    reminded_ask(cast, plan=Plan((Step(1, Whom.SUPERIOR),)))
    clock.at("11-25")
    remind_due()
    text = rendered("reminders.superior")
    assert text.to_address == "部長@a.example"
    assert "ちか 様" in text.text
    assert "/r/" in text.text


def test_one_note_a_day_names_every_silent_partner_of_an_owner(cast, clock):
    owner = owner_of(cast, "A-001", "S-001")
    Contact.objects.create(
        uid="01890000-0000-7000-8000-000000000001",
        organisation_id=cast.s.id,
        email="s@s.example",
        purposes=["security"],
        created_at=cast.now,
        updated_at=cast.now,
    )
    plan = Plan((Step(1, Whom.OWNER), Step(2, Whom.OWNER)))
    reminded_ask(cast, Wish(listed=("A-001", "S-001")), plan)
    clock.at("11-25")
    run_and_post(clock)
    clock.at("11-25", 15)
    run_and_post(clock)
    assert letters() == [("reminders.note", owner.id)]
    text = rendered("reminders.note").text
    assert "あさひ部品" in text
    assert "共通素材" in text
    clock.at("11-26")
    Assignment.objects.filter(subject_id=cast.a.id).update(state="submitted")
    run_and_post(clock)
    assert letters() == [("reminders.note", owner.id)] * 2


def test_a_note_is_refused_once_all_have_answered(cast, clock):
    owner_of(cast, "A-001")
    reminded_ask(cast, plan=Plan((Step(1, Whom.OWNER),)))
    clock.at("11-25")
    remind_due()
    Assignment.objects.update(state="submitted")
    problem = rendered("reminders.note")
    assert isinstance(problem, Conflict)
    assert problem.code == "reminders.all_answered"


def test_limits_of_the_plan_hold(cast, clock):
    plan = Plan(tuple(Step(day) for day in (1, 2, 3, 4, 5)), Limits(most=2, rest_days=1))
    reminded_ask(cast, plan=plan)
    for day in ("25", "26", "27", "30"):
        clock.at(f"11-{day}")
        run_and_post(clock)
    assert len(letters()) == 2


def test_an_ask_takes_the_plan_of_its_company_when_that_is_on(cast, clock):
    save_defaults(
        cast.aoi, organisation_uid=cast.home.uid, plan=DEFAULT_PLAN, is_on=True, now=cast.now
    )
    ask = sent_ask(cast, ONE)
    wave = ask_for(cast.aoi, ask.uid)
    from sekisho.apps.asks.models import Wave

    first = Wave.objects.get(ask_id=wave.id)
    adopt(wave_id=first.pk, run_uid="")
    adopt(wave_id=first.pk, run_uid="")
    assert AskPlan.objects.get().is_on


def test_what_was_sent_before_a_plan_was_set_is_not_reminded_by_itself(cast, clock):
    ask = sent_ask(cast, ONE)
    save_defaults(
        cast.aoi, organisation_uid=cast.home.uid, plan=DEFAULT_PLAN, is_on=True, now=cast.now
    )
    assert not plan_of(ask_for(cast.aoi, ask.uid)).is_on


def test_a_plan_is_changed_only_as_it_was_seen(cast, clock):
    ask = reminded_ask(cast)
    with pytest.raises(Conflict):
        save_plan(cast.aoi, uid=ask.uid, revision=1, plan=DEFAULT_PLAN, now=cast.now)
    with pytest.raises(Invalid):
        save_plan(cast.aoi, uid=ask.uid, revision=3, plan=Plan(()), now=cast.now)


@pytest.mark.parametrize("who", ["ben", "emi"])
def test_only_who_runs_an_ask_touches_its_plan(cast, clock, who):
    ask = reminded_ask(cast)
    actor = getattr(cast, who)
    with pytest.raises(NotFound):
        switch_plan(actor, uid=ask.uid, is_on=False, now=cast.now)
    with pytest.raises(NotFound):
        save_plan(actor, uid=ask.uid, revision=3, plan=DEFAULT_PLAN, now=cast.now)
    with pytest.raises(NotFound):
        save_defaults(
            actor, organisation_uid=cast.home.uid, plan=DEFAULT_PLAN, is_on=True, now=cast.now
        )


def test_a_worker_that_stands_still_finds_one_job_not_many(cast, clock, monkeypatch):
    from sekisho.apps.reminders.actions import turns

    queued = []
    monkeypatch.setattr(turns, "start_job", queued.append)
    reminded_ask(cast)
    for _ in range(3):
        look()
        clock.now += timedelta(minutes=5)
    assert len(queued) == 1
    remind_due()
    assert Turn.objects.get().waiting_since is None
    look()
    assert len(queued) == 2


def test_a_plan_that_is_off_sends_nothing(cast, clock):
    ask = reminded_ask(cast)
    switch_plan(cast.aoi, uid=ask.uid, is_on=False, now=cast.now)
    clock.at("11-25")
    run_and_post(clock)
    assert not StepDone.objects.exists()
