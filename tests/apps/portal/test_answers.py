from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.engines.questionnaire import Answer, Plan
from sekisho.kernel import clock
from tests.factories.answering import Visitor
from tests.factories.cast import Cast, respondent_client

KEY, NEXT = "M22-RR-01", "M22-RR-02"
HTMX = {"HX-Request": "true"}


def _url(visitor: Visitor, path: str = "") -> str:
    return f"/r/a/{visitor.link_uid}/{path}"


def _save(
    client: Client, visitor: Visitor, *, key: str = KEY, part: bool = True, **fields: Any
) -> Any:
    data = {f"{key}-{name}": value for name, value in fields.items()}
    headers = HTMX if part else {}
    return client.post(_url(visitor, f"save/{key}/"), data, headers=headers)


def _answers(visitor: Visitor) -> dict[str, Answer]:
    now = clock.now()
    return dict(reply_for(visitor.actor(now), now=now).answers)


def test_the_first_page_says_who_asks_why_until_when_and_whom_to_call(
    browser: Client, chika: Visitor, cast: Cast
) -> None:
    text = browser.get(_url(chika)).content.decode()
    for words in (
        cast.home.name,
        "緊急点検のお願い",
        "取引先を経由した攻撃",
        "03-0000-0000",
        "15分",
    ):
        assert words in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_question_stands_on_a_card_of_its_own(chika: Visitor, language: str) -> None:
    client = respondent_client(chika.link_uid, language=language)
    text = client.get(_url(chika, "answers/reduce/")).content.decode()
    assert text.count('<article class="sk-question"') == 7
    assert ("Do not know" if language == "en" else "わからない") in text


def test_a_saved_answer_is_told_beside_the_question(browser: Client, chika: Visitor) -> None:
    page = _save(browser, chika, answer="yes", revision="0")
    text = page.content.decode()
    assert "sk-saved" in text
    assert 'id="visit-progress"' in text
    assert 'value="1"' in text  # the card's next base revision
    assert _answers(chika)[KEY] == Answer(("yes",))


def test_without_scripts_saving_goes_on_to_the_next_question(
    browser: Client, chika: Visitor
) -> None:
    page = _save(browser, chika, part=False, answer="yes", revision="0")
    assert page.status_code == 302
    assert page.headers["Location"].endswith(f"answers/reduce/#question-{NEXT}")


def test_a_no_with_its_plan_is_kept_and_a_japanese_date_is_read(
    browser: Client, chika: Visitor
) -> None:
    fields: dict[str, Any] = {
        "plan_what": "導入する",
        "plan_who": "ちか",
        "plan_due": "令和9年3月31日",
    }
    _save(browser, chika, answer="no", revision="0", followup="一部の機器", **fields)
    assert _answers(chika)[KEY] == Answer(
        ("no",), followup="一部の機器", plan=Plan("導入する", "ちか", "2027-03-31")
    )
    shown = browser.get(_url(chika, "answers/reduce/")).content.decode()
    assert "2027年3月31日（水）" in shown


def test_a_conflict_shows_both_and_the_person_decides(browser: Client, chika: Visitor) -> None:
    _save(browser, chika, answer="yes", revision="0")
    page = _save(browser, chika, answer="no", revision="0")
    assert page.status_code == 422
    text = page.content.decode()
    assert "はい" in text
    assert f'name="{KEY}-keep" value="mine"' in text
    _save(browser, chika, part=False, answer="no", revision="0", keep="theirs")
    assert _answers(chika)[KEY] == Answer(("yes",))
    _save(browser, chika, part=False, answer="no", revision="0", seen="1", keep="mine")
    assert _answers(chika)[KEY] == Answer(("no",))


def test_without_scripts_a_conflict_keeps_what_was_typed(browser: Client, chika: Visitor) -> None:
    _save(browser, chika, answer="yes", revision="0")
    page = _save(browser, chika, part=False, answer="no", revision="0", followup="私の補足")
    assert page.status_code == 409
    assert "私の補足" in page.content.decode()


def test_an_answer_without_its_reason_is_kept_and_asked_for_kindly(
    browser: Client, chika: Visitor
) -> None:
    page = _save(browser, chika, answer="na", revision="0")
    assert page.status_code == 200
    assert "該当しない理由" in page.content.decode()
    assert _answers(chika)[KEY] == Answer(("na",))


