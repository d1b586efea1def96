from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from sekisho.apps.organisations.queries import (
    Selection,
    identify_organisations,
    organisations_by_ids,
    organisations_in,
    relations_for,
)
from sekisho.apps.partners.actions.imports import decide_rows, discard_import, start_import
from sekisho.apps.partners.models import Contact, ImportBatch, Partner, StagedRow
from sekisho.apps.partners.queries import contacts_of
from sekisho.apps.partners.queries.imports import import_for, import_rows_for
from sekisho.apps.partners.queries.pages import partner_for
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.factories.cast import NOW, add_member
from tests.factories.partner_lists import bring_in, check, commit, csv_of, number_of, xlsx_of

pytestmark = pytest.mark.django_db
NEW = ("N-1", "みほん精機株式会社", "", "日本", "1,000万円", "ちか", "n1@n.example")


def named(line: str):
    """The organisation that a line names, as the system sees it."""
    (own,) = identify_organisations(SYSTEM, [line]).values()
    return organisations_by_ids(SYSTEM, [own])[own]


def faults_of(cast, view) -> dict[int, list[str]]:
    page = import_rows_for(cast.aoi, view.uid, "refused", 1)
    return {row.number: [code for _field, code, _text in row.faults] for row in page}


def names() -> list[str]:
    return sorted(one.name for one in organisations_in(SYSTEM, Selection()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", csv_of(NEW)),
        ("a.csv", csv_of(NEW, encoding="utf-8-sig")),
        ("a.csv", csv_of(NEW, encoding="cp932")),
        ("a.xlsx", xlsx_of(NEW)),
    ],
)
def test_a_list_comes_in_from_every_kind_of_file(cast, name, data):
    done = bring_in(cast.aoi, data, name=name)
    assert (done.state, done.counts["committed"]) == ("done", 1)
    found = named("N-1")
    assert (found.name, found.country, found.capital_yen) == (NEW[1], "JP", 10_000_000)
    assert found.tier == 1
    (contact,) = contacts_of(SYSTEM, found.id)
    assert (contact.name, contact.email, contact.language) == ("ちか", "n1@n.example", "ja")
    (edge,) = relations_for(SYSTEM, found.id)
    assert (edge.customer.id, edge.kind) == (cast.home.id, "procurement")


def test_the_dry_run_changes_nothing_but_its_own_staging(cast):
    before = names()
    view = check(cast.aoi, csv_of(NEW))
    assert view.counts["new"] == 1
    assert names() == before


def test_importing_the_same_list_again_finds_every_row_the_same(cast):
    bring_in(cast.aoi, csv_of(NEW))
    again = check(cast.aoi, csv_of(NEW))
    assert (again.counts["same"], again.to_commit) == (1, 0)


def test_a_changed_row_shows_before_and_after_and_changes_only_that(cast):
    row = ("A-001", "株式会社あさひ部品", "", "", "300万円", "", "")
    view = check(cast.aoi, csv_of(row))
    (shown,) = import_rows_for(cast.aoi, view.uid, "changed", 1)
    assert shown.changes == (("capital_yen", None, 3_000_000),)
    commit(cast.aoi, view.uid)
    found = named("A-001")
    assert (found.capital_yen, found.name_en) == (3_000_000, "Asahi Parts")
    assert [contact.name for contact in contacts_of(SYSTEM, found.id)] == ["ちか"]


def test_a_second_row_of_one_code_adds_a_contact(cast):
    second = ("N-1", "", "", "", "", "あおい", "n2@n.example")
    done = bring_in(cast.aoi, csv_of(NEW, second))
    assert done.counts["committed"] == 2
    found = contacts_of(SYSTEM, named("N-1").id)
    assert {contact.email for contact in found} == {"n1@n.example", "n2@n.example"}
    assert bring_in(cast.aoi, csv_of(NEW, second)).counts["same"] == 2


