"""Chika fills in Excel: out, back, looked over, saved; Dan's file never passes for hers."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.workbooks.models import Filing
from sekisho.kernel import clock
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, respondent_client

KEY = "M22-RR-01"
ANSWER, DETAILS = 7, 8


def book_of(client: Client, visitor: Visitor, language: str = "ja") -> openpyxl.Workbook:
    page = client.get(f"/r/a/{visitor.link_uid}/excel/{language}.xlsx")
    assert page.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(page.content))


def row_of(book: openpyxl.Workbook, key: str) -> int:
    rows = sheet_of(book).iter_rows()
    return next(int(row[0].row) for row in rows if row[0].value == key)


def sheet_of(book: openpyxl.Workbook) -> Any:
    return book.worksheets[1]


def fill(book: openpyxl.Workbook, **answers: str) -> openpyxl.Workbook:
    """Write answers into the yellow cells; the keys have _ for -."""
    for key, text in answers.items():
        sheet_of(book).cell(row_of(book, key.replace("_", "-")), ANSWER).value = text
    return book


def send(client: Client, visitor: Visitor, book: openpyxl.Workbook | bytes) -> Any:
    data = book
    if isinstance(book, openpyxl.Workbook):
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    file = SimpleUploadedFile("回答.xlsx", data)
    return client.post(f"/r/a/{visitor.link_uid}/excel/", {"file": file})


def stored(visitor: Visitor) -> Any:
    return reply_for(visitor.actor(clock.now()), now=clock.now()).stored


def save_online(client: Client, visitor: Visitor, answer: str, revision: int = 0) -> None:
    sent = {f"{KEY}-answer": answer, f"{KEY}-revision": str(revision)}
    client.post(f"/r/a/{visitor.link_uid}/save/{KEY}/", sent, headers={"HX-Request": "true"})


def test_answers_written_into_the_workbook_are_looked_over_and_saved(
    browser: Client, chika: Visitor
) -> None:
    book = fill(book_of(browser, chika), M22_RR_01="○", M22_RR_02="いいえ")
    found = send(browser, chika, book)
    assert found.status_code == 302
    page = browser.get(found.headers["Location"]).content.decode()
    assert "新しい回答：2" in page
    assert stored(chika) == {}
    done = browser.post(found.headers["Location"])
    assert done.headers["Location"].endswith("/summary/")
    answers = stored(chika)
    assert answers[KEY].answer.choice_keys == ("yes",)
    assert answers["M22-RR-02"].answer.choice_keys == ("no",)
    assert AuditEntry.objects.filter(verb="workbooks.saved", count=2).exists()


def test_an_english_workbook_takes_english_words(browser: Client, chika: Visitor) -> None:
    found = send(browser, chika, fill(book_of(browser, chika, "en"), M22_RR_01="partly"))
    browser.post(found.headers["Location"])
    assert stored(chika)[KEY].answer.choice_keys == ("partial",)


def test_a_fault_is_named_by_its_cell_and_the_rest_is_saved(
    browser: Client, chika: Visitor
) -> None:
    book = fill(book_of(browser, chika), M22_RR_01="たぶん", M22_RR_02="はい")
    found = send(browser, chika, book)
    page = browser.get(found.headers["Location"]).content.decode()
    assert "設問!G5" in page
    assert "はい / いいえ" in page
    browser.post(found.headers["Location"])
    assert set(stored(chika)) == {"M22-RR-02"}


def test_what_a_colleague_saved_meanwhile_is_shown_and_decided(
    browser: Client, chika: Visitor
) -> None:
    save_online(browser, chika, "yes")
    book = fill(book_of(browser, chika), M22_RR_01="いいえ")
    save_online(browser, chika, "partial", 1)
    url = send(browser, chika, book).headers["Location"]
    page = browser.get(url).content.decode()
    assert "ほかの方" in page
    undecided = browser.post(url)
    assert undecided.status_code == 409
    assert stored(chika)[KEY].answer.choice_keys == ("partial",)
    browser.post(url, {f"answer-{KEY}": "file:2"})
    assert stored(chika)[KEY].answer.choice_keys == ("no",)


def test_a_decision_about_an_answer_that_has_changed_again_counts_no_more(
    browser: Client, chika: Visitor
) -> None:
    save_online(browser, chika, "yes")
    book = fill(book_of(browser, chika), M22_RR_01="いいえ")
    save_online(browser, chika, "partial", 1)
    url = send(browser, chika, book).headers["Location"]
    save_online(browser, chika, "unknown", 2)
    assert browser.post(url, {f"answer-{KEY}": "file:2"}).status_code == 409
    assert stored(chika)[KEY].answer.choice_keys == ("unknown",)


def test_the_untouched_workbook_changes_nothing(browser: Client, chika: Visitor) -> None:
    save_online(browser, chika, "yes")
    book = book_of(browser, chika)
    save_online(browser, chika, "no", 1)
    url = send(browser, chika, book).headers["Location"]
    assert "このファイルに新しい回答はありません" in browser.get(url).content.decode()
    browser.post(url)
    assert stored(chika)[KEY].answer.choice_keys == ("no",)


def test_dans_workbook_is_refused_without_a_word_about_dan(
    browser: Client, chika: Visitor, dan: Visitor, cast: Cast
) -> None:
    theirs = book_of(respondent_client(dan.link_uid), dan)
    found = send(browser, chika, theirs)
    assert found.status_code == 422
    text = found.content.decode()
    assert "ほかの会社" in text
    assert cast.b.names.ja not in text
    assert not Filing.objects.exists()


def test_a_workbook_of_another_ask_is_told_apart(
    browser: Client, chika: Visitor, cast: Cast
) -> None:
    other = invite(cast, open_ask(cast), cast.chika)
    book = book_of(respondent_client(other.link_uid), other)
    text = send(browser, chika, book).content.decode()
    assert re.search(r"別の依頼（SK-\d{4}-\d+）", text)


def test_a_changed_hidden_sheet_is_noticed(browser: Client, chika: Visitor) -> None:
    book = book_of(browser, chika)
    book["_sekisho"]["B2"] = "SK-2020-001"
    assert "非表示のシート" in send(browser, chika, book).content.decode()


def test_without_its_hidden_sheet_a_workbook_is_read_by_its_words(
    browser: Client, chika: Visitor
) -> None:
    book = fill(book_of(browser, chika), M22_RR_01="はい")
    del book["_sekisho"]
    url = send(browser, chika, book).headers["Location"]
    browser.post(url)
    assert stored(chika)[KEY].answer.choice_keys == ("yes",)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"a,b\n1,2\n", "xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xlsx"),
        ("a.xlsx", b"", "空"),
    ],
)
def test_other_files_are_refused_with_a_way_out(
    browser: Client, chika: Visitor, name: str, data: bytes, words: str
) -> None:
    file = SimpleUploadedFile(name, data)
    page = browser.post(f"/r/a/{chika.link_uid}/excel/", {"file": file})
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_file_that_waits_belongs_to_its_sender_alone(
    browser: Client, chika: Visitor, dan: Visitor
) -> None:
    url = send(browser, chika, fill(book_of(browser, chika), M22_RR_01="はい")).headers["Location"]
    uid = url.rstrip("/").rpartition("/")[2]
    other = respondent_client(dan.link_uid)
    for method in (other.get, other.post):
        assert method(f"/r/a/{dan.link_uid}/excel/{uid}/").status_code == 404
    other.post(f"/r/a/{dan.link_uid}/excel/{uid}/drop/")
    assert Filing.objects.filter(uid=uid).exists()


def test_a_dropped_file_is_gone_and_nothing_was_saved(browser: Client, chika: Visitor) -> None:
    url = send(browser, chika, fill(book_of(browser, chika), M22_RR_01="はい")).headers["Location"]
    browser.post(f"{url}drop/")
    assert not Filing.objects.exists()
    assert stored(chika) == {}
    assert browser.get(url).status_code == 404


def test_what_waits_is_unreadable_in_the_database(browser: Client, chika: Visitor) -> None:
    book = fill(book_of(browser, chika), M22_RR_01="いいえ")
    sheet_of(book).cell(row_of(book, KEY), DETAILS).value = "秘密の弱点"
    send(browser, chika, book)
    assert "秘密の弱点".encode() not in bytes(Filing.objects.get().sealed)
