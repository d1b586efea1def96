from __future__ import annotations

import logging
import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.accounts.actions.codes import challenges_by_ids
from sekisho.apps.accounts.models import CodeChallenge, Link, LinkGeneration
from sekisho.apps.asks.jobs.codes import render_codes
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.partners.models import Contact
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from tests.factories.answering import Visitor
from tests.factories.cast import Cast, browser, respondent_client

UNKNOWN = "x" * 43


def _exchange(client: Client, token: str, who: str = "addressee") -> Any:
    return client.post(f"/r/{token}", {"who": who})


def _enter(client: Client, visitor: Visitor) -> str:
    """Up to a sent code; returns the code."""
    _exchange(client, visitor.token)
    client.post(f"/r/a/{visitor.link_uid}/code/send/")
    row = CodeChallenge.objects.latest("id")
    return challenges_by_ids([row.pk])[row.pk].code


def _state() -> tuple[object, ...]:
    return (
        list(LinkGeneration.objects.values_list("first_used_at", "expires_at")),
        CodeChallenge.objects.count(),
        OutboxLetter.objects.count(),
        AuditEntry.objects.count(),
        list(Link.objects.values_list("wrong_tries", "revoked_at")),
    )


def test_the_neutral_page_says_the_same_for_every_token(chika: Visitor, cast: Cast) -> None:
    pages = []
    for token in (chika.token, UNKNOWN):
        page = browser().get(f"/r/{token}")
        assert page.status_code == 200
        text = page.content.decode()
        pages.append(text.replace(token, "TOKEN"))
        assert "株式会社あさひ部品" not in text
        assert "緊急点検" not in text
        assert page.headers["Referrer-Policy"] == "strict-origin"
    assert len(pages[0]) == len(pages[1])
    assert cast.home.name in pages[0]


def test_scanners_change_nothing(chika: Visitor) -> None:
    before = (*_state(), chika.row.opened_at, chika.row.state)
    chance = random.Random(8)
    for _ in range(60):
        client = browser(chance.choice(("ja", "en")))
        for _ in range(3):
            client.get(f"/r/{chika.token}")
        client.head(f"/r/{chika.token}")
        assert client.post(f"/r/{chika.token}", {}).status_code == 422
        client.post(f"/r/{chika.token}", {"who": chance.choice(("", "on", "1"))})
        client.get(f"/r/a/{chika.link_uid}/")
        client.post(f"/r/a/{chika.link_uid}/submit/", {"name": "robot"})
        assert "links" not in client.session
    assert (*_state(), chika.row.opened_at, chika.row.state) == before


def test_the_human_choice_opens_the_way_to_the_code_and_nothing_else(chika: Visitor) -> None:
    client = browser()
    answer = _exchange(client, chika.token)
    assert answer.headers["Location"] == f"/r/a/{chika.link_uid}/"
    assert chika.row.opened_at is None
    for path in ("", "summary/", "copy/", "receipt/", "copy.csv", "answers/reduce/"):
        page = client.get(f"/r/a/{chika.link_uid}/{path}")
        assert page.status_code == 302
        assert page.headers["Location"] == f"/r/a/{chika.link_uid}/code/"


def test_before_the_code_no_page_shows_what_is_stored(chika: Visitor, cast: Cast) -> None:
    client = browser()
    _exchange(client, chika.token)
    text = client.get(f"/r/a/{chika.link_uid}/code/").content.decode()
    assert "c•••@a.example" in text
    assert "03-0000-0000" in text
    for hidden in ("chika@a.example", "あさひ部品", "緊急点検", "取引先を経由"):
        assert hidden not in text


def test_unknown_expired_and_revoked_links_look_the_same(chika: Visitor, dan: Visitor) -> None:
    revoke_links_of_holder(SYSTEM, holder_id=chika.holder.id, now=clock.now())
    Link.objects.filter(uid=dan.link_uid).update(expires_at=clock.now())
    pages = set()
    for token in (chika.token, dan.token, UNKNOWN):
        client = browser()
        answer = _exchange(client, token)
        assert answer.headers["Location"] == "/r/closed/"
        page = client.get("/r/closed/")
        pages.add((page.status_code, len(page.content)))
        assert "依頼状" in page.content.decode()
    assert len(pages) == 1


def test_the_right_code_opens_the_questions_once(chika: Visitor) -> None:
    client = browser()
    code = _enter(client, chika)
    session = client.session.session_key
    spaced = "".join(chr(ord(digit) + 0xFEE0) for digit in code[:4]) + " " + code[4:]
    answer = client.post(f"/r/a/{chika.link_uid}/code/", {"code": spaced})
    assert answer.status_code == 302
    assert client.session.session_key != session
    assert client.get(f"/r/a/{chika.link_uid}/").status_code == 200
    assert chika.row.opened_at is not None
    other = browser()
    _exchange(other, chika.token)
    again = other.post(f"/r/a/{chika.link_uid}/code/", {"code": code})
    assert again.status_code == 422


def test_a_code_of_another_browser_does_not_open(chika: Visitor) -> None:
    code = _enter(browser(), chika)
    other = browser()
    _exchange(other, chika.token)
    assert other.post(f"/r/a/{chika.link_uid}/code/", {"code": code}).status_code == 422


