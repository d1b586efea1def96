"""One file is erased, and both sides read that it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import EvidenceFile
from sekisho.apps.audit.queries import chain_report
from sekisho.apps.keeping.actions.files import erase_answer_file, erase_finding_file
from sekisho.apps.keeping.actions.holds import hold_ask, hold_partner
from sekisho.apps.measures.models import FindingFile
from sekisho.kernel import clock
from sekisho.kernel.actor import Role
from sekisho.kernel.errors import Conflict, NotFound
from tests.factories.cast import add_member, office_client, respondent_client

GIVEN = {"reason": "個人情報が写っていた", "is_sure": "on"}


def test_a_file_of_an_answer_leaves_a_line_on_both_sides(told):
    client = office_client(told.cast.aoi)
    address = reverse("keeping:answer_file", args=[told.file])
    assert "控え.txt" in client.get(address).content.decode()
    assert client.post(address, {"reason": "x"}).status_code == 422
    assert client.post(address, GIVEN).status_code == 302
    row = EvidenceFile.objects.get(uid=told.file)
    assert (row.stored_name, row.size_bytes) == ("", 0)
    assert "控え.txt".encode() not in bytes(row.sealed)
    office = client.get(reverse("asks:reply", args=[told.chika.row.uid])).content.decode()
    assert "あおいが消去しました" in office
    partner = respondent_client(told.chika.link_uid)
    for name in ("start", "copy"):
        page = partner.get(reverse(f"portal:{name}", args=[told.chika.link_uid]))
        assert "消去しました" in page.content.decode()
    gone = reverse("portal:file", args=[told.chika.link_uid, told.file])
    assert partner.get(gone).status_code == 404
    assert client.get(address).status_code == 404
    assert chain_report().first_bad is None


def test_a_file_of_a_finding_leaves_a_line_on_both_sides(told):
    client, uid = office_client(told.cast.aoi), told.finding.uid
    assert (
        client.post(reverse("keeping:finding_file", args=[uid, told.proof]), GIVEN).status_code
        == 302
    )
    assert FindingFile.objects.get().stored_name == ""
    page = client.get(reverse("measures:finding", args=[uid])).content.decode()
    assert "あおいが消去しました" in page
    partner = respondent_client(told.chika.link_uid)
    page = partner.get(reverse("portal:finding", args=[told.chika.link_uid, uid]))
    assert "消去しました" in page.content.decode()


def test_a_hold_stands_against_it_and_only_managers_in_reach_erase(told):
    cast, now = told.cast, clock.now()
    stranger = add_member("m.h", "m", Role.MANAGER, cast.h.id)
    for actor in (cast.ben, cast.emi, stranger):
        with pytest.raises(NotFound):
            erase_answer_file(actor, uid=told.file, reason="x", now=now)
        with pytest.raises(NotFound):
            erase_finding_file(
                actor, finding_uid=told.finding.uid, uid=told.proof, reason="x", now=now
            )
    hold_ask(cast.aoi, uid=told.ask_uid, reason="係争中", now=now)
    hold_partner(cast.aoi, uid=cast.a.uid, reason="係争中", now=now)
    with pytest.raises(Conflict, match="on_hold"):
        erase_answer_file(cast.aoi, uid=told.file, reason="x", now=now)
    with pytest.raises(Conflict, match="on_hold"):
        erase_finding_file(
            cast.aoi, finding_uid=told.finding.uid, uid=told.proof, reason="x", now=now
        )