def test_a_later_row_that_contradicts_an_earlier_one_is_refused(cast):
    other = ("N-1", "", "", "アメリカ", "", "", "n2@n.example")
    view = check(cast.aoi, csv_of(NEW, other))
    assert faults_of(cast, view) == {3: ["partners.row.differs"]}


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("法人番号", "1234567890123", "partners.row.corporate_number_check_digit"),
        ("法人番号", "12345", "partners.row.corporate_number_length"),
        ("国", "どこか", "partners.row.country"),
        ("資本金", "多い", "partners.row.capital"),
        ("従業員数", "たくさん", "partners.row.headcount"),
        ("取引区分", "ぐるぐる", "partners.row.kind"),
        ("メールアドレス", "nobody", "partners.row.email"),
        ("言語", "ラテン語", "partners.row.language"),
        ("担当の用件", "昼寝", "partners.row.purposes"),
        ("取引するグループ会社", "どこにもない", "partners.row.customer"),
        ("上位の取引先", "どこにもない", "partners.row.parent"),
        ("組織名カナ", "ア" * 201, "partners.row.too_long"),
    ],
)
def test_a_row_that_will_not_do_is_refused_with_its_column_and_the_rest_comes_in(
    cast, heading, text, code
):
    headings = ("取引先コード", "組織名", heading)
    data = csv_of(("N-1", "みほん精機", text), ("N-2", "例示化成", ""), headings=headings)
    view = check(cast.aoi, data)
    assert faults_of(cast, view) == {2: [code]}
    commit(cast.aoi, view.uid)
    assert named("N-2").name == "例示化成"
    assert not identify_organisations(SYSTEM, ["N-1"])


def test_a_row_without_name_and_unknown_code_is_refused(cast):
    view = check(cast.aoi, csv_of(("N-9", "", "", "日本", "", "", "")))
    assert faults_of(cast, view) == {2: ["partners.row.no_name"]}


def test_a_list_without_a_column_for_name_or_code_is_not_checked(cast):
    with pytest.raises(Invalid, match="import_no_name"):
        check(cast.aoi, csv_of(("x", "y"), headings=("国", "資本金")))


def test_rows_find_the_partner_they_supply_to_wherever_it_stands(cast):
    headings = ("取引先コード", "組織名", "上位の取引先")
    rows = (("T-3", "三次みほん", "T-2"), ("T-2", "二次みほん", "T-1"), ("T-1", "一次みほん", ""))
    bring_in(cast.aoi, csv_of(*rows, headings=headings))
    assert [named(code).tier for code in ("T-1", "T-2", "T-3")] == [1, 2, 3]


def test_a_partner_of_the_register_can_be_the_one_above(cast):
    headings = ("取引先コード", "組織名", "上位の取引先")
    bring_in(cast.aoi, csv_of(("T-2", "二次みほん", "あさひ部品"), headings=headings))
    assert named("T-2").tier == 2


def test_rows_that_supply_each_other_in_a_circle_are_refused(cast):
    headings = ("取引先コード", "組織名", "上位の取引先")
    rows = (("C-1", "甲みほん", "C-2"), ("C-2", "乙みほん", "C-1"))
    view = check(cast.aoi, csv_of(*rows, headings=headings))
    assert set(faults_of(cast, view)) == {2, 3}


def test_a_dealer_hangs_on_the_customer_side(cast):
    headings = ("取引先コード", "組織名", "取引区分", "取引するグループ会社")
    bring_in(cast.aoi, csv_of(("R-9", "みほん販売", "販売", cast.g.name), headings=headings))
    assert named("R-9").tier == -1
    (edge,) = relations_for(SYSTEM, named("R-9").id)
    assert edge.supplier.id == cast.g.id


def test_owner_tags_and_note_come_in_and_an_unknown_owner_becomes_a_contact_of_ours(cast):
    headings = ("取引先コード", "組織名", "社内担当者", "タグ", "備考")
    row = ("N-1", "みほん精機", "buyer@home.example", "重要、東北", "大切なメモ")
    view = check(cast.aoi, csv_of(row, headings=headings))
    staged = StagedRow.objects.get(batch__uid=view.uid)
    assert "大切" not in str(staged.values)
    commit(cast.aoi, view.uid)
    page = partner_for(cast.aoi, named("N-1").uid)
    assert (page.tags, page.note) == (("東北", "重要"), "大切なメモ")
    assert page.owner.organisation_id == cast.home.id
    again = check(cast.aoi, csv_of(row, headings=headings))
    assert again.counts["same"] == 1
    assert Contact.objects.filter(email="buyer@home.example").count() == 1


def test_a_name_like_one_of_the_register_waits_for_a_decision_and_stays_out_without_one(cast):
    row = ("", "共通素材工業", "", "", "", "", "")
    view = check(cast.aoi, csv_of(row, NEW))
    assert (view.counts["undecided"], view.to_commit) == (1, 1)
    commit(cast.aoi, view.uid)
    assert "共通素材工業" not in names()


