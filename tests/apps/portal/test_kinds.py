from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.apps.asks.models import Ask, QuestionSetVersion
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.engines.questionnaire import Answer
from sekisho.kernel import clock
from sekisho.kernel.entropy import new_id
from tests.factories.answering import Visitor

HTMX = {"HX-Request": "true"}
TWO = [{"key": "a", "ja": "甲", "en": "A"}, {"key": "b", "ja": "乙", "en": "B"}]
CHANGES: dict[str, dict[str, Any]] = {
    "M22-RR-02": {"condition": {"question": "M22-RR-01", "is": ["no", "partial"]}},
    "M22-RR-03": {"kind": "number", "number": {"whole": True, "min": 1}},
    "M22-RR-04": {"kind": "date"},
    "M22-RR-05": {"kind": "multiple", "choices": TWO},
    "M22-RR-06": {"kind": "file"},
    "M22-RR-07": {"kind": "text"},
}
PLAIN = ("choices", "followup", "weight", "critical")


@pytest.fixture
def mixed(chika: Visitor) -> Visitor:
    """Chika is asked a set with every kind of question and one that hangs on another."""
    shipped = QuestionSetVersion.objects.get(pk=chika.row.ask.question_set_id or 0)
    content = copy.deepcopy(shipped.content)
    for question in content["questions"]:
        change = CHANGES.get(question["id"], {})
        if "kind" in change:
            for name in PLAIN:
                question.pop(name, None)
        question.update(change)
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    made = QuestionSetVersion.objects.create(
        uid=new_id(),
        key="mixed",
        version="1.0",
        content=content,
        content_hash=digest,
        created_at=clock.now(),
    )
    Ask.objects.update(question_set=made)
    return chika


def _save(client: Client, visitor: Visitor, key: str, **fields: Any) -> Any:
    data = {f"{key}-{name}": value for name, value in fields.items()}
    return client.post(f"/r/a/{visitor.link_uid}/save/{key}/", data, headers=HTMX)


def _answer(visitor: Visitor, key: str) -> Answer:
    now = clock.now()
    return reply_for(visitor.actor(now), now=now).answers[key]


def test_a_question_comes_and_goes_with_the_answer_it_hangs_on(
    browser: Client, mixed: Visitor
) -> None:
    page = browser.get(f"/r/a/{mixed.link_uid}/answers/reduce/").content.decode()
    assert 'id="question-M22-RR-02"' not in page
    came = _save(browser, mixed, "M22-RR-01", answer="no", revision="0").content.decode()
    assert '<div id="place-M22-RR-02" hx-swap-oob="true"><article' in came
    assert "設問1-1" in came
    assert mixed.row.shown == 16
    same = _save(browser, mixed, "M22-RR-01", answer="partial", revision="1").content.decode()
    assert "place-" not in same
    gone = _save(browser, mixed, "M22-RR-01", answer="yes", revision="2").content.decode()
    assert '<div id="place-M22-RR-02" hx-swap-oob="true"></div>' in gone
    assert mixed.row.shown == 15


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("M22-RR-03", "１，２００", Answer(number="１，２００")),
        ("M22-RR-04", "令和8年12月7日", Answer(date="2026-12-07")),
        ("M22-RR-04", "7 Dec 2026", Answer(date="2026-12-07")),
        ("M22-RR-05", ["b", "a"], Answer(("a", "b"))),
        ("M22-RR-07", "一行目\r\n二行目", Answer(text="一行目\n二行目")),
    ],
)
def test_each_kind_of_answer_is_kept(
    browser: Client, mixed: Visitor, key: str, typed: Any, kept: Answer
) -> None:
    page = _save(browser, mixed, key, answer=typed, revision="0")
    assert page.status_code == 200
    assert "alert-circle" not in page.content.decode()
    assert _answer(mixed, key) == kept


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("M22-RR-03", "たくさん", "数字"),
        ("M22-RR-03", "0", "1以上"),
        ("M22-RR-04", "来月", "日付"),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_with_a_word_about_it(
    browser: Client, mixed: Visitor, key: str, typed: str, words: str
) -> None:
    page = _save(browser, mixed, key, answer=typed, revision="0")
    assert page.status_code == 200
    assert words in page.content.decode()
    shown = browser.get(f"/r/a/{mixed.link_uid}/answers/reduce/").content.decode()
    assert f'value="{typed}"' in shown
    assert words in browser.get(f"/r/a/{mixed.link_uid}/summary/").content.decode()


def test_a_file_is_itself_the_answer_where_one_is_asked_for(
    browser: Client, mixed: Visitor
) -> None:
    url = f"/r/a/{mixed.link_uid}/question/M22-RR-06/files/"
    browser.post(url, {"file": SimpleUploadedFile("図.txt", "図\n".encode())}, headers=HTMX)
    assert len(_answer(mixed, "M22-RR-06").evidence_ids) == 1
    assert mixed.row.answered == 1
