"""Schemes, coverage by answers, and the level looked for at a partner."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.urls import reverse

from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.editor.actions.levels import LevelReason, choose_level
from sekisho.apps.editor.models import RequiredLevel
from sekisho.apps.editor.queries.levels import level_for
from sekisho.apps.editor.queries.schemes import (
    partner_coverage,
    reply_coverage,
    scheme_of,
    set_coverage,
)
from sekisho.apps.organisations.actions import (
    NewOrganisation,
    create_organisations,
    refresh_reach,
)
from sekisho.engines.schemes import LevelAnswers, Standing
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.errors import Invalid, NotFound
from tests.factories.answering import invite, open_ask
from tests.factories.cast import add_member, office_client

pytestmark = pytest.mark.django_db
REASON = "図面を預けている"
YES = LevelAnswers(True, False, False)
WHY = LevelReason(REASON)


def counted(covered):
    return {standing for one in covered for standing in [one.standing]}


def test_a_question_set_touches_items_and_meets_none(cast):
    load_question_sets(SYSTEM, now=cast.now)
    found = next(one for one in sets_for(cast.aoi) if one.key == "backup-recovery")
    _value, covered = set_coverage(cast.aoi, scheme_of("scs-2026"), found.uid)
    by_id = {one.item.id: one.standing for one in covered}
    assert by_id["4-3-4"] is Standing.UNKNOWN
    assert by_id["5-1-2"] is Standing.UNTOUCHED
    assert Standing.MET not in counted(covered)


def test_a_reply_that_is_out_of_reach_says_nothing(cast):
    visitor = invite(cast, open_ask(cast, asker_id=cast.h.id), cast.dan)
    found = reply_coverage(cast.aoi, scheme_of("scs-2026"), visitor.row.uid, now=cast.now)
    assert Standing.MET not in counted(found)
    with pytest.raises(NotFound):
        reply_coverage(cast.emi, scheme_of("scs-2026"), visitor.row.uid, now=cast.now)
    with pytest.raises(NotFound):
        partner_coverage(cast.emi, scheme_of("scs-2026"), cast.b.uid, now=cast.now)


def test_what_was_not_submitted_counts_for_nothing(cast):
    invite(cast, open_ask(cast, asker_id=cast.g.id), cast.chika)
    found = partner_coverage(cast.aoi, scheme_of("scs-2026"), cast.a.uid, now=cast.now)
    assert counted(found) == {Standing.UNTOUCHED}


def test_pages_of_schemes_say_how_well_each_row_is_verified(cast):
    load_question_sets(SYSTEM, now=cast.now)
    client = office_client(cast.ben)
    page = client.get(reverse("editor:schemes")).content.decode()
    assert "未確認" in page
    uid = next(one.uid for one in sets_for(cast.ben) if one.key == "csirt-roll-call")
    url = reverse("editor:scheme", args=["scs-2026"])
    page = client.get(url, {"set": str(uid)}).content.decode()
    assert "CR-01" in page
    assert "認定" not in page
    assert client.get(url, {"partner": str(cast.a.uid)}).status_code == 200
    assert client.get(url, {"set": "nonsense"}).status_code == 404
    assert client.get(reverse("editor:scheme", args=["none"])).status_code == 404


def test_the_level_is_kept_sealed_with_its_reason(cast):
    chosen = choose_level(
        cast.aoi, organisation_uid=cast.a.uid, answers=YES, said=WHY, now=cast.now
    )
    assert chosen == "star4"
    assert level_for(cast.aoi, cast.a.uid).reason == REASON
    assert REASON.encode() not in bytes(RequiredLevel.objects.get().sealed)
    with pytest.raises(Invalid):
        choose_level(
            cast.aoi, organisation_uid=cast.a.uid, answers=YES, said=LevelReason(" "), now=cast.now
        )


def test_a_sister_company_does_not_read_why_another_looks_for_a_level(cast):
    sister = add_member("coordinator.h", "coordinator h", Role.COORDINATOR, cast.h.id)
    choose_level(cast.emi, organisation_uid=cast.s.uid, answers=YES, said=WHY, now=cast.now)
    assert level_for(sister, cast.s.uid) is None
    assert level_for(cast.aoi, cast.s.uid).level == "star4"
    with pytest.raises(NotFound):
        level_for(cast.emi, cast.b.uid)
    with pytest.raises(NotFound):
        choose_level(cast.ben, organisation_uid=cast.a.uid, answers=YES, said=WHY, now=cast.now)


def test_a_level_counts_for_the_highest_company_and_is_told_in_its_name(cast):
    new = NewOrganisation("ああ子会社株式会社", "Child Works", parent_id=cast.g.id, is_group=True)
    create_organisations(SYSTEM, organisations=[new], now=cast.now)
    refresh_reach(SYSTEM, now=cast.now)
    choose_level(cast.emi, organisation_uid=cast.a.uid, answers=YES, said=WHY, now=cast.now)
    assert level_for(cast.emi, cast.a.uid).asker == cast.g.names
    url = reverse("partners:partner", args=[cast.a.uid])
    assert (
        "グループ製作所株式会社が求めるSCSの段階"
        in office_client(cast.aoi).get(url).content.decode()
    )


def test_who_acts_for_several_companies_says_for_which_one(cast):
    client = office_client(cast.aoi)
    url = reverse("editor:level", args=[cast.a.uid])
    given = {"holds": "yes", "stops": "no", "reaches": "no", "reason": REASON}
    client.post(url, given | {"asker": str(cast.g.uid)})
    assert level_for(cast.aoi, cast.a.uid).asker == cast.g.names
    assert "グループ製作所株式会社は★4を" in client.get(url).content.decode()
    assert client.post(url, given).status_code == 422
    client.post(url, given | {"asker": str(cast.home.uid)})
    assert level_for(cast.aoi, cast.a.uid).asker == cast.home.names
    emi = office_client(cast.emi)
    emi.post(url, given | {"asker": str(cast.home.uid)})
    assert RequiredLevel.objects.count() == 2 + 1
    assert level_for(cast.emi, cast.a.uid).asker == cast.g.names
    foreign = LevelReason(REASON, cast.h.uid)
    with pytest.raises(NotFound):
        choose_level(cast.emi, organisation_uid=cast.a.uid, answers=YES, said=foreign, now=cast.now)


def test_three_questions_lead_to_a_level_on_the_partners_page(cast):
    client = office_client(cast.aoi)
    url = reverse("editor:level", args=[cast.a.uid])
    assert client.post(url, {"holds": "no"}).status_code == 422
    given = {"holds": "no", "stops": "no", "reaches": "no", "reason": "つながりが少ない"}
    given["asker"] = str(cast.home.uid)
    assert client.post(url, given).status_code == 302
    page = client.get(reverse("partners:partner", args=[cast.a.uid])).content.decode()
    assert "★3" in page
    assert "つながりが少ない" in page
    assert "つながりが少ない" in client.get(url).content.decode()


def test_the_page_of_a_scheme_without_items_lists_what_questions_name(cast, monkeypatch):
    load_question_sets(SYSTEM, now=cast.now)
    bare = dataclasses.replace(scheme_of("scs-2026"), items=())
    monkeypatch.setattr("sekisho.apps.editor.web.schemes.scheme_of", lambda _key: bare)
    found = next(one for one in sets_for(cast.aoi) if one.key == "backup-recovery")
    address = reverse("editor:scheme", args=["scs-2026"])
    client = office_client(cast.aoi)
    assert "4-3-4" not in client.get(address).content.decode()
    assert ">4-3-4<" in client.get(f"{address}?set={found.uid}").content.decode()


@pytest.mark.parametrize(
    ("scheme", "item"), [("iso27001-2022", "A.6.6"), ("nist-csf-2.0", "GV.SC-04")]
)
def test_what_scs_looks_up_names_scs_too(cast, scheme, item):
    page = office_client(cast.aoi).get(reverse("editor:scheme", args=[scheme]))
    row = page.content.decode().partition(f">{item}<")[2].partition("</tr>")[0]
    expected = {one.id for one in scheme_of("scs-2026").items if f"{scheme}:{item}" in one.refs}
    assert expected
    assert set(re.findall(r"scs-2026:([0-9-]+)", row)) == expected
