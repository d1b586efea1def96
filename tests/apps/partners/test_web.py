from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.apps.organisations.queries import relations_for
from sekisho.apps.partners.actions import (
    ContactDraft,
    Targets,
    change_tags,
    mark_contacts_bounced,
    save_contact,
)
from sekisho.apps.partners.models import StagedRow
from sekisho.apps.partners.queries.pages import partner_for
from sekisho.kernel.actor import SYSTEM
from sekisho.ui.slots import find_for
from tests.factories.cast import CANARY_B, CANARY_H, NOW, browser, office_client
from tests.factories.partner_lists import bring_in, check, csv_of

pytestmark = pytest.mark.django_db
LIST = "/o/partners/"


def page_of(one) -> str:
    return f"{LIST}{one.uid}/"


def addresses(cast) -> dict[str, str]:
    a = page_of(cast.a)
    return {
        "view": LIST,
        "view export": f"{LIST}export/",
        "view group": f"{LIST}group/",
        "view partner": a,
        "follow contact": f"{a}contacts/new/",
        "follow marks": f"{a}marks/",
        "run new": f"{LIST}new/",
        "run edit": f"{a}edit/",
        "run relation": f"{a}relations/new/",
        "run import": f"{LIST}import/",
        "administer company": f"{LIST}group/new/",
    }


ALLOWED = {
    "aoi": {"view", "follow", "run", "administer"},
    "ben": {"view"},
    "emi": {"view", "follow"},
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("who", ALLOWED)
def test_each_role_opens_its_pages_and_no_others(cast, who, language):
    client = office_client(getattr(cast, who), language)
    for name, address in addresses(cast).items():
        answer = client.get(address)
        may = name.split()[0] in ALLOWED[who]
        assert answer.status_code == (200 if may else 403), (who, name)
        assert CANARY_H not in answer.content.decode(errors="ignore") or who != "emi"


def test_somebody_who_has_not_signed_in_sees_nothing(cast):
    for address in addresses(cast).values():
        assert browser().get(address).status_code == 302


def test_a_coordinator_sees_only_her_part_of_the_chain(cast):
    client = office_client(cast.emi)
    text = client.get(LIST).content.decode()
    assert cast.a.name in text
    assert CANARY_B not in text
    assert client.get(page_of(cast.b)).status_code == 404
    shared = client.get(page_of(cast.s)).content.decode()
    assert cast.g.name in shared
    assert CANARY_H not in shared
    assert client.get(f"{LIST}contacts/{cast.dan.uid}/").status_code == 404
    assert not find_for(cast.emi, "ダン")


def test_the_canary_is_there_for_those_who_may_see_it(cast):
    assert CANARY_B in office_client(cast.ben).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "あさひ"}, {"a"}),
        ({"q": "部"}, {"a"}),
        ({"q": "B-001"}, {"b"}),
        ({"tier": "-1"}, {"r"}),
        ({"country": "US"}, {"b"}),
        ({"contact": "missing"}, {"s", "r"}),
        ({"kind": "sales"}, {"r"}),
        ({"group": "1"}, {"g", "h"}),
        ({"q": "nobody at all"}, set()),
        ({"sort": "-code", "page": "1"}, {"a", "b", "s", "r"}),
        ({"tier": "x", "country": "QQ", "sort": "';--", "page": "-1"}, {"a", "b", "s", "r"}),
    ],
)
def test_the_address_filters_the_list(cast, query, expected):
    lines = office_client(cast.aoi).get(LIST, query).context["lines"]
    assert {line.name for line in lines} == {getattr(cast, x).name for x in expected}


def test_an_empty_register_offers_the_import(cast):
    from sekisho.apps.organisations.models import Organisation

    Organisation.objects.filter(is_group=False).update(is_active=False)
    assert f"{LIST}import/" in office_client(cast.aoi).get(LIST).content.decode()


def test_the_partner_page_shows_everything_at_once(cast):
    change_tags(cast.aoi, targets=Targets((cast.a.uid,)), add=["重要"], now=NOW)
    text = office_client(cast.ben).get(page_of(cast.a)).content.decode()
    for word in (cast.a.name, "A-001", "chika@a.example", cast.g.name, "重要", "部品"):
        assert word in text
    assert "deactivate" not in text


def test_a_contact_is_added_removed_and_brought_back_by_the_pages(cast):
    client = office_client(cast.emi)
    data = {"name": "二人目", "language": "ja", "email": "two@a.example"}
    assert client.post(f"{page_of(cast.a)}contacts/new/", data).status_code == 302
    assert client.post(f"{page_of(cast.a)}contacts/new/", {"language": "ja"}).status_code == 422
    client.post(f"{LIST}contacts/{cast.chika.uid}/remove/")
    assert [c.name for c in partner_for(SYSTEM, cast.a.uid).contacts] == ["二人目"]
    assert f"contacts/{cast.chika.uid}/restore" in client.get(page_of(cast.a)).content.decode()
    client.post(f"{LIST}contacts/{cast.chika.uid}/restore/")
    assert len(partner_for(SYSTEM, cast.a.uid).contacts) == 2


def test_a_removed_relation_is_put_back_by_the_message(cast):
    client = office_client(cast.aoi)
    (edge,) = relations_for(SYSTEM, cast.a.id)
    answer = client.post(f"{page_of(cast.a)}relations/{edge.uid}/remove/", follow=True)
    assert not relations_for(SYSTEM, cast.a.id)
    (message,) = answer.context["messages"]
    client.post(message.extra_tags.removeprefix("undo="))
    (again,) = relations_for(SYSTEM, cast.a.id)
    assert (again.customer.id, again.what) == (cast.g.id, edge.what)


