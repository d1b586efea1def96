"""The people page as an administrator uses it."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from sekisho.apps.accounts.models import Person
from sekisho.apps.accounts.queries import person_for
from sekisho.apps.mail.actions import hold_mail
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Role
from tests.factories.cast import browser, office_client
from tests.factories.smtp_sink import free_port


@pytest.fixture
def desk(cast):
    return office_client(cast.aoi)


def added(desk, cast, **changes):
    form = {
        "name": "reader at G",
        "email": "new@home.example",
        "language": "en",
        "organisation": str(cast.g.id),
        "role": "reader",
        **changes,
    }
    return desk.post("/o/people/new/", form)


def test_somebody_is_added_gets_a_link_and_comes_in(cast, desk) -> None:
    url = added(desk, cast).headers["Location"]
    shown = desk.post(f"{url}link/")
    assert shown.headers["Cache-Control"] == "no-store"
    page = shown.content.decode()
    way_in = re.findall(r"http://127\.0\.0\.1:8000(/sign-in/first/[\w-]+)", page)
    client, word = browser(), "a sentence of the new one"
    client.post(way_in[0], {"password1": word, "password2": word})
    assert client.get("/o/").status_code == 200
    assert client.get("/o/people/").status_code == 403


def test_a_link_is_never_shown_a_second_time(cast, desk) -> None:
    url = added(desk, cast).headers["Location"]
    desk.post(f"{url}link/")
    assert "/sign-in/first/" not in desk.get(url).content.decode()
    assert desk.get(f"{url}link/").headers["Location"] == url


def test_the_link_is_mailed_in_the_language_of_the_new_person(cast, desk, settings) -> None:
    settings.SEKISHO_SMTP_URL = "smtp://127.0.0.1:1"
    page = desk.post(f"{added(desk, cast).headers['Location']}link/").content.decode()
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Sekisho: your way in", ["new@home.example"])
    assert "メールでも送りました" in page


@pytest.mark.parametrize("reason", ["held", "closed", "unreachable"])
def test_a_letter_that_cannot_leave_costs_no_link(
    cast, desk, settings, monkeypatch, reason
) -> None:
    settings.EMAIL_BACKEND = "sekisho.apps.mail.jobs.ConfiguredBackend"
    settings.SEKISHO_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    url = added(desk, cast).headers["Location"]
    settings.SEKISHO_BASE_URL = "" if reason == "closed" else "https://sekisho.home.example"
    if reason == "held":
        hold_mail(SYSTEM, now=clock.now())
    monkeypatch.setattr("sekisho.apps.accounts.web.gate.is_mfa_enabled", lambda _person: True)
    page = desk.post(f"{url}link/").content.decode()
    assert "/sign-in/first/" in page
    assert "メールでは送れませんでした" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "ben@home.example"},
        {"email": "no address"},
        {"name": ""},
        {"role": "emperor"},
        {"organisation": "999999"},
        {"language": "fr"},
    ],
)
def test_a_wrong_form_adds_nobody_and_keeps_what_was_typed(cast, desk, changes) -> None:
    before = Person.objects.count()
    answer = added(desk, cast, **changes)
    assert answer.status_code == 422
    assert Person.objects.count() == before
    typed = {"name": "reader at G", "email": "new@home.example", **changes}
    assert f'value="{typed["email"]}"' in answer.content.decode()
    assert "sk-field-wrong" in answer.content.decode()


def test_a_role_is_given_replaced_and_taken_away(cast, desk) -> None:
    url = f"/o/people/{cast.ben.uid}/roles/"
    desk.post(url, {"organisation": str(cast.g.id), "role": "coordinator"})
    desk.post(url, {"organisation": str(cast.g.id), "role": "manager"})
    held = set(person_for(cast.aoi, cast.ben.uid).grants)
    assert held == {(Role.READER, cast.home.id), (Role.MANAGER, cast.g.id)}
    desk.post(f"{url}{cast.g.id}/")
    assert person_for(cast.aoi, cast.ben.uid).grants == ((Role.READER, cast.home.id),)


def test_blocking_from_the_page_ends_the_session(cast, desk) -> None:
    client = office_client(cast.ben)
    desk.post(f"/o/people/{cast.ben.uid}/block/", {"is_active": "no"})
    assert client.get("/o/").status_code == 302
    assert "停止中1名" in desk.get("/o/people/").content.decode()
    desk.post(f"/o/people/{cast.ben.uid}/block/", {"is_active": "yes"})
    assert person_for(cast.aoi, cast.ben.uid).is_active


def test_one_s_own_name_and_language_are_changed_on_the_account_page(cast) -> None:
    client = office_client(cast.ben)
    client.post("/o/account/", {"name": "Ben the reader", "language": "en"})
    person = person_for(cast.aoi, cast.ben.uid)
    assert (person.name, person.language) == ("Ben the reader", "en")
    assert client.cookies["sekisho_language"].value == "en"
    assert client.post("/o/account/", {"name": "", "language": "en"}).status_code == 422
