"""What every page owes: its policy, no trace in caches, a check on every form, no way out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sekisho.ui.entrances import Face
from tests.factories.cast import PASSWORD, browser, office_client
from tests.gate.matrix import _objects, ask, ruled

pytestmark = pytest.mark.django_db
PAGES = [route for route in ruled() if "GET" in route.rule.methods]
FORMS = [route for route in ruled() if "POST" in route.rule.methods]
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https:///evil.example",
)


def _own_player(world, route):
    link = route.rule.face is Face.RESPONDENT
    name = "link of A" if link else "administrator@home"
    return next(player for player in world.players if player.name == name)


def _address(world, route):
    return reverse(route.name, kwargs=next(iter(_objects(world, route).values())))


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_each_page_carries_the_policy_and_stays_out_of_caches(world, route) -> None:
    answer = ask(_own_player(world, route), "GET", _address(world, route))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    if route.rule.face is not Face.PUBLIC and answer.status_code == 200:
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_each_form_needs_its_check_value(world, route) -> None:
    player = _own_player(world, route)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = player.client.cookies.copy()
    assert strict.post(_address(world, route)).status_code == 403


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_out_of_the_house(cast, target) -> None:
    form = {"login": cast.emails["ben"], "password": PASSWORD, "next": target}
    answer = browser().post("/sign-in/", form)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/o/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_neither_signing_out_nor_the_language_leads_out(cast, target) -> None:
    out = office_client(cast.ben).post("/sign-out/", {"next": target})
    assert out.headers["Location"] == "/sign-in/"
    switched = browser().post("/language", {"language": "en", "next": target})
    assert switched.headers["Location"] == "/"


def test_signing_in_leads_to_the_page_that_was_wanted(cast) -> None:
    client = browser()
    wanted = client.get("/o/work/")
    assert wanted.headers["Location"] == "/sign-in/?next=%2Fo%2Fwork%2F"
    form = {"login": cast.emails["ben"], "password": PASSWORD, "next": "/o/work/"}
    assert client.post("/sign-in/", form).headers["Location"] == "/o/work/"


def test_the_session_gets_a_new_key_when_somebody_signs_in(cast) -> None:
    client = browser()
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies["sekisho_session"] = planted.session_key
    client.post("/sign-in/", {"login": cast.emails["ben"], "password": PASSWORD})
    assert client.cookies["sekisho_session"].value != planted.session_key
    assert client.get("/o/").status_code == 200