def test_dan_opens_nothing_of_chikas(chika: Visitor, dan: Visitor, cast: Cast) -> None:
    mine = respondent_client(chika.link_uid)
    _save(mine, chika, answer="no", revision="0", followup="ちか秘匿5151")
    of_dan = respondent_client(dan.link_uid)
    paths = ("", "answers/reduce/", "summary/", "copy/", "copy.csv", "receipt/")
    for path in paths:
        assert of_dan.get(_url(chika, path)).status_code == 404
        text = of_dan.get(_url(dan, path)).content.decode()
        assert "ちか秘匿5151" not in text
        assert cast.a.name not in text
    assert _save(of_dan, chika, answer="yes", revision="1").status_code == 404


def test_the_summary_names_what_is_missing_and_keeps_the_button_back(
    browser: Client, chika: Visitor
) -> None:
    _save(browser, chika, answer="no", revision="0")
    text = browser.get(_url(chika, "summary/")).content.decode()
    assert "15問" in text
    assert "予定があれば" in text
    assert 'action="/r/a/' not in text.split('id="submit"')[1]


def answer_everything(client: Client, visitor: Visitor) -> None:
    now = clock.now()
    for _ in range(40):
        reply = reply_for(visitor.actor(now), now=now)
        missing = [*reply.progress.missing_keys]
        if not missing:
            return
        question = reply.question_set.question(missing[0])
        assert question is not None
        value = question.choices[0].key if question.choices else "あり"
        _save(client, visitor, key=missing[0], answer=value, revision="0")
    raise AssertionError


def test_submitting_gives_a_receipt_and_pressing_twice_gives_the_same(
    browser: Client, chika: Visitor
) -> None:
    answer_everything(browser, chika)
    page = browser.get(_url(chika, "summary/"))
    data = {
        "name": "ちか",
        "department": "総務部",
        "revision": page.context["form"]["revision"].value(),
    }
    for _ in range(2):
        answer = browser.post(_url(chika, "submit/"), data)
        assert answer.headers["Location"] == _url(chika, "receipt/")
    text = browser.get(_url(chika, "receipt/")).content.decode()
    assert "ちか" in text
    assert "SHA-256" in text
    assert Assignment.objects.get(pk=chika.assignment_id).state == "submitted"


def test_a_missing_name_is_said_beside_the_field(browser: Client, chika: Visitor) -> None:
    answer_everything(browser, chika)
    answer = browser.post(_url(chika, "submit/"), {"name": "", "revision": "1"})
    assert answer.status_code == 422
    assert "お名前をお書きください" in answer.content.decode()


def test_a_change_of_a_colleague_brings_the_summary_back(browser: Client, chika: Visitor) -> None:
    answer_everything(browser, chika)
    answer = browser.post(_url(chika, "submit/"), {"name": "ちか", "revision": "3"})
    assert answer.status_code == 409
    assert 'value="ちか"' in answer.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_ones_own_answers_can_be_taken_away(browser: Client, chika: Visitor, ending: str) -> None:
    _save(browser, chika, answer="no", revision="0", followup="=cmd|' /C calc'!A0")
    answer = browser.get(_url(chika, f"copy.{ending}"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if ending == "csv":
        assert "いいえ" in answer.content.decode("utf-8-sig")


def test_a_read_only_reply_is_shown_with_a_kind_sentence(browser: Client, chika: Visitor) -> None:
    _save(browser, chika, answer="yes", revision="0")
    Assignment.objects.update(state="closed")
    assert browser.get(_url(chika, "answers/reduce/")).headers["Location"] == _url(chika, "copy/")
    assert "ありがとうございました" in browser.get(_url(chika, "copy/")).content.decode()
    page = _save(browser, chika, answer="no", revision="1")
    assert page.status_code == 409


def test_no_page_of_a_respondent_stays_in_a_cache(browser: Client, chika: Visitor) -> None:
    for path in ("", "answers/reduce/", "summary/", "copy/", "copy.csv"):
        assert browser.get(_url(chika, path)).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "most"), [("", 19), ("answers/reduce/", 11), ("summary/", 11), ("copy/", 11)]
)
def test_pages_ask_the_database_little(
    browser: Client, chika: Visitor, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    browser.get(_url(chika, path))
    with django_assert_max_num_queries(most):
        browser.get(_url(chika, path))


def test_saving_one_answer_asks_the_database_little(
    browser: Client, chika: Visitor, django_assert_max_num_queries: Any
) -> None:
    _save(browser, chika, answer="yes", revision="0")
    with django_assert_max_num_queries(24):
        _save(browser, chika, answer="no", revision="1")
