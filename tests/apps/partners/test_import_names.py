"""A list that only writes a name in another way does not rename the partner."""

from __future__ import annotations

import pytest

from sekisho.apps.partners.actions.imports import decide_rows
from sekisho.apps.partners.queries.imports import import_rows_for
from sekisho.apps.partners.queries.pages import partner_for
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Invalid
from tests.factories.cast import NOW, office_client
from tests.factories.partner_lists import bring_in, check, commit, csv_of

pytestmark = pytest.mark.django_db
HEADINGS = ("取引先コード", "組織名", "資本金", "英語名")
OUR_NAME = "株式会社あさひ部品"


def row(name: str, *, capital: str = "", english: str = "") -> bytes:
    return csv_of(("A-001", name, capital, english), headings=HEADINGS)


def name_of(cast) -> str:
    return partner_for(SYSTEM, cast.a.uid).organisation.name


@pytest.mark.parametrize("name", ["㈱あさひ部品", "あさひ部品", "株式会社 あさひ部品", "あさひ"])
def test_another_writing_of_a_name_is_a_decision_and_the_name_stays(cast, name):
    view = check(cast.aoi, row(name))
    (shown,) = import_rows_for(cast.aoi, view.uid, "doubtful", 1)
    assert (shown.is_writing, shown.choice, shown.verdict) == (True, "ours", "same")
    assert (view.counts["undecided"], view.counts["writing"], view.to_commit) == (0, 1, 0)
    commit(cast.aoi, view.uid)
    assert name_of(cast) == OUR_NAME


def test_the_rest_of_the_row_comes_in_without_the_name(cast):
    bring_in(cast.aoi, row("㈱あさひ部品", capital="300万円"))
    found = partner_for(SYSTEM, cast.a.uid).organisation
    assert (found.name, found.capital_yen) == (OUR_NAME, 3_000_000)


@pytest.mark.parametrize("capital", ["", "300万円"])
def test_the_name_of_the_file_is_taken_when_somebody_says_so(cast, capital):
    view = check(cast.aoi, row("㈱あさひ部品", capital=capital))
    decide_rows(cast.aoi, uid=view.uid, choices={2: "theirs"}, now=NOW)
    (shown,) = import_rows_for(cast.aoi, view.uid, "changed", 1)
    assert shown.changes[0] == ("name", OUR_NAME, "㈱あさひ部品")
    commit(cast.aoi, view.uid)
    assert name_of(cast) == "㈱あさひ部品"


def test_the_choice_can_be_taken_back(cast):
    view = check(cast.aoi, row("㈱あさひ部品"))
    for choice in ("theirs", "ours"):
        decide_rows(cast.aoi, uid=view.uid, choices={2: choice}, now=NOW)
    (shown,) = import_rows_for(cast.aoi, view.uid, "doubtful", 1)
    assert (shown.verdict, shown.changes) == ("same", ())
    commit(cast.aoi, view.uid)
    assert name_of(cast) == OUR_NAME


def test_another_name_is_a_change_like_any_other(cast):
    view = check(cast.aoi, row("株式会社ゆうひ精工"))
    assert (view.counts["changed"], view.counts["writing"]) == (1, 0)
    commit(cast.aoi, view.uid)
    assert name_of(cast) == "株式会社ゆうひ精工"


def test_the_english_name_is_kept_likewise(cast):
    bring_in(cast.aoi, row("", english="Asahi Parts Co., Ltd."))
    assert partner_for(SYSTEM, cast.a.uid).organisation.name_en == "Asahi Parts"


def test_a_choice_for_another_kind_of_doubt_is_refused(cast):
    view = check(cast.aoi, row("㈱あさひ部品"))
    for choice in ("new", "skip", f"same:{cast.a.id}"):
        with pytest.raises(Invalid, match="import_choice"):
            decide_rows(cast.aoi, uid=view.uid, choices={2: choice}, now=NOW)


def test_a_partner_found_by_decision_keeps_its_name_over_all_its_rows(cast):
    headings = ("組織名", "担当者名")
    rows = (("あさひ部品工業", "ちか"), ("あさひ部品工業", "あおい"))
    view = check(cast.aoi, csv_of(*rows, headings=headings))
    decide_rows(cast.aoi, uid=view.uid, choices={2: f"same:{cast.a.id}"}, now=NOW)
    commit(cast.aoi, view.uid)
    found = partner_for(SYSTEM, cast.a.uid)
    assert found.organisation.name == OUR_NAME
    assert "あおい" in {contact.name for contact in found.contacts}


@pytest.mark.parametrize(
    ("language", "word"), [("ja", "ファイルの名前に変える"), ("en", "Take the name")]
)
def test_the_report_offers_both_names(cast, language, word):
    view = check(cast.aoi, row("㈱あさひ部品"))
    client = office_client(cast.aoi, language)
    text = client.get(f"/o/partners/import/{view.uid}/?show=doubtful").content.decode()
    assert word in text
    assert OUR_NAME in text
    assert "㈱あさひ部品" in text


@pytest.mark.parametrize("shown", ["", "?show=doubtful"])
def test_wherever_a_choice_is_offered_it_can_be_kept(cast, shown):
    view = check(cast.aoi, row("㈱あさひ部品"))
    text = office_client(cast.aoi).get(f"/o/partners/import/{view.uid}/{shown}").content.decode()
    assert 'name="row-2"' in text
    assert "この判断を保存する" in text
