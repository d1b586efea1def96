"""Lists: looked over first, brought in once, given back as they came."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from sekisho.apps.inventory.actions.intakes.steps import (
    Upload,
    bring_in,
    discard_intake,
    start_intake,
    take_intake,
)
from sekisho.apps.inventory.actions.intakes.tidying import forget_lists, take_up_lists
from sekisho.apps.inventory.models import Entry, Intake
from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for
from sekisho.apps.inventory.queries.intakes import intake_for
from sekisho.engines.inventory import Confidence, Source
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.inventory.world import SECRET, added, sheet

pytestmark = pytest.mark.django_db
HEAD = ("自社の管理番号", "組織", "名称", "役割", "版", "多要素認証", "確かさ", "時点")


def looked_over(cast, *rows, kind="device", head=HEAD, actor=None):
    data = sheet(("自社の一覧",), head, *rows)
    given = Upload(io.BytesIO(data), "list.xlsx")
    return intake_for(
        cast.aoi, start_intake(actor or cast.aoi, kind=kind, upload=given, now=cast.now)
    )


def brought(cast, *rows, **more):
    found = looked_over(cast, *rows, **more)
    take_intake(cast.aoi, uid=found.uid, now=cast.now)
    moving = intake_for(cast.aoi, found.uid)
    bring_in(cast.aoi, found=moving, tick=lambda _done: cast.now, now=cast.now)
    return found


def verdicts(found):
    return [row.verdict for row in found.rows]


def entries(cast, kind="device"):
    return entries_for(cast.aoi, EntryFilter(kind=kind, sort="updated")).rows


def test_nothing_is_saved_before_somebody_says_so(cast):
    found = looked_over(cast, ("D1", "A-001", SECRET, "VPN装置", "9", "いいえ", "確認済み", ""))
    assert found.counts == {"new": 1}
    assert not Entry.objects.exists()
    assert SECRET.encode() not in bytes(Intake.objects.get().sealed)


def test_a_list_is_brought_in_with_where_it_comes_from(cast):
    brought(cast, ("D1", "A-001", "入口", "VPN装置", "9", "いいえ", "確認済み", "2026-11-01"))
    (one,) = entries(cast)
    assert (one.name, one.own_code, one.organisation.id) == ("入口", "D1", cast.a.id)
    stamp = one.facts["mfa"].stamp
    assert (one.facts["mfa"].value, one.facts["role"].value) == ("no", "vpn")
    assert (stamp.source, stamp.confidence) == (Source.IMPORTED, Confidence.OBSERVED)
    assert (stamp.detail, stamp.on.isoformat()) == ("list.xlsx", "2026-11-01")
    assert Intake.objects.get().state == "done"
    assert not bytes(Intake.objects.get().sealed)


def test_the_same_list_again_changes_nothing(cast):
    rows = [
        ("D1", "A-001", "入口", "VPN装置", "9", "いいえ", "", ""),
        ("", "B-001", "名だけ", "", "", "", "", ""),
    ]
    brought(cast, *rows)
    again = looked_over(cast, *rows)
    assert verdicts(again) == ["same", "same"]
    brought(cast, *rows)
    assert [one.revision for one in Entry.objects.all()] == [1, 1]


def test_a_row_is_known_by_its_code_then_by_its_name(cast):
    added(cast, cast.a, name="入口", vendor="架空")
    found = brought(cast, ("D1", "A-001", "入　口", "", "9", "", "", ""))
    assert verdicts(found) == ["changed"]
    found = brought(cast, ("D1", "A-001", "新しい名", "", "", "不明", "", ""))
    (one,) = entries(cast)
    assert (one.name, one.own_code) == ("新しい名", "D1")
    assert (one.facts["vendor"].value, one.facts["version"].value) == ("架空", "9")


def test_an_empty_cell_changes_nothing_and_unknown_takes_a_value_away(cast):
    brought(cast, ("D1", "A-001", "入口", "", "9", "はい", "", ""))
    brought(cast, ("D1", "A-001", "", "", "不明", "", "", ""))
    (one,) = entries(cast)
    assert one.name == "入口"
    assert set(one.facts) == {"mfa"}


def test_a_wrong_row_is_refused_with_its_reasons_and_the_good_ones_come_in(cast):
    found = brought(
        cast,
        ("D1", "A-001", "入口", "", "", "", "", ""),
        ("D2", "どこか", "x", "冷蔵庫", "", "たぶん", "絶対", "いつか"),
        ("", "A-001", "", "", "", "", "", ""),
        ("D1", "A-001", "二度目", "", "", "", "", ""),
    )
    assert verdicts(found) == ["new", "refused", "refused", "refused"]
    assert [one.code for one in found.rows[1].faults] == [
        "inventory.row.company_unknown",
        "inventory.value.choice",
        "inventory.value.yes_no",
        "inventory.value.date",
        "inventory.row.confidence",
    ]
    assert [one.code for row in found.rows[2:] for one in row.faults] == [
        "inventory.row.no_name",
        "inventory.row.twice",
    ]
    assert [one.name for one in entries(cast)] == ["入口"]


def test_two_codes_may_share_a_name_but_a_row_without_code_may_not(cast):
    rows = [(code, "A-001", "同じ名", "", "", "", "", "") for code in ("D1", "D2", "")]
    assert verdicts(looked_over(cast, *rows)) == ["new", "new", "refused"]
    assert verdicts(looked_over(cast, *reversed(rows))) == ["new", "refused", "refused"]


def test_links_are_brought_in_between_things_by_code_or_name(cast):
    brought(cast, ("D1", "A-001", "入口", "", "", "", "", ""))
    head = (
        "つなぐ側",
        "つなぐ側のうち",
        "つながる先",
        "通る機器",
        "名称",
        "方式",
        "いつまで認めたか",
    )
    row = ("A-001", "入口", "グループ製作所株式会社", "D1", "受発注", "VPN", "2027-03-31")
    bad = ("A-001", "ない物", "グループ製作所株式会社", "", "x", "", "")
    found = brought(cast, row, bad, kind="connection", head=head)
    assert verdicts(found) == ["new", "refused"]
    (one,) = entries(cast, "connection")
    assert (one.source_item.name, one.target.id, one.via_item.name) == ("入口", cast.g.id, "入口")
    assert one.facts["approved_until"].value == "2027-03-31"
    assert verdicts(looked_over(cast, row, kind="connection", head=head)) == ["same"]


def test_an_interrupted_list_comes_to_the_same_end(cast, monkeypatch):
    from sekisho.apps.inventory.actions.intakes import steps

    monkeypatch.setattr(steps, "BATCH", 2)
    rows = [("", "A-001", f"装置{n}", "", "", "", "", "") for n in range(5)]
    found = looked_over(cast, *rows)
    take_intake(cast.aoi, uid=found.uid, now=cast.now)

    def stop(_done):
        raise RuntimeError("the worker stops")

    with pytest.raises(RuntimeError):
        bring_in(cast.aoi, found=intake_for(cast.aoi, found.uid), tick=stop, now=cast.now)
    assert Entry.objects.count() == 2
    moving = intake_for(cast.aoi, found.uid)
    bring_in(cast.aoi, found=moving, tick=lambda _done: cast.now, now=cast.now)
    assert sorted(one.name for one in entries(cast)) == [f"装置{n}" for n in range(5)]


def test_a_list_is_for_those_who_run_the_programme_and_reaches_as_far_as_they(cast):
    found = looked_over(cast, ("", "A-001", "入口", "", "", "", "", ""))
    for who in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            intake_for(who, found.uid)


def test_a_discarded_list_is_forgotten_and_cannot_be_taken(cast):
    found = looked_over(cast, ("", "A-001", "入口", "", "", "", "", ""))
    discard_intake(cast.aoi, uid=found.uid, now=cast.now)
    assert not bytes(Intake.objects.get().sealed)
    with pytest.raises(Conflict):
        take_intake(cast.aoi, uid=found.uid, now=cast.now)


def test_a_list_whose_worker_stopped_is_taken_up_again(cast, django_capture_on_commit_callbacks):
    found = looked_over(cast, ("", "A-001", "入口", "", "", "", "", ""))
    take_intake(cast.aoi, uid=found.uid, now=cast.now)
    assert take_up_lists(SYSTEM, now=cast.now + timedelta(minutes=9)) == 0
    with django_capture_on_commit_callbacks() as begun:
        assert take_up_lists(SYSTEM, now=cast.now + timedelta(minutes=11)) == 1
    assert len(begun) == 1
    assert take_up_lists(SYSTEM, now=cast.now + timedelta(minutes=12)) == 0


def test_a_list_that_nobody_decides_is_forgotten_after_a_week(cast):
    found = looked_over(cast, ("", "A-001", "入口", "", "", "", "", ""))
    assert forget_lists(SYSTEM, now=cast.now + timedelta(days=6)) == 0
    assert forget_lists(SYSTEM, now=cast.now + timedelta(days=8)) == 1
    assert not bytes(Intake.objects.get(uid=found.uid).sealed)


def test_a_list_without_headings_or_rows_says_so(cast):
    for rows, code in (([("a", "b")], "no_headings"), ([HEAD], "no_rows")):
        given = Upload(io.BytesIO(sheet(*rows)), "list.xlsx")
        with pytest.raises(Invalid) as refused:
            start_intake(cast.aoi, kind="device", upload=given, now=cast.now)
        assert refused.value.code == f"inventory.{code}"
