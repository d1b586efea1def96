"""The board counts what the reader reaches, and shows it in a few queries."""

from __future__ import annotations

import itertools
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sekisho.apps.asks.actions.reviews import Remarks, return_reply
from sekisho.apps.asks.actions.waves import close_ask
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.asks.queries.ask_list import AskFilter, asks_for
from sekisho.apps.asks.queries.board import board_for, is_late, reached
from sekisho.apps.asks.queries.heatmap import Chosen, answerers_for, heat_map_for
from sekisho.apps.asks.queries.lines import BoardFilter, assignments_for
from sekisho.apps.asks.queries.mine import asks_needing
from sekisho.apps.asks.queries.standing import STATES, grouped, summed
from sekisho.apps.mail.models import OutboxLetter
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Forbidden, NotFound
from sekisho.ui.wording import day_text
from tests.factories import asking
from tests.factories.cast import CANARY_B, CANARY_H, office_client

PAGES = ("board", "counts", "answers", "gaps", "letters")


def names(actor, asked, now=None, **narrowed):
    now = now or asked.later
    found = assignments_for(actor, asked.ask, BoardFilter(**narrowed), now=now)
    return {line.subject.id for line in found}


def test_every_assignment_is_counted_once_in_its_state(asked):
    counts = board_for(asked.cast.aoi, asked.ask.uid, now=asked.later).counts
    assert counts.asked == 3
    assert counts.replied == 2
    assert counts.needs_you == 2
    assert counts.states["submitted"] == 2
    assert counts.states["not_delivered"] == 1


def test_a_silent_partner_is_overdue_after_its_day_and_needs_somebody(asked):
    later = asked.later + timedelta(days=30)
    counts = board_for(asked.cast.aoi, asked.ask.uid, now=later).counts
    assert (counts.overdue, counts.needs_you) == (1, 3)
    assert names(asked.cast.aoi, asked, later, mark="overdue") == {asked.cast.s.id}


@pytest.mark.parametrize("closing", [False, True])
def test_counts_from_the_index_are_those_of_the_conditions(asked, closing):
    now, hour = asked.later, timedelta(hours=1)
    uid = asked.ask.uid
    if closing:
        close_ask(asked.cast.aoi, uid=uid, now=now)
    combinations = itertools.product(STATES, (-hour, hour), (0, 1), (0, 1), (None, -hour, hour))
    for state, due, is_bounced, is_returned, until in combinations:
        Assignment.objects.filter(pk=asked.a.pk).update(
            state=state,
            due_at=now + due,
            is_bounced=is_bounced,
            is_returned=is_returned,
            returned_until=until and now + until,
        )
        board = board_for(asked.cast.aoi, uid, now=now)
        late = is_late(board.ask, now)
        assert board.counts == summed(grouped(reached(asked.cast.aoi, board.ask.id), late))


def test_parts_stand_for_a_minute_and_for_ten_seconds_once_the_whole_has_changed(asked):
    def parts(seconds):
        now = asked.later + timedelta(seconds=seconds)
        return board_for(asked.cast.aoi, asked.ask.uid, now=now).parts

    first = parts(0)
    assert parts(59) is first
    Assignment.objects.filter(pk=asked.b.pk).update(state="closed")
    assert parts(9) is first
    changed = parts(11)
    assert sum(part.counts.states["closed"] for part in changed.tiers) == 1
    assert parts(60) is changed
    assert parts(72) is not changed


def test_an_overdue_one_stands_first(asked):
    later = asked.later + timedelta(days=30)
    found = assignments_for(asked.cast.aoi, asked.ask, BoardFilter(), now=later)
    assert found.rows[0].subject.id == asked.cast.s.id
    assert found.rows[0].is_overdue
    assert found.rows[0].days_left < 0


