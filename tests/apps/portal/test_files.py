from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.apps.asks.models import EvidenceFile
from tests.factories.answering import Visitor
from tests.factories.cast import respondent_client

KEY = "M22-RR-01"
HTMX = {"HX-Request": "true"}


def _upload(client: Client, visitor: Visitor, name: str, content: bytes, **headers: str) -> Any:
    given = SimpleUploadedFile(name, content)
    return client.post(
        f"/r/a/{visitor.link_uid}/question/{KEY}/files/", {"file": given}, headers=headers
    )


def test_a_file_is_listed_fetched_as_attachment_and_taken_back(
    browser: Client, chika: Visitor
) -> None:
    page = _upload(browser, chika, "構成図.txt", "図\n".encode(), **HTMX)
    assert "構成図.txt" in page.content.decode()
    url = f"/r/a/{chika.link_uid}/files/{EvidenceFile.objects.get().uid}/"
    found = browser.get(url)
    assert found.content.decode() == "図\n"
    assert found.headers["Content-Type"] == "application/octet-stream"
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.post(f"{url}withdraw/").status_code == 302
    assert browser.get(url).status_code == 404


def test_a_hostile_file_is_refused_with_words_and_the_answer_stays(
    browser: Client, chika: Visitor
) -> None:
    save = f"/r/a/{chika.link_uid}/save/{KEY}/"
    browser.post(save, {f"{KEY}-answer": "no", f"{KEY}-revision": "0"}, headers=HTMX)
    page = _upload(browser, chika, "invoice.pdf", b"MZ" + b"\x00" * 500, **HTMX)
    assert page.status_code == 422
    assert "入力した内容は残っています" in page.content.decode()
    shown = browser.get(f"/r/a/{chika.link_uid}/answers/reduce/").content.decode()
    assert 'value="no"' in shown
    assert "invoice.pdf" not in shown


def test_without_scripts_a_refusal_is_told_on_the_page(browser: Client, chika: Visitor) -> None:
    page = _upload(browser, chika, "a.svg", b"<svg onload=alert(1)></svg>")
    text = browser.get(page.headers["Location"]).content.decode()
    assert "sk-message" in text
    assert "a.svg" in text


def test_dan_fetches_and_withdraws_nothing_of_chikas(
    browser: Client, chika: Visitor, dan: Visitor
) -> None:
    _upload(browser, chika, "控え.txt", "控え\n".encode())
    uid = EvidenceFile.objects.get().uid
    other = respondent_client(dan.link_uid)
    for link in (dan.link_uid, chika.link_uid):
        assert other.get(f"/r/a/{link}/files/{uid}/").status_code == 404
        assert other.post(f"/r/a/{link}/files/{uid}/withdraw/").status_code == 404
    assert not EvidenceFile.objects.get().is_withdrawn
