"""What we make of a partner leaves with the rest: the level with its reason, and sent feedback."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
from django.urls import reverse

from sekisho.apps.editor.actions.levels import LevelReason, choose_level
from sekisho.apps.reports.actions.feedback import send_feedback
from sekisho.engines.schemes import LevelAnswers
from sekisho.kernel import clock
from tests.factories.cast import office_client

REASON = "段階カナリア3317"
OTHER = "段階カナリア9924"


def take(told, at):
    response = office_client(told.cast.aoi).post(reverse("keeping:take", args=[at.uid, 1]))
    held = zipfile.ZipFile(io.BytesIO(response.content))
    book = openpyxl.load_workbook(io.BytesIO(held.read("lists.xlsx")))
    return json.loads(held.read("index.json")), book


def choose(told, at, reason):
    answers = LevelAnswers(True, False, False)
    said = LevelReason(reason)
    choose_level(
        told.cast.aoi, organisation_uid=at.uid, answers=answers, said=said, now=clock.now()
    )


def test_the_level_and_its_reason_leave_with_the_partner_they_are_about(told):
    choose(told, told.cast.a, REASON)
    choose(told, told.cast.b, OTHER)
    index, book = take(told, told.cast.a)
    assert index["scs_level"]["level"] == "star4"
    assert index["scs_level"]["reason"] == REASON
    assert OTHER not in json.dumps(index, ensure_ascii=False)
    rows = list(book["SCSの段階"].values)
    assert rows[1][0] == "star4"
    assert rows[1][2] == REASON
    assert any("以前のSCSの段階" in one for one in index["left_out"])


def test_feedback_leaves_once_it_was_sent_and_not_before(told):
    before, book = take(told, told.cast.a)
    assert before["scs_level"] is None
    assert before["asks"][0]["feedback"] is None
    assert len(list(book["送ったフィードバック"].values)) == 1
    assert send_feedback(told.cast.aoi, uid=told.ask_uid, now=clock.now())
    index, book = take(told, told.cast.a)
    feedback = index["asks"][0]["feedback"]
    assert feedback["score"]["score_0_100"] == index["asks"][0]["score"]
    assert feedback["is_compared"]
    rows = list(book["送ったフィードバック"].values)
    assert rows[1][1] == "全体"
    assert len(rows) > 2
