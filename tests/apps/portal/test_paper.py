"""The way in with a printed letter: nobody learns which numbers there are, nothing is kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sekisho.apps.accounts.actions import open_challenge
from sekisho.apps.accounts.actions.cards import check_card
from sekisho.apps.accounts.models import CodeChallenge, Link
from sekisho.apps.accounts.queries import actor_of_link
from sekisho.apps.asks.models import Assignment
from sekisho.apps.audit.models import AuditEntry, AuditHead
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.slips import shown_code, shown_number
from sekisho.kernel.errors import Conflict
from tests.apps.papers.conftest import sent  # noqa: F401 - a fixture
from tests.apps.papers.printing import card_of, printed, uid_of
from tests.factories.cast import browser

pytestmark = pytest.mark.django_db
WRONG = "2222 2222 2222"
UNKNOWN = "0000-000-000"


@pytest.fixture
def own(cast, sent):  # noqa: F811
    """The assignment of a printed letter."""
    return printed(cast, sent)[0]


def typed(own, **other):
    number = PaperLetter.objects.get(assignment_id=own).number
    card = shown_code(card_of(own).code)
    return {"number": shown_number(number), "card": card, "who": "addressee", **other}


def given(values, client=None):
    return (client or browser("ja")).post(reverse("portal:paper"), values)


def shown(answer):
    """The page but for the tokens of its forms."""
    return re.sub(r'"[A-Za-z0-9]{64}"', "", answer.content.decode())


def test_number_and_code_open_without_the_qr_code(own):
    client, address = browser("ja"), reverse("portal:paper")
    assert client.get(address).status_code == 200
    robot = given(typed(own, who=""), client)
    assert robot.status_code == 422
    assert client.get(reverse("portal:start", args=[card_of(own).link_uid])).status_code == 404
    answer = given(typed(own), client)
    assert answer.url == reverse("portal:start", args=[card_of(own).link_uid])
    assert "緊急点検のお願い" in client.get(answer.url).content.decode()


def test_the_qr_code_leads_to_the_link_and_the_printed_code_opens_it(cast, own):
    client, card = browser("ja"), card_of(own)
    client.post(f"/r/{card.token}", {"who": "addressee"})
    page = client.get(reverse("portal:code", args=[card.link_uid])).content.decode()
    assert 'name="card"' in page
    assert 'name="code"' not in page
    address = reverse("portal:card", args=[card.link_uid])
    for wrong in ("x", WRONG):
        answer = client.post(address, {"card": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' not in answer.content.decode()
    spelled = "－".join(re.findall("....", card.code.lower()))
    answer = client.post(address, {"card": spelled})
    assert answer.url == reverse("portal:start", args=[card.link_uid])
    assert client.get(answer.url).status_code == 200
    assert Assignment.objects.get(pk=own).opened_at == cast.now


def test_a_browser_that_a_lost_letter_had_opened_is_shut_out_by_new_codes(cast, sent, own):  # noqa: F811
    client, lost, old = browser("ja"), card_of(own), typed(own)
    start = given(old, client).url
    assert client.get(start).status_code == 200
    printed(cast, sent, only=(uid_of(own),), is_new=True)
    assert client.get(start).status_code == 404
    assert given(old, client).status_code == 422
    assert client.post(f"/r/{lost.token}", {"who": "addressee"}).url == reverse("portal:closed")
    assert given(typed(own), client).status_code == 302


def test_unknown_numbers_wrong_codes_closed_and_locked_letters_get_the_same_answer(own):
    values, link = typed(own), Link.objects.filter(uid=card_of(own).link_uid)
    answers = [given({**values, "number": UNKNOWN}), given({**values, "card": WRONG})]
    for _again in range(4):
        given({**values, "card": WRONG})
    assert link.get().paper_tries == 5
    assert link.get().wrong_tries == 0
    answers.append(given(values))  # too many tries in ten minutes: the right code fails, too
    CodeChallenge.objects.all().delete()
    link.update(paper_tries=50)
    answers.append(given(values))
    link.update(paper_tries=0, revoked_at="2026-11-16T00:00:00Z")
    answers.append(given(values))
    assert {one.status_code for one in answers} == {422}
    assert len({shown(one) for one in answers}) == 1
    assert "番号とコードが合わない" in shown(answers[0])
    link.update(revoked_at=None)
    assert given(values).status_code == 302


def test_an_unknown_number_costs_about_what_a_wrong_code_costs_and_leaves_nothing(own):
    given(typed(own, card=WRONG))  # the first wrong try of a round makes one row more
    with CaptureQueriesContext(connection) as known:
        given(typed(own, card=WRONG))
    entries, head = AuditEntry.objects.count(), AuditHead.objects.get().seq
    with CaptureQueriesContext(connection) as unknown:
        given(typed(own, number=UNKNOWN))
    assert (AuditEntry.objects.count(), AuditHead.objects.get().seq) == (entries, head)

    def writes(caught):
        return [
            one["sql"].split('"')[1] for one in caught if one["sql"][:6] in {"INSERT", "UPDATE"}
        ]

    assert writes(unknown) == writes(known)
    assert "audit_auditentry" in writes(known)
    assert abs(len(unknown) - len(known)) <= 3


def test_what_was_typed_is_neither_shown_again_nor_kept_by_a_browser(own):
    values = typed(own, card=WRONG)
    for answer in (
        browser("ja").get(reverse("portal:paper")),
        given(values),
        given({**values, "card": "AB"}),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.content.decode()
        for secret in (values["number"], WRONG, 'value="AB"', "入力した内容は残っています"):
            assert secret not in page
    assert 'name="number"' in page


def test_wrong_codes_on_paper_take_no_mailed_code_away_but_mailed_ones_have_their_limit(cast, own):
    link = Link.objects.get(uid=card_of(own).link_uid)
    actor, now = actor_of_link(link.uid, is_confirmed=False, now=cast.now), cast.now
    for _round in range(6):
        check_card(actor, code=WRONG, now=now)
        now += timedelta(minutes=10, seconds=-30)
        check_card(actor, code=WRONG, now=now)
        now += timedelta(seconds=30)
    now = cast.now + timedelta(minutes=59)
    for _mail in range(6):
        open_challenge(actor, browser="one", now=now)
    with pytest.raises(Conflict) as told:
        open_challenge(actor, browser="one", now=now)
    assert told.value.code == "accounts.too_many_codes"
