"""Planned sendings and series: late after a silence, once, by the rights of that moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import Ask, Wave
from sekisho.apps.reminders.actions.later import cancel_sending, plan_sending, send_planned
from sekisho.apps.reminders.actions.series import Rhythm, begin_series, make_issue, stop_series
from sekisho.apps.reminders.jobs import later
from sekisho.apps.reminders.jobs.later import make_due
from sekisho.apps.reminders.models import Issue, PlannedSending, Series
from sekisho.engines.reminders import Every
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.apps.reminders.world import ONE
from tests.factories.asking import Wish, draft_ask, sent_ask, with_words
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_draft_is_sent_at_its_moment_once_also_when_that_was_missed(cast, clock):
    ask = draft_ask(cast, ONE)
    plan_sending(cast.aoi, uid=ask.uid, at=cast.now + DAY, now=cast.now)
    make_due()
    assert not Wave.objects.exists()
    clock.now += 11 * DAY  # the house stood still for ten days
    make_due()
    make_due()
    assert Wave.objects.count() == 1
    assert PlannedSending.objects.get().state == "sent"
    assert not send_planned(ask_id=ask.id, now=clock.now)


def test_what_stands_against_it_keeps_the_draft_and_is_told(cast, clock):
    ask = draft_ask(cast, Wish(listed=("nobody",)))
    plan_sending(cast.aoi, uid=ask.uid, at=cast.now + DAY, now=cast.now)
    clock.now += DAY
    make_due()
    row = PlannedSending.objects.get()
    assert (row.state, row.code) == ("stopped", "asks.audience_empty")
    assert Ask.objects.get(pk=ask.id).state == "draft"
    assert "確認が必要な点" in office_client(cast.aoi).get(reverse("home:today")).content.decode()


def test_an_unanswered_point_of_fair_dealing_stops_a_planned_sending_and_an_issue(cast, clock):
    bare = Wish(listed=ONE.listed, words=with_words(reason=Bilingual("お願いです。", "Please.")))
    ask = draft_ask(cast, bare)
    plan_sending(cast.aoi, uid=ask.uid, at=cast.now + DAY, now=cast.now)
    monthly(cast, sends_itself=True)
    Ask.objects.update(reason=ask.reason.as_dict())
    clock.at("12-15")
    make_due()
    planned = PlannedSending.objects.get()
    assert (planned.state, planned.code) == ("stopped", "fairness.unanswered")
    assert Series.objects.get().code == "fairness.unanswered"
    assert Ask.objects.latest("id").state == "draft"
    page = office_client(cast.aoi).get(reverse("reminders:later", args=[ask.uid]))
    assert reverse("asks:check", args=[ask.uid]) in page.content.decode()


def test_who_has_lost_the_right_sends_nothing(cast, clock):
    ask = draft_ask(cast, ONE)
    PlannedSending.objects.create(
        ask_id=ask.id, at=cast.now, by_uid=cast.emi.uid, created_at=cast.now
    )
    make_due()
    assert PlannedSending.objects.get().state == "stopped"
    assert not Wave.objects.exists()


def test_a_planned_sending_is_taken_back_and_refused_for_the_past(cast, clock):
    ask = draft_ask(cast, ONE)
    with pytest.raises(Invalid):
        plan_sending(cast.aoi, uid=ask.uid, at=cast.now, now=cast.now)
    plan_sending(cast.aoi, uid=ask.uid, at=cast.now + DAY, now=cast.now)
    cancel_sending(cast.aoi, uid=ask.uid, now=cast.now)
    clock.now += 2 * DAY
    make_due()
    assert not Wave.objects.exists()
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            plan_sending(actor, uid=ask.uid, at=clock.now + DAY, now=clock.now)


def monthly(cast, **more) -> Series:
    ask = sent_ask(cast, ONE)
    rhythm = Rhythm(date(2026, 12, 15), Every.MONTH, **more)
    uid = begin_series(cast.aoi, uid=ask.uid, rhythm=rhythm, now=cast.now)
    return Series.objects.get(uid=uid)


def test_a_series_makes_a_draft_from_the_last_ask_with_the_month_in_its_title(cast, clock):
    monthly(cast)
    clock.at("12-14")
    make_due()
    assert Ask.objects.count() == 1
    clock.at("12-15")
    make_due()
    make_due()
    made = Ask.objects.latest("id")
    assert (Ask.objects.count(), made.state) == (2, "draft")
    assert made.title == {
        "ja": "緊急点検のお願い（2026年12月）",
        "en": "Emergency check (Dec 2026)",
    }
    assert Series.objects.get().next_on == date(2027, 1, 15)
    page = office_client(cast.aoi).get(reverse("home:today")).content.decode()
    assert "繰り返しで作りました" in page


def test_after_a_silence_of_months_one_ask_is_made_and_the_dates_before_are_passed_over(
    cast, clock
):
    series = monthly(cast)
    clock.now = cast.now + timedelta(days=120)  # 16 March
    make_due()
    assert Ask.objects.count() == 2
    found = list(Issue.objects.order_by("on").values_list("on", "ask_id"))
    assert [day for day, _ask in found][-1] == date(2027, 3, 15)
    assert [ask is not None for _day, ask in found] == [False, False, False, True]
    assert make_issue(series_id=series.pk, now=clock.now) is None


def test_an_issue_sends_itself_only_when_nothing_at_all_was_found(cast, clock):
    monthly(cast, sends_itself=True)
    clock.at("12-15")
    make_due()
    assert Ask.objects.latest("id").state == "preparing"
    Ask.objects.update(audience={"mode": "list", "listed": ["A-001", "unknown"]})
    clock.now += timedelta(days=31)
    make_due()
    assert Ask.objects.latest("id").state == "draft"
    assert Series.objects.get().code == "asks.some_unknown"


def test_an_issue_that_sends_itself_waits_for_office_hours(cast, clock):
    monthly(cast, sends_itself=True)
    clock.at("12-15")
    morning, clock.now = clock.now, clock.now.replace(hour=15) - timedelta(days=1)  # 0:00 in Japan
    make_due()
    assert Ask.objects.count() == 1
    clock.now = morning
    make_due()
    assert Ask.objects.count() == 2


def test_a_planned_sending_that_breaks_stops_no_series(cast, clock, monkeypatch):
    def breaks(**_named: object) -> bool:
        raise RuntimeError

    monthly(cast)
    monkeypatch.setattr(later, "send_planned", breaks)
    monkeypatch.setattr(later, "due_sendings", lambda _now: (1,))
    clock.at("12-15")
    make_due()
    assert Ask.objects.count() == 2


def test_a_series_halts_and_says_so_when_its_planner_has_left(cast, clock):
    monthly(cast)
    Series.objects.update(by_uid=cast.ben.uid)
    clock.at("12-15")
    make_due()
    row = Series.objects.get()
    assert (row.is_on, row.code) == (False, "asks.not_there")
    assert (Ask.objects.count(), Issue.objects.count()) == (1, 0)


def test_a_stopped_series_makes_nothing_and_a_draft_begins_none(cast, clock):
    series = monthly(cast)
    stop_series(cast.aoi, uid=series.uid, now=cast.now)
    clock.at("12-20")
    make_due()
    assert Ask.objects.count() == 1
    with pytest.raises(NotFound):
        stop_series(cast.emi, uid=series.uid, now=cast.now)
    draft = draft_ask(cast, ONE)
    with pytest.raises(Conflict):
        begin_series(
            cast.aoi, uid=draft.uid, rhythm=Rhythm(date(2027, 1, 1), Every.YEAR), now=cast.now
        )


def test_the_pages_plan_a_sending_and_a_series(cast, clock):
    client = office_client(cast.aoi)
    draft = draft_ask(cast, ONE)
    given = {"day": "2026-11-18", "hour": "09:00"}
    assert client.post(reverse("reminders:later", args=[draft.uid]), given).status_code == 302
    assert PlannedSending.objects.get().at.isoformat() == "2026-11-18T00:00:00+00:00"
    assert client.post(reverse("reminders:cancel", args=[draft.uid])).status_code == 302
    past = client.post(
        reverse("reminders:later", args=[draft.uid]), {"day": "2026-11-01", "hour": "09:00"}
    )
    assert past.status_code == 422
    ask = sent_ask(cast, ONE)
    given = {"anchor": "2027-04-01", "every": "year", "turn": "next", "how": "draft"}
    assert client.post(reverse("reminders:again", args=[ask.uid]), given).status_code == 302
    page = client.get(reverse("reminders:list")).content.decode()
    assert "2027年4月1日" in page
