from __future__ import annotations

import io

import openpyxl
import pytest

from sekisho.apps.partners.actions import (
    ContactDraft,
    PartnerDraft,
    RelationDraft,
    Targets,
    add_relation,
    change_tags,
    save_contact,
    set_note,
    update_partner,
)
from tests.factories.cast import NOW, office_client
from tests.factories.partner_lists import check

pytestmark = pytest.mark.django_db
FORMATS = ("xlsx", "csv", "cp932")


@pytest.fixture
def full(cast):
    """A register with everything that a list can hold."""
    for name, email in (
        ("ちか", "twin@a.example"),
        ("あおい", "twin@a.example"),
        ("", "c@a.example"),
    ):
        draft = ContactDraft(name, "品質部", email, "03-0000-0000", "en", ("sales", "out_of_hours"))
        save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, now=NOW)
    change_tags(cast.aoi, targets=Targets((cast.a.uid, cast.b.uid)), add=["重要", "=東北"], now=NOW)
    draft = RelationDraft(cast.a.uid, kind="outsourcing", what="塗装")
    add_relation(cast.aoi, uid=cast.s.uid, relation=draft, now=NOW)
    set_note(cast.aoi, uid=cast.a.uid, text="一行目", now=NOW)
    return cast


def rename(cast, name: str) -> None:
    draft = PartnerDraft(name, own_code="A-001")
    update_partner(cast.aoi, uid=cast.a.uid, partner=draft, now=NOW)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_exported_comes_back_as_the_same(full, form, language):
    client = office_client(full.aoi, language)
    answer = client.get("/o/partners/export/", {"format": form})
    name = f"list.{'xlsx' if form == 'xlsx' else 'csv'}"
    view = check(full.aoi, answer.content, name=name)
    counts = view.counts
    assert counts["same"] == sum(counts[one] for one in ("new", "changed", "same", "refused"))
    assert counts["same"] >= 8


def test_the_export_holds_what_the_filter_shows(full):
    client = office_client(full.aoi)
    content = client.get("/o/partners/export/", {"format": "csv", "country": "US"}).content
    text = content.decode("utf-8-sig")
    assert full.b.name in text
    assert full.a.name not in text


def test_a_text_that_a_spreadsheet_would_compute_is_written_as_text(full):
    client = office_client(full.aoi)
    text = client.get("/o/partners/export/", {"format": "csv"}).content.decode("utf-8-sig")
    assert ",=東北" not in text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/o/partners/export/").content))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_coordinator_exports_only_her_part(full):
    text = office_client(full.emi).get("/o/partners/export/", {"format": "csv"}).content.decode()
    assert full.a.name in text
    assert full.b.name not in text
    assert full.h.name not in text


def test_the_template_has_headings_that_the_import_knows_in_both_languages(full):
    from sekisho.apps.partners.queries.columns import FIELDS, guess_mapping

    for language in ("ja", "en"):
        answer = office_client(full.aoi, language).get("/o/partners/import/template/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        headings = [str(cell.value) for cell in next(sheet.iter_rows())]
        assert tuple(guess_mapping(headings).values()) == FIELDS
        assert sheet.data_validations.dataValidation


def test_what_shift_jis_cannot_carry_is_shown_with_its_place_before_anything_is_lost(full):
    rename(full, "髙橋😀精機")
    client = office_client(full.aoi)
    page = client.get("/o/partners/export/", {"format": "cp932", "country": "JP"})
    assert "attachment" not in page.headers.get("Content-Disposition", "")
    text = page.content.decode()
    (line,) = page.context["lines"]
    places = line["places"]
    assert (line["number"], line["is"].replaced_by) == ("U+1F600", "〓")
    assert {place["column"] for place in places} == {"組織名"}
    assert {place["text"] for place in places} == {"髙橋😀精機"}
    whole = client.get("/o/partners/export/", {"format": "csv", "country": "JP"})
    lines = whole.content.decode("utf-8-sig").splitlines()
    assert [place["row"] for place in places] == [
        number for number, one in enumerate(lines, start=1) if "😀" in one
    ]
    assert "format=csv" in text
    assert "country=JP" in text
    sure = client.get("/o/partners/export/", {"format": "cp932", "sure": "1"})
    assert "髙橋〓精機" in sure.content.decode("cp932")


def test_a_list_that_shift_jis_carries_whole_is_downloaded_at_once(full):
    answer = office_client(full.aoi).get("/o/partners/export/", {"format": "cp932"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