def test_every_page_and_file_names_the_day_that_the_letter_abroad_names(cast, time_machine):
    ask = asking.sent_ask(cast, asking.Wish(listed=("B-001",)))
    row = Assignment.objects.get(ask_id=ask.id)
    here, there = (
        row.due_at.astimezone(ZoneInfo(zone)).date() for zone in ("Asia/Tokyo", "America/New_York")
    )
    assert there < here
    time_machine(row.due_at + timedelta(days=9))
    client = office_client(cast.aoi)
    pages = (
        reverse("asks:board", args=[ask.uid]),
        reverse("asks:reply", args=[row.uid]),
        reverse("partners:partner", args=[cast.b.uid]),
        reverse("home:today"),
    )
    with translation.override("ja"):
        for page in pages:
            text = client.get(page).content.decode()
            assert day_text(there) in text, page
            assert day_text(here) not in text, page
    rows = client.get(reverse("asks:export", args=[ask.uid, "board", "csv"])).content.decode()
    assert there.isoformat() in rows
    assert here.isoformat() not in rows


def test_today_adds_up_an_ask_over_all_countries(asked):
    later = asked.later + timedelta(days=30)
    (found,) = asks_needing(asked.cast.aoi, now=later)
    assert (found.submitted, found.overdue, found.bounced) == (2, 1, 0)
    assert asked.b.due_at < asked.s.due_at
    assert found.oldest_on == asked.b.due_at.astimezone(ZoneInfo("America/New_York")).date()


def test_a_letter_that_failed_says_why_in_words(asked):
    OutboxLetter.objects.filter(object_id=asked.a.pk, letter="asks.request").update(
        state="failed", reason="channels.content_refused"
    )
    client = office_client(asked.cast.aoi)
    for page in (
        reverse("asks:letters", args=[asked.ask.uid]),
        reverse("asks:reply", args=[asked.a.uid]),
    ):
        text = client.get(page).content.decode()
        assert "メールサーバーにこのメールを拒否されました。" in text
        assert "channels.content_refused" not in text


def test_a_shared_partner_counts_at_both_group_companies(asked):
    found = board_for(asked.cast.aoi, asked.ask.uid, now=asked.later)
    groups = {part.key: part.counts.asked for part in found.parts.groups}
    assert groups == {str(asked.cast.g.uid): 2, str(asked.cast.h.uid): 2}


def test_the_list_narrows_by_every_filter(asked):
    cast = asked.cast
    assert names(cast.aoi, asked, state="not_delivered") == {cast.s.id}
    assert names(cast.aoi, asked, country="US") == {cast.b.id}
    assert names(cast.aoi, asked, group=str(cast.g.uid)) == {cast.a.id, cast.s.id}
    assert names(cast.aoi, asked, q="あさひ") == {cast.a.id}
    assert names(cast.aoi, asked, tier=str(cast.a.tier)) == {cast.a.id, cast.b.id, cast.s.id}
    assert names(cast.aoi, asked, tier="not a tier") == set()


def test_emi_counts_and_lists_her_chain_only(asked):
    cast = asked.cast
    found = board_for(cast.emi, asked.ask.uid, now=asked.later)
    assert found.counts.asked == 2
    assert {part.key for part in found.parts.groups} == {str(cast.g.uid)}
    assert names(cast.emi, asked) == {cast.a.id, cast.s.id}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_tells_emi_of_another_part(asked, language):
    client = office_client(asked.cast.emi, language)
    pages = [reverse(f"asks:{name}", args=[asked.ask.uid]) for name in PAGES]
    pages += [f"{pages[3]}?by={kind}" for kind in ("group", "country")]
    pages.append(reverse("asks:answerers", args=[asked.ask.uid, "M22-RR-01"]) + "?choice=yes")
    pages += [
        reverse("asks:export", args=[asked.ask.uid, what, "csv"]) for what in ("board", "answers")
    ]
    pages += [reverse("asks:reply", args=[asked.a.uid]), reverse("measures:findings")]
    for page in pages:
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert CANARY_H not in text, page
        assert CANARY_B not in text, page


def test_what_is_out_of_reach_is_not_there(asked):
    client = office_client(asked.cast.emi)
    assert client.get(reverse("asks:reply", args=[asked.b.uid])).status_code == 404
    board = reverse("asks:board", args=[asked.ask.uid])
    assert client.get(f"{board}?group={asked.cast.h.uid}").status_code == 404
    with pytest.raises((NotFound, Forbidden)):
        board_for(NOBODY, asked.ask.uid, now=asked.later)