def test_malformed_codes_do_not_count_as_tries(chika: Visitor) -> None:
    client = browser()
    _enter(client, chika)
    for text in ("", "1234567", "abcdefgh", "123456789"):
        assert client.post(f"/r/a/{chika.link_uid}/code/", {"code": text}).status_code == 422
    assert Link.objects.get(uid=chika.link_uid).wrong_tries == 0


def test_guessing_ends_after_five_tries_a_code_and_fifty_a_link(chika: Visitor) -> None:
    client, tried = browser(), 0
    code = _enter(client, chika)
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    for _ in range(5):
        client.post(f"/r/a/{chika.link_uid}/code/", {"code": wrong})
    assert client.post(f"/r/a/{chika.link_uid}/code/", {"code": code}).status_code == 422
    Link.objects.filter(uid=chika.link_uid).update(wrong_tries=49)
    client.post(f"/r/a/{chika.link_uid}/code/send/")
    while client.post(f"/r/a/{chika.link_uid}/code/", {"code": wrong}).status_code == 422:
        tried += 1
        assert tried < 5
    locked = client.post(f"/r/a/{chika.link_uid}/code/", {"code": wrong})
    assert locked.status_code == 409
    assert "03-0000-0000" in locked.content.decode()
    assert client.post(f"/r/a/{chika.link_uid}/code/send/").status_code == 409


def test_more_than_six_codes_an_hour_are_not_sent(chika: Visitor) -> None:
    client = browser()
    _exchange(client, chika.token)
    answers = [client.post(f"/r/a/{chika.link_uid}/code/send/").status_code for _ in range(7)]
    assert answers == [302] * 6 + [409]
    assert OutboxLetter.objects.filter(letter="asks.code").count() == 6


@pytest.mark.parametrize("change", [{"email": ""}, {"bounced_at": "2026-01-01T00:00:00Z"}])
def test_without_a_usable_address_the_page_says_whom_to_call(
    chika: Visitor, change: dict[str, str]
) -> None:
    Contact.objects.filter(pk=chika.holder.id).update(**change)
    client = browser()
    _exchange(client, chika.token)
    text = client.get(f"/r/a/{chika.link_uid}/code/").content.decode()
    assert "03-0000-0000" in text
    assert "send/" not in text
    assert client.post(f"/r/a/{chika.link_uid}/code/send/").status_code == 409
    assert not OutboxLetter.objects.exists()


def test_a_contact_who_left_opens_nothing(chika: Visitor) -> None:
    client = browser()
    _exchange(client, chika.token)
    Contact.objects.filter(pk=chika.holder.id).update(is_active=False)
    assert client.get(f"/r/a/{chika.link_uid}/code/").status_code == 404


def test_a_revoked_link_closes_open_pages_at_once(chika: Visitor) -> None:
    client = respondent_client(chika.link_uid)
    assert client.get(f"/r/a/{chika.link_uid}/").status_code == 200
    revoke_links_of_holder(SYSTEM, holder_id=chika.holder.id, now=clock.now())
    page = client.get(f"/r/a/{chika.link_uid}/")
    assert page.status_code == 404
    save = client.post(f"/r/a/{chika.link_uid}/save/M22-RR-01/", {"M22-RR-01-answer": "yes"})
    assert save.status_code == 404


def test_the_code_letter_holds_the_code_and_no_link(chika: Visitor) -> None:
    code = _enter(browser("en"), chika)
    row = OutboxLetter.objects.get(letter="asks.code")
    assert (row.priority, row.language) == (10, "en")
    ref = LetterRef(row.pk, row.object_id, row.recipient_id, row.language)
    letter = render_codes([ref])[row.pk]
    assert isinstance(letter, RenderedLetter)
    assert f"{code[:4]} {code[4:]}" in letter.text
    assert "/r/" not in letter.text
    assert letter.to_address == "chika@a.example"
    CodeChallenge.objects.update(expires_at=clock.now())
    assert not isinstance(render_codes([ref])[row.pk], RenderedLetter)


def test_neither_database_nor_logs_ever_hold_a_token_or_a_code(
    chika: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = browser()
    code = _enter(client, chika)
    client.post(f"/r/a/{chika.link_uid}/code/", {"code": code})
    strict = Client(enforce_csrf_checks=True)
    strict.post(f"/r/{chika.token}", {"who": "addressee"})
    client.put(f"/r/{chika.token}")
    client.get(f"/r/{chika.token}/else")
    logged = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert chika.token not in logged
    assert code not in logged
    assert any(record.name == "django.security.csrf" for record in caplog.records)
    for value in _everything_stored():
        assert chika.token not in value
        assert code not in value


def _everything_stored() -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database
            found += [str(row) for row in cursor.fetchall()]
    return found


def test_a_page_about_a_problem_never_leads_a_respondent_to_the_office(chika: Visitor) -> None:
    own = f"/r/a/{chika.link_uid}/"
    absent = f"{own}findings/{chika.link_uid}/"
    inside = respondent_client(chika.link_uid).get(absent)
    assert inside.status_code == 404
    assert f'href="{own}"' in inside.text
    for page in (inside, Client().get(own), Client().get(absent)):
        assert 'href="/"' not in page.text
    assert f'href="{own}"' not in Client().get(own).text
