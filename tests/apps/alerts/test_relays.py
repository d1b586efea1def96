"""A notice goes further down, and counts without names come back up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from sekisho.apps.accounts.queries import link_of_subject
from sekisho.apps.alerts.actions.alerts import Revising, revise_alert, withdraw_alert
from sekisho.apps.alerts.actions.relays import RelayWords, report_relay
from sekisho.apps.alerts.models import RelayReport
from sekisho.apps.alerts.queries.alerts import alert_for
from sekisho.apps.alerts.queries.notices import BoardChoice, board_for, notice_for
from sekisho.apps.alerts.queries.relays import relaying_of_link
from sekisho.apps.asks.actions.changing import withdraw_ask
from sekisho.apps.asks.models import Ask, Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.engines.notices import AlertText, RelayCounts, Tlp, shown_check_number
from sekisho.kernel import clock
from sekisho.kernel.actor import ActorKind
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.apps.alerts.world import MORE, TEXT, Told, passed_on, written
from tests.factories.answering import invite, open_ask
from tests.factories.cast import (
    CANARY_B,
    Cast,
    build_cast,
    office_client,
    respondent_client,
)

pytestmark = pytest.mark.django_db
COUNTS = RelayCounts(240, 180, 90)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast(clock.now() - timedelta(hours=2))


@pytest.fixture
def told(cast: Cast) -> Told:
    return passed_on(cast, written(cast))


def report(told: Told, at: int, counts: RelayCounts = COUNTS, **more) -> None:
    today = told.now.date()
    words = RelayWords(counts, more.get("as_of", today), more.get("by", "ちか"))
    now = told.now + timedelta(minutes=more.get("after", 0))
    report_relay(told.link(at), words=words, today=today, now=now)


def relays(actor, told: Told, now=None):
    notice = notice_for(actor, told.ask)
    return board_for(actor, notice, BoardChoice(), now=now or told.now).relays


def link_uid(told: Told, at: int):
    row = Assignment.objects.get(ask__uid=told.ask, subject_id=at)
    found = link_of_subject(row.pk)
    assert found is not None
    return found.uid


def test_the_board_adds_up_the_newest_report_of_each_partner(cast, told):
    report(told, cast.a.id, RelayCounts(10, 0, 0))
    report(told, cast.a.id, RelayCounts(40, 30, 20), after=1)
    report(told, cast.b.id, RelayCounts(200, 150, 70))
    found = relays(cast.aoi, told)
    assert (found.partners, found.total, found.outdated) == (2, COUNTS, 0)
    assert RelayReport.objects.count() == 3


def test_a_partner_that_told_nobody_is_not_counted_as_passing_on(cast, told):
    report(told, cast.a.id, RelayCounts())
    assert relays(cast.aoi, told).partners == 0


def test_what_was_reported_is_not_in_the_clear(cast, told):
    report(told, cast.a.id, RelayCounts(98765, 4321, 7), by="秘密の名前")
    row = RelayReport.objects.get()
    for words in ("98765", "4321", "秘密の名前"):
        assert words.encode() not in bytes(row.sealed)
        assert words not in json.dumps(
            RelayReport.objects.values("version", "edition", "as_of", "at").get(), default=str
        )


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (RelayCounts(5, 6, 0), "notices.relay_more_confirmed"),
        (RelayCounts(5, 4, 5), "notices.relay_more_acted"),
    ],
)
def test_counts_that_cannot_be_are_refused(cast, told, counts, code):
    with pytest.raises(Invalid, match=code):
        report(told, cast.a.id, counts)
    with pytest.raises(Invalid, match="relay_in_future"):
        report(told, cast.a.id, as_of=told.now.date() + timedelta(days=1))
    with pytest.raises(Invalid, match="relay_name"):
        report(told, cast.a.id, by=" ")
    assert not RelayReport.objects.exists()


def test_a_notice_that_was_taken_back_takes_no_counts_any_more(cast, told):
    report(told, cast.a.id)
    ask = ask_for(cast.aoi, told.ask)
    withdraw_ask(cast.aoi, uid=told.ask, revision=ask.revision, now=told.now)
    with pytest.raises(Conflict, match="goes_no_further"):
        report(told, cast.a.id, RelayCounts(300, 0, 0), after=1)
    found = relaying_of_link(told.link(cast.a.id))
    assert (found.is_withdrawn, found.texts, len(found.reports)) == (True, (), 1)
    assert RelayReport.objects.count() == 1


def test_counts_from_before_a_new_version_are_marked_and_still_added_up(cast, told):
    report(told, cast.a.id)
    revise(cast, told, MORE, note=True)
    found = relays(cast.aoi, told)
    assert found.latest[cast.a.id].before_version == 2
    assert (found.total, found.outdated) == (COUNTS, 1)
    again = passed_on(cast, told.alert, after=2)
    newer = relays(cast.aoi, again)
    assert newer.latest[cast.a.id].before_version == 2
    report(again, cast.a.id, RelayCounts(300, 0, 0), after=3)
    newer = relays(cast.aoi, again)
    assert (newer.total.told, newer.outdated) == (300, 0)
    with pytest.raises(Conflict, match="goes_no_further"):
        report(told, cast.a.id)
    history = relaying_of_link(again.link(cast.a.id)).reports
    assert [one.before_version for one in history] == [0, 2]


def test_counts_from_before_a_correction_are_marked(cast, told):
    report(told, cast.a.id)
    corrected = replace(TEXT, summary=replace(TEXT.summary, en="A better fix is out."))
    revise(cast, told, corrected, note=False)
    one = relays(cast.aoi, told).latest[cast.a.id]
    assert (one.before_version, one.before_correction) == (0, True)
    assert "A better fix is out." in relaying_of_link(told.link(cast.a.id)).texts[1].body


def revise(cast: Cast, told: Told, text: AlertText, *, note: bool) -> None:
    words = Bilingual("対応が増えました。", "One more action.") if note else Bilingual()
    how = Revising(alert_for(cast.aoi, told.alert).revision, is_material=note, note=words)
    revise_alert(cast.aoi, uid=told.alert, text=text, how=how, now=told.now)


def test_amber_and_withdrawn_notices_go_no_further(cast):
    amber = passed_on(cast, written(cast, replace(TEXT, tlp=Tlp.AMBER)))
    assert relaying_of_link(amber.link(cast.a.id)).texts == ()
    with pytest.raises(Conflict, match="goes_no_further"):
        report(amber, cast.a.id)
    free = passed_on(cast, written(cast))
    withdraw_alert(cast.aoi, uid=free.alert, now=free.now)
    assert relaying_of_link(free.link(cast.a.id)).texts == ()


def test_the_page_gives_the_text_with_the_check_number_and_no_personal_link(cast, told):
    uid = link_uid(told, cast.a.id)
    client = respondent_client(uid)
    page = client.get(reverse("portal:relay", args=[uid]))
    number = shown_check_number(Ask.objects.get(uid=told.ask).check_number)
    for shown in page.context["texts"]:
        assert number in shown["body"]
        assert "/r/check/" in shown["body"]
        assert "/r/a/" not in shown["all"]
        assert str(uid) not in shown["all"]
        assert shown["mailto"].startswith("mailto:?subject=")
    text = client.get(reverse("portal:relay-text", args=[uid, "en"]))
    assert number in text.content.decode("utf-8-sig")
    assert text.headers["Content-Disposition"].startswith("attachment")
    assert (
        reverse("portal:relay", args=[uid])
        in client.get(reverse("portal:start", args=[uid])).content.decode()
    )


def test_the_form_reports_and_says_what_cannot_be(cast, told):
    uid = link_uid(told, cast.a.id)
    client, url = respondent_client(uid), reverse("portal:relay", args=[uid])
    given = {"told": "5", "confirmed": "6", "acted": "0", "as_of": "2026-01-01", "by": "ちか"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "確認した数が、知らせた数より多く" in refused.content.decode()
    done = client.post(url, {**given, "confirmed": "4"})
    assert done.status_code == 302
    assert relays(cast.aoi, told).latest[cast.a.id].as_of == date(2026, 1, 1)
    board = office_client(cast.aoi).get(reverse("alerts:board", args=[told.ask]))
    assert "知らせた5社、確認4社、対応済み0社" in board.content.decode()


def test_the_files_hold_the_counts_of_what_the_reader_reaches(cast, told):
    report(told, cast.a.id)
    report(told, cast.b.id, RelayCounts(7777, 1, 1))
    url = reverse("alerts:export-csv", args=[told.ask])
    text = office_client(cast.emi).get(url).content.decode("utf-8-sig")
    assert "240,180,90" in text
    assert "7777" not in text
    assert CANARY_B not in text
    sheet = office_client(cast.aoi).get(reverse("alerts:export-xlsx", args=[told.ask]))
    assert sheet.content[:2] == b"PK"


def test_emi_sees_only_the_counts_of_her_chain(cast, told):
    report(told, cast.a.id)
    report(told, cast.b.id, RelayCounts(1000, 0, 0))
    found = relays(cast.emi, told)
    assert set(found.latest) == {cast.a.id}
    assert found.total == COUNTS


def test_without_the_code_by_a_lent_scope_and_for_other_asks_nothing_is_passed_on(cast, told):
    with pytest.raises(NotFound):
        relaying_of_link(told.link(cast.a.id, is_confirmed=False))
    for other in (
        replace(told.link(cast.a.id), kind=ActorKind.PERSON),
        replace(told.link(cast.a.id), name="業者"),
    ):
        with pytest.raises(NotFound):
            relaying_of_link(other)
    check = invite(cast, open_ask(cast), cast.chika)
    assert relaying_of_link(check.actor(told.now)) is None
    words = RelayWords(COUNTS, told.now.date(), "ちか")
    with pytest.raises(NotFound):
        report_relay(check.actor(told.now), words=words, today=told.now.date(), now=told.now)


def test_dan_sees_no_report_of_another_partner(cast, told):
    report(told, cast.a.id, RelayCounts(8642, 97, 53))
    uid = link_uid(told, cast.b.id)
    page = respondent_client(uid).get(reverse("portal:relay", args=[uid]))
    assert page.context["reports"] == []
    assert "8,642" not in page.content.decode()