def test_taking_out_of_use_can_be_undone(cast):
    client = office_client(cast.aoi)
    client.post(f"{page_of(cast.a)}deactivate/")
    assert not partner_for(SYSTEM, cast.a.uid).organisation.is_active
    client.post(f"{page_of(cast.a)}activate/")
    assert partner_for(SYSTEM, cast.a.uid).organisation.is_active


def test_bulk_works_on_the_ticked_or_on_all_that_is_shown_and_says_how_many(cast):
    client = office_client(cast.aoi)
    data = {
        "doing": "add_tag",
        "tag": "東北",
        "partner": [cast.a.uid, cast.b.uid],
        "address": "tier=1",
    }
    answer = client.post(f"{LIST}bulk/", data, follow=True)
    assert "2社" in str(next(iter(answer.context["messages"])))
    assert answer.request["QUERY_STRING"] == "tier=1"
    everything = {"doing": "add_tag", "tag": "全部", "is_everything": "1", "address": "country=US"}
    client.post(f"{LIST}bulk/", everything)
    assert partner_for(SYSTEM, cast.b.uid).tags == ("全部", "東北")
    assert partner_for(SYSTEM, cast.a.uid).tags == ("東北",)
    assert office_client(cast.ben).post(f"{LIST}bulk/", data).status_code == 403


def test_an_import_goes_from_upload_to_report_by_the_pages(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = office_client(cast.aoi)
    data = csv_of(
        ("N-1", "みほん精機", "", "", "", "", ""), ("N-2", "例示", "", "どこ", "", "", "")
    )
    answer = client.post(f"{LIST}import/", {"file": SimpleUploadedFile("取引先.csv", data)})
    assert answer.status_code == 302
    columns = client.get(answer.url)
    assert columns.context["known"] == 7
    chosen = {f"column-{line['position']}": line["field"] for line in columns.context["lines"]}
    assert client.post(answer.url, {"column-0": "country"}).status_code == 422
    assert client.post(answer.url, chosen).url.startswith("/o/work/")
    wrong = client.post(f"{LIST}import/", {"file": SimpleUploadedFile("a.csv", b"MZ\x00\x00")})
    assert wrong.status_code == 422


def test_the_report_names_row_column_and_what_to_write(cast):
    rows = (("N-1", "みほん精機", "", "", "", "", ""), ("N-2", "例示", "", "どこ", "", "", ""))
    view = check(cast.aoi, csv_of(*rows))
    client = office_client(cast.aoi)
    text = client.get(f"{LIST}import/{view.uid}/").content.decode()
    assert "どこ" in text
    assert "国が分かりません" in text
    assert "1行を取り込む" in text
    assert office_client(cast.ben).get(f"{LIST}import/{view.uid}/").status_code == 403


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_list_and_partner_page_need_the_same_few_queries_however_long_they_are(cast):
    client = office_client(cast.aoi)
    client.get(LIST)  # home is asked for once a process
    short = queries_of(client, LIST), queries_of(client, page_of(cast.a))
    rows = [(f"N-{n}", f"みほん{n}号", "", "", "", f"名{n}", f"n{n}@n.example") for n in range(60)]
    bring_in(cast.aoi, csv_of(*rows))
    for number in range(20):
        draft = ContactDraft(f"担当{number}")
        save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, now=NOW)
    assert queries_of(client, LIST) == short[0] <= 30
    assert queries_of(client, page_of(cast.a)) == short[1] <= 30


def test_the_palette_finds_partners_by_any_part_of_the_name(cast):
    found = find_for(cast.aoi, "さひ")
    assert [hit.url for hit in found] == [page_of(cast.a)]


def test_the_page_shows_an_address_that_does_not_work_and_lets_it_be_cleared(cast):
    mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=NOW)
    client = office_client(cast.emi)
    text = client.get(page_of(cast.a)).content.decode()
    assert "メールが届きません" in text
    assert f"{cast.chika.uid}/clear/" in text
    (line,) = client.get(LIST, {"q": "A-001"}).context["lines"]
    assert (line.contact, line.has_bounced) == ("", True)
    assert "不達" in client.get(f"{LIST}contacts/{cast.chika.uid}/").content.decode()
    client.post(f"{LIST}contacts/{cast.chika.uid}/clear/")
    assert partner_for(SYSTEM, cast.a.uid).contacts[0].is_usable
    assert office_client(cast.ben).post(f"{LIST}contacts/{cast.dan.uid}/clear/").status_code == 403


def test_the_result_of_an_import_says_when_its_rows_are_forgotten(cast):
    view = bring_in(cast.aoi, csv_of(("N-1", "みほん精機", "", "", "", "", "")))
    client = office_client(cast.aoi)
    assert "みほん精機" in client.get(f"{LIST}import/{view.uid}/").content.decode()
    StagedRow.objects.all().delete()
    assert "7日後に消えます" in client.get(f"{LIST}import/{view.uid}/").content.decode()


def test_a_group_company_is_moved_from_a_fold_that_does_not_offer_itself(cast):
    text = office_client(cast.aoi).get(f"{LIST}group/").content.decode()
    form = text.split(f"{LIST}group/{cast.g.uid}/move/")[1].split("</form>")[0]
    assert str(cast.h.uid) in form
    assert str(cast.g.uid) not in form
    assert "<details" in text
    reader = office_client(cast.ben).get(f"{LIST}group/").content.decode()
    assert cast.home.name in reader
    assert "/move/" not in reader
