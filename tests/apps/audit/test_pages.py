"""The record as it is read: sentences, filters, export."""

from __future__ import annotations

import uuid

import pytest

from sekisho.apps.accounts.actions import set_name
from sekisho.apps.audit import queries
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import SYSTEM, Actor, ActorKind, Role
from tests.factories.cast import NOW, add_member, office_client


@pytest.fixture
def desk(cast):
    return office_client(cast.aoi)


def test_entries_read_as_sentences_in_both_languages(cast, desk) -> None:
    set_name(cast.ben, name="Ben the reader", now=NOW)
    page = desk.get("/o/audit/").content.decode()
    assert "自分の名前を変更しました" in page
    assert "Ben the reader" in page
    english = office_client(cast.aoi, "en").get("/o/audit/").content.decode()
    assert "Changed the own name" in english


def test_an_unknown_verb_shows_itself_and_a_count_is_named(cast, desk) -> None:
    record_entry(SYSTEM, change=Change("later.room_did", "thing"), now=NOW)
    record_entry(SYSTEM, change=Change("organisations.created", "x", count=1234), now=NOW)
    page = desk.get("/o/audit/").content.decode()
    assert "later.room_did" in page
    assert "1,234" in page


def test_a_filter_keeps_one_kind_and_the_days_asked_for(cast, desk) -> None:
    page = desk.get("/o/audit/", {"verb": "accounts.person_created"}).content.decode()
    assert "利用者を追加しました" in page
    assert "取引関係を登録しました：" not in page.partition("<tbody>")[2]
    none = desk.get("/o/audit/", {"until": "2026-11-15", "verb": ""}).content.decode()
    assert "該当する記録はありません" in none
    day = desk.get("/o/audit/", {"since": "2026-11-16", "until": "2026-11-16"}).content.decode()
    assert "利用者を追加しました" in day


@pytest.mark.parametrize(
    "query", [{"verb": "x.y"}, {"since": "soon"}, {"page": "x"}, {"page": "9"}]
)
def test_a_strange_address_shows_a_page_all_the_same(cast, desk, query) -> None:
    assert desk.get("/o/audit/", query).status_code == 200


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "٣", ""])
def test_a_strange_place_to_begin_the_check_begins_somewhere(cast, desk, after) -> None:
    assert desk.get("/o/audit/check/", {"after": after}).status_code == 200


def test_the_check_says_that_everything_fits(cast, desk) -> None:
    assert "すべて一致しました" in desk.get("/o/audit/check/").content.decode()


def test_an_export_is_a_table_in_which_no_cell_is_a_formula(cast, desk) -> None:
    set_name(cast.aoi, name="=HYPERLINK(1)", now=NOW)
    answer = desk.get("/o/audit/record.csv", {"verb": "accounts.name_set"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("number,time,who")
    assert len(rows) == 2
    assert "=HYPERLINK" in rows[1]
    assert ",=HYPERLINK" not in rows[1]
    assert '"=HYPERLINK' not in rows[1]


def test_an_administrator_below_the_lead_company_reads_nothing(cast) -> None:
    chief = office_client(add_member("chief.g", "chief", Role.ADMINISTRATOR, cast.g.id))
    for url in ("/o/audit/", "/o/audit/check/", "/o/audit/record.csv"):
        assert chief.get(url).status_code == 403


def test_only_people_have_names_to_look_up(cast, monkeypatch) -> None:
    """A record of ten thousand replies names as many links; a query takes fewer values."""
    asked: list[set[uuid.UUID]] = []

    def look_up(uids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
        asked.append(uids)
        return {}

    monkeypatch.setattr(queries, "_names", [look_up])
    links = [Actor(ActorKind.LINK, uid=uuid.uuid4()) for _each in range(3)]
    for actor in (cast.ben, *links, SYSTEM):
        record_entry(actor, change=Change("accounts.link_used", "link"), now=NOW)
    entries, _total = queries.entries_for(cast.aoi, rows=slice(5))
    queries.actor_names(entries)
    assert asked == [{cast.ben.uid}]
