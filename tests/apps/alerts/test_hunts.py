"""The board of a search for traces: period, hits, their sum, and who is not done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from sekisho.apps.alerts.actions.notices import NoticePlan
from sekisho.apps.alerts.queries.notices import BoardChoice, board_for, notice_for
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.reviews import accept_reply
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.engines.notices import HuntSum, NoticeKind, Standing
from sekisho.engines.questionnaire import Answer
from tests.apps.alerts.world import TEXT, passed_on, written
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    uid = written(cast, replace(TEXT, actions=()))
    return passed_on(cast, uid, NoticePlan(kind=NoticeKind.HUNT, members="partners"))


def say(told, own, result, **more):
    actor = told.link(own)
    given = {
        "N-STATE": Answer(("done",)),
        "N-H-FROM": Answer(date="2026-10-01"),
        "N-H-TO": Answer(date="2026-11-20"),
        "N-H-WHERE": Answer(text="メールの記録"),
        "N-H-RESULT": Answer((result,)),
        **more,
    }
    for key, answer in given.items():
        save_answer(actor, question_key=key, answer=answer, base_revision=0, now=told.now)
    seen = reply_for(actor, now=told.now).revision
    submit_reply(actor, signer=Signer("ちか"), seen_revision=seen, now=told.now)


def accept(cast, told, own):
    row = Assignment.objects.get(ask__uid=told.ask, subject_id=own)
    seen = Reply.objects.get(pk=row.pk).revision
    accept_reply(cast.aoi, uid=row.uid, seen_revision=seen, now=told.now)


def searched_by_two(cast, told):
    hits = {"N-H-HITS": Answer(number="1234"), "N-H-WHAT": Answer(text="不審な通信")}
    say(told, cast.a.id, "found", **hits)
    say(told, cast.b.id, "unknown")
    for firm in (cast.a, cast.b):
        accept(cast, told, firm.id)


def test_a_search_with_hits_or_gaps_is_not_done_even_when_accepted(cast, told):
    searched_by_two(cast, told)
    board = board_for(cast.aoi, notice_for(cast.aoi, told.ask), BoardChoice(), now=told.now)
    stand = {row.line.subject.id: row.standing for row in board.page}
    assert stand[cast.a.id] is Standing.ACTING
    assert stand[cast.b.id] is Standing.ACTING
    assert board.hunts == HuntSum(nothing=0, found=1, not_all=1, hits=1234)


def test_a_search_over_everything_that_found_nothing_is_proven_when_accepted(cast, told):
    say(told, cast.a.id, "nothing")
    accept(cast, told, cast.a.id)
    notice = notice_for(cast.aoi, told.ask)
    board = board_for(cast.aoi, notice, BoardChoice(standing="proven"), now=told.now)
    assert [row.line.subject.id for row in board.page] == [cast.a.id]
    assert board.hunts == HuntSum(nothing=1)


def test_the_page_and_the_file_show_period_hits_and_sum(cast, told):
    client = office_client(cast.aoi)
    before = client.get(reverse("alerts:board", args=[told.ask])).content.decode()
    assert "痕跡の調査の結果は、まだ届いていません。" in before
    searched_by_two(cast, told)
    page = client.get(reverse("alerts:board", args=[told.ask])).content.decode()
    assert "合計1,234件" in page
    assert "2026年10月1日" in page
    assert "調べきれていない</span>" in page
    file = client.get(reverse("alerts:export-csv", args=[told.ask])).content.decode("utf-8-sig")
    assert "2026-10-01,2026-11-20,見つかった,1234" in file.replace('"', "")


def test_a_notice_that_is_no_search_has_no_such_columns(cast):
    plain = passed_on(cast, written(cast))
    page = office_client(cast.aoi).get(reverse("alerts:board", args=[plain.ask])).content.decode()
    assert "調べた期間" not in page