def test_a_doubtful_row_can_be_the_known_partner_or_somebody_else(cast):
    row = ("", "共通素材工業", "", "", "500万円", "", "")
    view = check(cast.aoi, csv_of(row))
    (shown,) = import_rows_for(cast.aoi, view.uid, "doubtful", 1)
    assert [one.organisation_id for one in shown.candidates] == [cast.s.id]
    with pytest.raises(Invalid):
        decide_rows(cast.aoi, uid=view.uid, choices={2: f"same:{cast.a.id}"}, now=NOW)
    decide_rows(cast.aoi, uid=view.uid, choices={2: f"same:{cast.s.id}"}, now=NOW)
    commit(cast.aoi, view.uid)
    assert named("S-001").capital_yen == 5_000_000
    view = check(cast.aoi, csv_of(("", "共通素材商会", "", "", "", "", "")))
    decide_rows(cast.aoi, uid=view.uid, choices={2: "new"}, now=NOW)
    commit(cast.aoi, view.uid)
    assert "共通素材商会" in names()


def test_the_file_is_kept_encrypted_and_goes_with_the_end(cast, django_capture_on_commit_callbacks):
    view = check(cast.aoi, csv_of(NEW))
    stored = ImportBatch.objects.get(uid=view.uid).stored_name
    path = Path(settings.SEKISHO_DATA) / "imports" / stored
    assert NEW[6].encode() not in path.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        from sekisho.apps.partners.actions.imports import run_commit
        from sekisho.apps.partners.models import ImportState

        ImportBatch.objects.filter(uid=view.uid).update(state=ImportState.COMMITTING)
        run_commit(cast.aoi, batch_id=number_of(view.uid), tick=lambda _done: NOW, now=NOW)
    assert not path.exists()


def test_a_discarded_import_leaves_nothing_and_cannot_be_committed(cast):
    view = check(cast.aoi, csv_of(NEW))
    discard_import(cast.aoi, uid=view.uid, now=NOW)
    assert not StagedRow.objects.filter(batch__uid=view.uid).exists()
    with pytest.raises(Conflict):
        commit(cast.aoi, view.uid)


def test_roles_that_may_not_run_cannot_import(cast):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(Forbidden):
            start_import(actor, file_name="a.csv", data=csv_of(NEW), now=NOW)


def test_an_import_belongs_to_whoever_started_it(cast):
    view = check(cast.aoi, csv_of(NEW))
    other = add_member("other", "Ben", Role.MANAGER, cast.home.id)
    with pytest.raises(NotFound):
        import_for(other, view.uid)


def test_a_manager_of_a_group_company_brings_in_for_it_and_cannot_touch_the_rest(cast):
    manager = add_member("manager", "えみ", Role.MANAGER, cast.g.id)
    taken = ("B-001", "ダンの会社", "", "", "", "", "")
    view = check(manager, csv_of(NEW, taken))
    (refused,) = import_rows_for(manager, view.uid, "refused", 1)
    assert refused.faults[0][1] == "partners.row.elsewhere"
    commit(manager, view.uid)
    (edge,) = relations_for(SYSTEM, named("N-1").id)
    assert edge.customer.id == cast.g.id
    assert named("B-001").name == cast.b.name


def test_a_list_that_two_people_bring_in_at_once_is_in_once(cast):
    rows = [(f"N-{n}", f"みほん{n}号精機", "", "", "", "", f"n{n}@n.example") for n in range(5)]
    other = add_member("other", "Ben", Role.MANAGER, cast.home.id)
    first, second = check(cast.aoi, csv_of(*rows)), check(other, csv_of(*rows))
    assert commit(cast.aoi, first.uid).counts["committed"] == 5
    commit(other, second.uid)
    assert sum(name.endswith("号精機") for name in names()) == 5
    assert Contact.objects.filter(email__endswith="@n.example").count() == 5
    assert Partner.objects.filter(organisation__own_code__startswith="N-").count() == 5


def test_a_file_that_cannot_be_read_to_its_end_fails_with_its_place(cast):
    rows = [(f"N-{n}", "みほん精機", "", "", "", "", "") for n in range(30)]
    data = csv_of(*rows) + b'N-99,"open'
    try:
        view = check(cast.aoi, data)
    except Problem as problem:
        assert problem.code.startswith("sheets.")  # noqa: PT017 - either at once or in the run
    else:
        assert (view.state, view.code) == ("failed", "sheets.csv_quotes")
