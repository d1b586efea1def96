"""No address leads out of the house, and nobody keeps a session that somebody else planted."""

from __future__ import annotations

import pytest

from tests.factories.cast import PASSWORD, browser, office_client

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https:///evil.example",
)


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
    client.cookies["sekisho_session"] = str(planted.session_key)
    client.post("/sign-in/", {"login": cast.emails["ben"], "password": PASSWORD})
    assert client.cookies["sekisho_session"].value != planted.session_key
    assert client.get("/o/").status_code == 200