def test_the_heat_map_keeps_gaps_and_do_not_know_apart(asked):
    rows = {row.question.key: row for row in _map(asked).rows}
    no, unknown, partial = (rows[key].everybody for key in ("M22-RR-02", "M22-RR-01", "M22-RR-03"))
    assert (no.gaps, no.unknown, no.counted) == (1, 0, 2)
    assert no.share_0_100 == 50
    assert (unknown.gaps, unknown.unknown, unknown.counted) == (0, 1, 2)
    assert partial.gaps == 1


def test_in_a_part_where_nobody_knows_the_share_is_unknown(asked):
    found = _map(asked, "group")
    place = [one.address for one in found.slices].index(str(asked.cast.g.uid))
    row = next(row for row in found.rows if row.question.key == "M22-RR-01")
    assert row.cells[place].share_0_100 is None
    assert row.cells[place].unknown == 1


def test_a_number_leads_to_those_who_answered_so(asked):
    def who(actor, choice, **part):
        chosen = Chosen("M22-RR-02", choice, **part)
        found = answerers_for(actor, asked.ask.uid, chosen=chosen, page=1, now=asked.later)
        return [line.subject.id for line in found.found]

    assert who(asked.cast.aoi, "no") == [asked.cast.a.id]
    assert who(asked.cast.aoi, "gaps") == [asked.cast.a.id]
    assert who(asked.cast.aoi, "yes") == [asked.cast.b.id]
    assert who(asked.cast.emi, "yes") == []
    assert who(asked.cast.aoi, "no", kind="country", key="US") == []


def test_the_score_stands_on_the_page_with_its_arithmetic(asked):
    text = office_client(asked.cast.aoi).get(reverse("asks:reply", args=[asked.a.uid]))
    page = text.context["score"]
    body = text.content.decode()
    assert page["value"] is not None
    assert page["written"] in body
    assert all(part["written"] in body for part in page["categories"])
    assert page["critical"] == 1


def test_a_board_takes_as_many_queries_for_many_as_for_few(asked):
    client = office_client(asked.cast.aoi)
    address = reverse("asks:board", args=[asked.ask.uid])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Assignment.objects.exclude(subject_id=asked.cast.a.id).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    assert len(few) <= len(one) + 1
    assert len(few) < 32


def test_an_export_holds_what_the_filter_keeps(asked):
    client = office_client(asked.cast.aoi)
    board = client.get(reverse("asks:export", args=[asked.ask.uid, "board", "csv"]) + "?country=JP")
    lines = board.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    for what in ("board", "answers"):
        sheet = client.get(reverse("asks:export", args=[asked.ask.uid, what, "xlsx"]))
        assert sheet.status_code == 200


def _map(asked, kind="tier"):
    return heat_map_for(asked.cast.aoi, asked.ask.uid, kind=kind)


def test_list_and_board_say_the_same_of_a_reply_that_was_sent_back(asked):
    cast, later = asked.cast, asked.later
    remarks = Remarks("数字をご確認ください", {}, (later + timedelta(days=20)).date())
    seen = Reply.objects.get(pk=asked.a.pk).revision
    return_reply(cast.aoi, uid=asked.a.uid, seen_revision=seen, remarks=remarks, now=later)
    for now, late in ((later, 0), (later + timedelta(days=12), 1)):
        (line,) = asks_for(cast.aoi, AskFilter(), now=now)
        counts = board_for(cast.aoi, asked.ask.uid, now=now).counts
        assert line.counts == counts
        assert (counts.asked, counts.replied, counts.returned) == (3, 1, 1)
        assert counts.overdue == late


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_of_asks_leads_to_what_waits(asked, language):
    page = office_client(asked.cast.aoi, language).get(reverse("asks:list")).content.decode()
    board = reverse("asks:board", args=[asked.ask.uid])
    assert f"{board}?state=submitted" in page
    assert f"{board}?mark=overdue" not in page
