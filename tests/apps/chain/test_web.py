"""The pages of the chain: what each person sees, empty, small, large."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.chain.models import Kept
from sekisho.apps.chain.queries import standing
from sekisho.apps.inventory.actions.entries import EntryDraft, add_entry
from sekisho.apps.inventory.actions.writing import Ends
from sekisho.apps.organisations.actions import refresh_reach, remove_relation
from sekisho.apps.organisations.queries import relations_for
from sekisho.kernel.actor import SYSTEM, Role
from tests.apps.inventory.world import TOLD, added, linked
from tests.factories.cast import CANARY_B, CANARY_H, add_member, office_client


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


def body(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def fetch(client, name, *args, **query):
    return client.get(reverse(f"chain:{name}", args=args), query)


def test_the_start_page_gives_the_first_answer_with_its_assumptions(cast):
    text = fetch(office_client(cast.aoi), "start").content.decode()
    assert "1社だけで当社を止める取引先" in text
    assert cast.a.name in text
    assert "仮定したこと" in text
    assert "67%" in text  # S stops two of the three sites of the group
    text = fetch(office_client(cast.emi), "start").content.decode()
    assert "在庫や代わりの調達先が分からないため" in text


def test_a_group_company_reads_nothing_of_its_sister(cast):
    added(cast, cast.b, name="秘密の装置")
    text = fetch(office_client(cast.emi), "start").content.decode()
    assert cast.a.name in text
    for secret in (CANARY_H, CANARY_B, "秘密の装置"):
        assert secret not in text


def test_a_large_chain_is_begun_by_a_button_and_its_page_shows_how_far_it_is(cast, monkeypatch):
    monkeypatch.setattr(standing, "MOST_BODIES_AT_ONCE", 0)
    client = office_client(cast.ben)
    assert "連鎖をまだ計算していません" in fetch(client, "start").content.decode()
    answer = client.post(reverse("chain:reckon"))
    run = Kept.objects.get().run_uid
    assert answer.headers["Location"] == reverse("work:run", args=[run])


def test_the_panel_of_a_partner_gets_its_figures(cast):
    client = office_client(cast.emi)
    text = client.get(reverse("partners:partner", args=[cast.a.uid])).content.decode()
    assert reverse("chain:partner", args=[cast.a.uid]) in text
    figures = fetch(client, "partner", cast.a.uid).content.decode()
    assert "ほかで代えられない供給の数" in figures
    assert fetch(client, "partner", cast.b.uid).status_code == 404


def test_a_stop_is_told_day_by_day_with_reason_picture_and_what_it_rests_on(cast):
    linked(cast, cast.a, cast.g, kind="supply", stock_days=2)
    text = body(fetch(office_client(cast.aoi), "stop", cast.a.uid, days=7))
    assert "<svg" in text
    assert f"{cast.a.name}（拠点）から届かない" in text
    assert 'data-day="3"' in text  # two days of stock, and the day on which goods are used
    assert "最悪の場合" in text
    assert "前提値 1.1版" in text


def test_what_stops_is_searched_for_and_suggested(cast):
    client = office_client(cast.aoi)
    assert reverse("chain:stop", args=[cast.s.uid]) in body(fetch(client, "stops"))
    found = body(fetch(client, "stops", q="あさひ"))
    assert reverse("chain:stop", args=[cast.a.uid]) in found
    assert "連鎖にありません" in body(fetch(client, "stops", q="そんなものはない"))


def test_a_way_in_names_each_step_its_technique_and_the_missing_measures(cast):
    device = added(cast, cast.a, name="装置X", is_exposed="yes", is_patched="no")
    linked(cast, cast.a, cast.g, mfa="no")
    text = body(fetch(office_client(cast.emi), "ways"))
    assert "装置X" in text
    assert "申告された接続を通る" in text
    assert "T1133" in text
    assert "多要素認証がない" in text
    assert reverse("inventory:entry", args=[device]) in text


def test_points_are_sorted_by_one_column_and_never_summed(cast):
    linked(cast, cast.a, cast.g, kind="supply", stock_days=30)
    linked(cast, cast.s, cast.g, kind="supply", stock_days=3)
    client = office_client(cast.emi)
    by_days = body(fetch(client, "points", sort="days"))
    assert by_days.index(cast.s.name) < by_days.index(cast.a.name)
    assert "合計点はありません" in by_days
    assert "この種類のものはありません" in body(fetch(client, "points", kind="service"))


def test_the_matrix_shows_who_holds_what_and_what_is_unknown(cast):
    drawings = added(cast, cast.g, "information", "図面Z", **{"class": "secret"})
    ends = Ends(cast.g.uid, target_item=drawings)
    told = EntryDraft("", {"records": 120}, TOLD, ends=ends)
    add_entry(cast.aoi, kind="holding", organisation_uid=cast.a.uid, draft=told, now=cast.now)
    text = body(fetch(office_client(cast.emi), "holders"))
    assert "図面Z" in text
    assert "暗号化は不明" in text
    empty = body(fetch(office_client(cast.ben), "holders"))
    assert "図面Z" in empty


FILES = [
    ("stop_file", True, {"svg": b"<svg", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}),
    ("way_file", True, {"svg": b"<svg", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}),
    ("points_file", False, {"csv": b"\xef\xbb\xbf", "xlsx": b"PK"}),
    ("holders_file", False, {"csv": b"\xef\xbb\xbf", "xlsx": b"PK"}),
]


@pytest.mark.parametrize(("name", "has_subject", "endings"), FILES)
def test_pictures_and_tables_are_taken_as_files_and_put_on_record(cast, name, has_subject, endings):
    client = office_client(cast.aoi)
    # Somebody comes in at A, over which a way leads to G.
    subject = [cast.g.uid] if has_subject else []
    for ending, begins in endings.items():
        before = AuditEntry.objects.filter(verb="chain.exported").count()
        answer = fetch(client, name, *subject, ending)
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert AuditEntry.objects.filter(verb="chain.exported").count() == before + 1
    assert fetch(client, name, *subject, "exe").status_code == 404


def test_a_picture_as_a_file_escapes_names_and_needs_no_style_sheet(cast):
    uid = added(cast, cast.a, "site", '工場<script>&"')
    text = fetch(office_client(cast.aoi), "stop_file", uid, "svg").content.decode()
    assert "<script>" not in text
    assert "工場&lt;script&gt;" in text
    assert 'fill="#' in text


def test_pages_of_others_are_not_there(cast):
    hidden = added(cast, cast.b, name="秘密の装置")
    client = office_client(cast.emi)
    for uid in (cast.h.uid, cast.b.uid, hidden):
        for name in ("stop", "way"):
            assert fetch(client, name, uid).status_code == 404
            assert fetch(client, f"{name}_file", uid, "csv").status_code == 404
    for name in ("start", "stops", "ways", "points", "holders"):
        text = body(fetch(client, name, q="秘密の装置"))
        for secret in (CANARY_H, CANARY_B):
            assert secret not in text
        assert text.count("秘密の装置") <= 1  # the words of the search themselves


def test_an_empty_register_says_what_to_bring(cast):
    lone = add_member("gil", "Gil", Role.READER, cast.g.id)
    for row in relations_for(cast.aoi, cast.g.id):
        remove_relation(SYSTEM, uid=row.uid, now=cast.now)
    refresh_reach(SYSTEM, now=cast.now)
    assert "取引先がまだありません" in body(fetch(office_client(lone), "start"))
