"""What the report says of rows whose name looks like another's, before and after."""

from __future__ import annotations

import re

import pytest

from sekisho.apps.partners.actions.imports import decide_rows
from sekisho.apps.partners.queries.imports import import_for
from sekisho.ui import slots
from tests.factories.cast import NOW, office_client
from tests.factories.partner_lists import check, commit, csv_of

pytestmark = pytest.mark.django_db
CODED = ("N-9", "共通素材工業", "", "", "", "", "")
BARE = ("", "共通素材商会", "", "", "", "", "")


def page_of(cast, view, query: str = "") -> str:
    return office_client(cast.aoi).get(f"/o/partners/import/{view.uid}/{query}").content.decode()


def options_of(text: str) -> list[str]:
    return re.findall(r'<option value="([^"]*)"', text)


def test_a_row_with_a_code_of_its_own_is_preset_to_what_happens_without_a_decision(cast):
    view = check(cast.aoi, csv_of(CODED))
    text = page_of(cast, view, "?show=doubtful")
    assert '<option value="new" selected>' in text
    assert "" not in options_of(text)
    assert "ほかの選択をしなければ、別の取引先として新規に取り込みます" in text
    assert "1行を取り込む" in text
    commit(cast.aoi, view.uid)
    assert import_for(cast.aoi, view.uid).counts["committed"] == 1


def test_a_row_without_a_code_stays_out_and_every_number_says_so(cast):
    view = check(cast.aoi, csv_of(BARE))
    text = page_of(cast, view)
    assert "" in options_of(text)
    assert "このうち1行は取り込みません。" in text
    assert "取り込む行がありません" in text
    commit(cast.aoi, view.uid)
    assert "1行は取り込みませんでした。" in page_of(cast, view)


def test_the_button_leaves_out_what_hangs_on_a_row_that_stays_out(cast):
    second = (*BARE[:5], "えみ", "e@s.example")
    view = check(cast.aoi, csv_of(BARE, second, CODED))
    assert (view.counts["undecided"], view.staying_out, view.to_commit) == (1, 2, 1)
    commit(cast.aoi, view.uid)
    assert import_for(cast.aoi, view.uid).counts["committed"] == view.to_commit
    view = check(cast.aoi, csv_of(BARE, second))
    decide_rows(cast.aoi, uid=view.uid, choices={2: "new"}, now=NOW)
    assert import_for(cast.aoi, view.uid).to_commit == 2


def test_the_finished_report_has_nothing_left_to_decide_and_leads_to_the_next_step(
    cast, monkeypatch
):
    monkeypatch.setattr(slots, "_steps", {})
    slots.register_step(slots.Step(1, "past", "Past", "home:setup", lambda _actor: True))
    slots.register_step(slots.Step(2, "open", "Open one", "home:search", lambda _actor: False))
    view = check(cast.aoi, csv_of(CODED))
    assert "show=doubtful" in page_of(cast, view)
    commit(cast.aoi, view.uid)
    text = page_of(cast, view)
    assert "show=doubtful" not in text
    assert "別の取引先として取り込みました。" in text
    assert "次の手順：Open one" in text
    assert CODED[1] in page_of(cast, view, "?show=doubtful")
