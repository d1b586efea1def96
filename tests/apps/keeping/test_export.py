"""Everything about a partner in one file: all that may be seen, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.keeping.queries import dossier
from sekisho.apps.keeping.queries.dossier import FileRef, parts_of, safe_name
from sekisho.apps.partners.actions import ContactDraft, save_contact
from sekisho.kernel import clock
from sekisho.kernel.actor import Role
from sekisho.kernel.entropy import new_id
from tests.apps.keeping.conftest import CANARY, SAID
from tests.factories.answering import invite, open_ask
from tests.factories.cast import CANARY_B, CANARY_H, add_member, office_client


def take(told, actor, at, part=1):
    response = office_client(actor).post(reverse("keeping:take", args=[at.uid, part]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    held = zipfile.ZipFile(io.BytesIO(response.content))
    return held, json.loads(held.read("index.json"))


def test_it_holds_contacts_answers_talk_findings_and_files_in_the_clear(told):
    formula = ContactDraft("=cmd|'/c calc'!A1", email="x@a.example")
    save_contact(told.cast.aoi, organisation_uid=told.cast.a.uid, contact=formula, now=clock.now())
    held, index = take(told, told.cast.aoi, told.cast.a)
    files = [name for name in held.namelist() if name.startswith("files/")]
    assert len(files) == 2
    assert {held.read(name).decode() for name in files} == {CANARY}
    text = json.dumps(index, ensure_ascii=False)
    assert SAID in text
    assert "chika@a.example" in text
    assert CANARY_B not in text
    (ask,) = index["asks"]
    assert ask["submissions"][0]["content_hash"]
    assert any(one["in_words"] == "いいえ" or "多要素" in one["in_words"] for one in ask["answers"])
    assert index["findings"][0]["finding"]["state"] == "proven"
    assert index["audit"]
    assert '"id"' not in text
    book = openpyxl.load_workbook(io.BytesIO(held.read("lists.xlsx")))
    assert {"担当者", "依頼", "回答", "指摘"} <= set(book.sheetnames)
    cells = [cell for row in book["担当者"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    entry = AuditEntry.objects.get(verb="keeping.partner_exported")
    assert (entry.object_uid, entry.count) == (told.cast.a.uid, 2)


def test_a_group_companys_manager_gets_what_that_company_may_see(told):
    cast = told.cast
    manager = add_member("m.g", "m", Role.MANAGER, cast.g.id)
    invite(cast, open_ask(cast, asker_id=cast.h.id), cast.chika, subject_id=cast.s.id)
    _held, index = take(told, manager, cast.s)
    assert index["asks"] == []
    assert index["audit"] is None
    assert any("監査記録" in one for one in index["left_out"])
    text = json.dumps(index, ensure_ascii=False)
    assert CANARY_H not in text
    assert CANARY_B not in text
    client = office_client(manager)
    for name, given_ in (("everything", ()), ("take", (1,))):
        address = reverse(f"keeping:{name}", args=[cast.b.uid, *given_])
        answer = client.post(address) if given_ else client.get(address)
        assert answer.status_code == 404


def test_coordinators_and_readers_take_nothing(told):
    for actor in (told.cast.ben, told.cast.emi):
        client = office_client(actor)
        page = reverse("keeping:everything", args=[told.cast.a.uid])
        assert client.get(page).status_code == 403
        assert client.post(reverse("keeping:take", args=[told.cast.a.uid, 1])).status_code == 403
    assert not AuditEntry.objects.filter(verb="keeping.partner_exported").exists()


def test_large_files_come_in_parts(told, monkeypatch):
    monkeypatch.setattr(dossier, "PART_BYTES", 30)
    client = office_client(told.cast.aoi)
    page = client.get(reverse("keeping:everything", args=[told.cast.a.uid]))
    assert "2部のうち2部" in page.content.decode()
    response = client.post(reverse("keeping:take", args=[told.cast.a.uid, 2]))
    held = zipfile.ZipFile(io.BytesIO(response.content))
    assert [name.partition("/")[0] for name in held.namelist()] == ["files"]
    assert client.post(reverse("keeping:take", args=[told.cast.a.uid, 3])).status_code == 404


def test_parts_are_numbered_from_one_without_any_file():
    assert [one.number for one in parts_of(())] == [1]
    ref = FileRef("files/1", "n", new_id(), None, "", 5, 2, "")
    assert [(one.number, one.files, one.size_bytes) for one in parts_of((ref,))] == [
        (1, 0, 0), (2, 1, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../etc/passwd", "etc_passwd"), ("控え.txt", "控え.txt"), ("a\\b:c*.pdf", "a_b_c_.pdf"),
     ("...", "file"), ("", "file"), ("x" * 300 + ".pdf", "x" * 76 + ".pdf")],
)  # fmt: skip
def test_file_names_are_no_paths(name, safe):
    assert safe_name(name) == safe


@given(st.text())
def test_no_name_leads_out_of_its_folder(name):
    safe = safe_name(name)
    assert 1 <= len(safe) <= 80
    assert not set(safe) & set('/\\:*?"<>|\x00')
    assert not safe.startswith(".")
