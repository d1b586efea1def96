"""The first person of a new installation says who that is."""

from __future__ import annotations

import pytest

from sekisho.apps.accounts.actions import create_first_administrator, issue_sign_in_link
from sekisho.apps.accounts.models import Person
from sekisho.cli import keep
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import browser

FRESH = "a quite new sentence 7"
SAID = {"name": "Aoi", "email": "Aoi@home.example", "password1": FRESH, "password2": FRESH}


@pytest.fixture
def way_in(db) -> str:
    """The address that the console prints when there is nobody but the first person."""
    create_first_administrator(SYSTEM, email="first@office.example", name="First", now=clock.now())
    token, email = keep.first_way_in()
    assert email == "first@office.example"
    return f"/sign-in/first/{token}"


def test_the_first_person_gives_name_and_address_and_signs_in_with_it(way_in) -> None:
    page = browser().get(way_in).content.decode()
    assert 'value="first@office.example"' in page
    assert browser().post(way_in, SAID).status_code == 302
    person = Person.objects.get()
    assert (person.name, person.email) == ("Aoi", "aoi@home.example")
    answer = browser().post("/sign-in/", {"login": "aoi@home.example", "password": FRESH})
    assert answer.status_code == 302
    assert keep.first_way_in() == ("", "")


@pytest.mark.parametrize("wrong", [{"email": "no address"}, {"name": " "}, {"password2": "x"}])
def test_a_wrong_field_is_told_and_changes_nothing(way_in, wrong) -> None:
    answer = browser().post(way_in, {**SAID, **wrong})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "次の項目をご確認ください。" in text
    assert "入力した内容は残っています" not in text
    assert Person.objects.get().email == "first@office.example"


def test_anybody_else_reads_the_own_address_and_cannot_change_it(cast) -> None:
    url = f"/sign-in/first/{issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=clock.now())}"
    page = browser().get(url).content.decode()
    assert cast.emails["ben"] in page
    assert 'name="email"' not in page
    assert browser().post(url, SAID).status_code == 302
    assert Person.objects.get(uid=cast.ben.uid).email == cast.emails["ben"]
