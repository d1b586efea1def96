"""Today, the first set-up, finding, and the language switch."""

from __future__ import annotations

import pytest

from sekisho.apps.accounts.queries import person_for
from sekisho.apps.organisations.actions import update_organisations
from sekisho.apps.organisations.queries import home_view
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.ui import slots
from tests.factories.cast import add_member, browser, office_client, respondent_client

# Check digit by the rule of the order on corporate numbers; the number belongs to nobody.
NUMBER = "8700110005901"


@pytest.fixture
def panels(monkeypatch):
    """A day without other rooms' panels and steps."""
    monkeypatch.setattr(slots, "_panels", {})
    monkeypatch.setattr(slots, "_steps", {"home": slots._steps["home"]})


def test_the_bare_address_leads_to_signing_in_and_then_to_today(cast) -> None:
    answer = browser().get("/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sign-in/")
    assert office_client(cast.ben).get("/", follow=True).redirect_chain == [("/o/", 302)]


def test_a_day_without_work_says_so(cast, panels) -> None:
    page = office_client(cast.ben).get("/o/").content.decode()
    assert "今日、対応が必要なことはありません" in page
    assert "はじめの準備" not in page


def test_panels_are_drawn_each_with_its_own_context_in_their_order(cast, panels) -> None:
    def panel(name):
        context = {"found": [slots.Found(name, "kind", "/")]}
        return lambda _actor, _subject: slots.Panel("ui/parts/palette_results.html", context)

    slots.register_panel("today", "late", panel("second one"), order=20)
    slots.register_panel("today", "early", panel("first one"), order=10)
    slots.register_panel("today", "none", lambda _actor, _subject: None)
    page = office_client(cast.ben).get("/o/").content.decode()
    assert page.index("first one") < page.index("second one")


def test_first_steps_show_their_real_state_until_all_are_done(cast, panels) -> None:
    done: list[str] = []
    slots.register_step(slots.Step(20, "more", "One more", "home:today", lambda _actor: bool(done)))
    desk = office_client(cast.aoi)
    page = desk.get("/o/").content.decode()
    assert "One more" in page
    assert "完了した手順" in page
    assert "One more" not in office_client(cast.ben).get("/o/").content.decode()
    done.append("now")
    assert "はじめの準備" not in desk.get("/o/").content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(cast) -> None:
    bare = add_member("bare", "bare", Role.READER, cast.g.id)
    from sekisho.apps.accounts.models import PersonGrant

    PersonGrant.objects.filter(person__uid=str(bare.uid)).delete()
    page = office_client(bare).get("/o/").content.decode()
    assert "まだ役割がありません" in page


def test_the_company_is_named_once_and_can_be_named_anew(cast) -> None:
    desk = office_client(cast.aoi)
    form = {"name": "架空電機", "name_en": "Imaginary", "country": "jp", "corporate_number": ""}
    assert desk.post("/o/setup/", form).status_code == 302
    assert (home_view().name, home_view().name_en) == ("架空電機", "Imaginary")
    assert home_view().country == "JP"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(NUMBER, NUMBER), ("Ｔ８７００１１０００５９０１", NUMBER), ("8-7001-1000-5901", NUMBER)],
)
def test_a_corporate_number_is_taken_as_people_write_it(cast, typed, kept) -> None:
    form = {"name": "架空電機", "country": "JP", "corporate_number": typed}
    office_client(cast.aoi).post("/o/setup/", form)
    assert home_view().corporate_number == kept


@pytest.mark.parametrize("typed", ["9700110005901", "123", "abc"])
def test_a_wrong_corporate_number_is_refused_beside_its_field(cast, typed) -> None:
    form = {"name": "架空電機", "country": "JP", "corporate_number": typed}
    answer = office_client(cast.aoi).post("/o/setup/", form)
    assert answer.status_code == 422
    assert home_view().corporate_number is None


def test_the_corporate_number_of_a_partner_is_refused_beside_its_field(cast) -> None:
    changes = {cast.a.id: {"corporate_number": NUMBER}}
    update_organisations(SYSTEM, changes=changes, now=cast.now)
    form = {"name": "架空電機", "country": "JP", "corporate_number": NUMBER}
    answer = office_client(cast.aoi).post("/o/setup/", form)
    assert answer.status_code == 422
    assert home_view().corporate_number is None


def test_only_the_lead_company_s_administrator_names_it(cast) -> None:
    chief = add_member("chief.g", "chief", Role.ADMINISTRATOR, cast.g.id)
    assert office_client(chief).get("/o/setup/").status_code == 404


def test_the_palette_finds_pages_and_what_rooms_register(cast, monkeypatch) -> None:
    monkeypatch.setattr(slots, "_finders", dict(slots._finders))
    found = slots.Found("あさひ部品", "取引先", "/o/partners/1/")
    slots.register_finder("gate", lambda _actor, query: (found,) if query == "あ" else ())
    desk = office_client(cast.aoi)
    hit = desk.get("/o/find", {"q": "あ"}).content.decode()
    assert 'role="option"' in hit
    assert "あさひ部品" in hit
    assert "利用者" in desk.get("/o/find", {"q": "利用"}).content.decode()
    assert "利用者" not in office_client(cast.ben).get("/o/find", {"q": "利用"}).content.decode()
    assert "見つかりませんでした" in desk.get("/o/search/", {"q": "zzzz"}).content.decode()


def test_a_language_is_chosen_before_signing_in_and_by_respondents(cast) -> None:
    client = browser("ja")
    answer = client.post("/language", {"language": "en", "next": "/sign-in/?next=%2Fo%2F"})
    assert answer.headers["Location"] == "/sign-in/?next=%2Fo%2F"
    assert "Sign in" in client.get("/sign-in/").content.decode()
    visitor = respondent_client(cast.chika.uid)
    assert visitor.post("/language", {"language": "en", "next": "/r/x"}).status_code == 302


def test_a_signed_in_person_keeps_the_language_and_an_unknown_one_is_not_taken(cast) -> None:
    client = office_client(cast.aoi)
    client.post("/language", {"language": "en", "next": "/o/"})
    assert person_for(cast.aoi, cast.aoi.uid).language == "en"
    client.post("/language", {"language": "xx", "next": "/o/"})
    assert client.cookies["sekisho_language"].value == "ja"
