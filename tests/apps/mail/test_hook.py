"""News of a mail service: signed, fresh, small, and with one effect."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from django.test import Client

from sekisho.apps.mail.jobs import hand_over_due
from sekisho.apps.mail.models import Returned
from tests.factories.outbox import address_of, letter, queue_plain, states

pytestmark = pytest.mark.django_db
SECRET = "a secret of the tests, long enough"
URL = "/hooks/mail/returned/"


@pytest.fixture(autouse=True)
def _left(smtp, hands, settings):
    settings.SEKISHO_BOUNCE_WEBHOOK_SECRET = SECRET
    queue_plain(2)
    hand_over_due()


def news(**more: str) -> dict[str, str]:
    """A hard bounce of the first letter."""
    own = {"id": "n-1", "letter": f"<{letter().uid}@sekisho.home.test>", "kind": "bounce"}
    return own | {"status": "5.1.1", "recipient": address_of(1)} | more


def signature(body: bytes, at: int, secret: str = SECRET) -> str:
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


def post(hands, given, *, late: int = 0, secret: str = SECRET, signed: str | None = None):
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    at = int(hands.now.timestamp()) - late
    header = signature(body, at, secret) if signed is None else signed
    return Client(enforce_csrf_checks=True).post(
        URL, body, content_type="application/json", headers={"X-Sekisho-Signature": header}
    )


def test_a_signed_bounce_marks_its_letter(hands):
    answer = post(hands, news())
    assert (answer.status_code, answer.json()) == (200, {"result": "new"})
    assert states() == {1: "bounced", 2: "handed_over"}


def test_told_again_it_has_one_effect(hands):
    body = json.dumps(news()).encode()
    signed = signature(body, int(hands.now.timestamp()))
    answers = [post(hands, body, signed=signed).json()["result"] for _again in range(3)]
    assert answers == ["new", "known", "known"]
    assert Returned.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"status": "4.2.2"}, "soft"),
        ({"status": ""}, "soft"),
        ({"kind": "delayed"}, "delayed"),
        ({"kind": "absence", "until": "2026-12-01"}, "absence"),
        ({"kind": "reply"}, "reply"),
        ({"recipient": "elsewhere@partners.test"}, "soft"),
    ],
)
def test_every_kind_of_news_is_noted(hands, more, kind):
    assert post(hands, news(**more)).status_code == 200
    assert Returned.objects.get().kind == kind
    assert states()[1] == "handed_over"


@pytest.mark.parametrize("form", ["{uid}@sekisho.home.test", "bounces+{hex}@home.test"])
def test_a_letter_is_named_by_its_message_id_or_its_return_address(hands, form):
    name = form.format(uid=letter().uid, hex=letter().uid.hex)
    assert post(hands, news(letter=name)).json() == {"result": "new"}


def test_a_letter_that_is_not_ours_is_said_to_be_unknown(hands):
    other = "<01937f2a-4c00-7a3b-9c11-2f60d1c4a907@sekisho.home.test>"
    answer = post(hands, news(letter=other))
    assert (answer.status_code, answer.json()) == (202, {"result": "unknown"})


@pytest.mark.parametrize("late", [301, -301, 86_400])
def test_a_signature_holds_for_five_minutes(hands, late):
    assert post(hands, news(), late=late).status_code == 403
    assert states()[1] == "handed_over"


@pytest.mark.parametrize("late", [300, -300])
def test_clocks_may_be_five_minutes_apart(hands, late):
    assert post(hands, news(), late=late).status_code == 200


@pytest.mark.parametrize("signed", ["", "t=1,v1=00", "v1=" + "0" * 64, "t=,v1=", "t=１,v1=０"])
def test_without_a_signature_nothing_is_read(hands, signed):
    answer = post(hands, b"not even JSON", signed=signed)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "mail.news_not_signed"


def test_another_secret_and_a_changed_body_are_refused(hands):
    assert post(hands, news(), secret="another secret, just as long as ours").status_code == 403
    signed = signature(json.dumps(news()).encode(), int(hands.now.timestamp()))
    assert post(hands, news(status="5.1.2"), signed=signed).status_code == 403


def test_a_body_that_is_too_long_is_not_read(hands):
    assert post(hands, b"x" * 16_385).status_code == 413


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (b"{", "body"),
        (b"[" * 5000, "body"),
        (b"\xff", "body"),
        (b"[]", "body"),
        ({"id": "1"}, "letter"),
        ({"id": "1", "letter": "x", "kind": "bounce"}, "letter"),
        ({"more": "x"}, "body"),
        ({"id": "\ud800", "letter": "x", "kind": "bounce"}, "id"),
    ],
)
def test_what_is_wrong_is_named(hands, given, field):
    answer = post(hands, given)
    assert (answer.status_code, answer.json()["code"]) == (400, "mail.news_wrong")
    assert field in answer.json()["title"]


@pytest.mark.parametrize(
    "more", [{"kind": "spam"}, {"status": "5.1"}, {"until": "tomorrow"}, {"status": "5.1.1\n"}]
)
def test_a_wrong_value_is_named(hands, more):
    (field,) = more
    answer = post(hands, news(**more))
    assert answer.status_code == 400
    assert field in answer.json()["title"]
    assert not Returned.objects.exists()


def test_a_number_where_a_text_belongs_is_refused(hands):
    assert post(hands, {**news(), "status": 5}).status_code == 400


def test_without_a_secret_there_is_nothing_here(hands, settings):
    settings.SEKISHO_BOUNCE_WEBHOOK_SECRET = ""
    assert post(hands, news()).status_code == 404
    assert post(hands, news(), secret="").status_code == 404


def test_only_post_is_taken(client):
    assert client.get(URL).status_code == 405
