"""The short page of open points: each kept by itself, told at the end, nobody else's in sight."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.models import Finding, OpenLetter
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.entropy import new_id
from sekisho.kernel.text import Bilingual
from tests.factories.answering import invite, open_ask
from tests.factories.cast import NOW, respondent_client

QUESTIONS = {"Q-1": "多要素認証", "Q-2": "予備の複製"}


@pytest.fixture
def chika(cast, monkeypatch):
    monkeypatch.setattr(clock, "_read", [lambda: NOW])
    visitor = invite(cast, open_ask(cast), cast.chika)
    for key, text in QUESTIONS.items():
        words = FindingWords(key, Bilingual(text, key), "no")
        new = NewFinding(
            visitor.row.subject_id, cast.home.id, "ask", visitor.assignment_id, False, words, None,
            cast.now,
        )  # fmt: skip
        open_findings(SYSTEM, findings=[new], now=cast.now)
    return visitor


def page(visitor):
    client = respondent_client(visitor.link_uid)
    return client.get(reverse("portal:open", args=[visitor.link_uid])).content.decode()


def save(visitor, row, **given):
    client = respondent_client(visitor.link_uid)
    address = reverse("portal:open_save", args=[visitor.link_uid, row.uid])
    return client.post(address, {"revision": row.revision, "by": "ちか", **given})


def first():
    return Finding.objects.order_by("id").first()


@pytest.mark.parametrize(
    ("given", "state", "due"),
    [
        ({"choice": "done", "words": "設定した"}, "done", None),
        ({"choice": "later", "words": "部品待ち", "due_on": "2026-12-07"}, "planned", "2026-12-07"),
        (
            {"choice": "changed", "words": "別の方式", "due_on": "2026-12-08"},
            "planned",
            "2026-12-08",
        ),
        ({"choice": "unknown"}, "asked", None),
    ],
)
def test_each_answer_is_kept_and_leaves_the_waiting_list(chika, given, state, due):
    assert save(chika, first(), **given).status_code == 302
    row = first()
    assert (row.state, row.due_on) == (state, date.fromisoformat(due) if due else None)
    assert page(chika).count('name="choice"') == 4  # one point with four choices is left


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"choice": "done"},
        {"choice": "later", "words": "部品待ち"},
        {"choice": "later", "words": "部品待ち", "due_on": "2026-11-01"},
        {"choice": "changed", "due_on": "2026-12-08"},
        {"choice": "done", "words": "設定した", "by": ""},
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(chika, given):
    answer = save(chika, first(), **given)
    assert answer.status_code == 422
    assert given.get("words", "") in answer.content.decode()
    assert first().state == "open"


def test_what_changed_meanwhile_is_not_written_over(chika):
    seen = first()
    save(chika, seen, choice="done", words="設定した")
    answer = save(chika, seen, choice="unknown")
    assert answer.status_code == 409
    assert first().state == "done"


def test_sending_tells_the_other_side(cast, chika):
    OpenLetter.objects.create(
        uid=new_id(), role="partner", kind="due", contact_id=cast.chika.id,
        asked_by_id=cast.home.id, on_day=NOW.date(), source="ask", source_id=chika.assignment_id,
        created_at=NOW,
    )  # fmt: skip
    client = respondent_client(chika.link_uid)
    answer = client.post(reverse("portal:open_send", args=[chika.link_uid]), follow=True)
    assert "お知らせを受け取りました" in answer.content.decode()
    assert OpenLetter.objects.get(role="partner").answered_at == NOW
    assert OpenLetter.objects.filter(role="answer").count() == 1  # and our side is written to


def test_the_letter_leads_to_the_page_past_the_code(chika):
    from django.test import Client

    client = Client()
    answer = client.post(f"/r/{chika.token}?to=open", {"who": "addressee"})
    assert answer.url == reverse("portal:open", args=[chika.link_uid])
    assert client.get(answer.url).url == reverse("portal:code", args=[chika.link_uid])


def test_dan_sees_nothing_of_it_and_says_nothing_about_it(cast, chika):
    dan = invite(cast, chika.row.ask, cast.dan)
    for text in QUESTIONS.values():
        assert text in page(chika)
        assert text not in page(dan)
    assert save(dan, first(), choice="done", words="x").status_code == 404
    assert first().state == "open"
