"""Letters on paper: printed where no mail reaches, posted, answered with a printed code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.accounts.actions import CodeResult
from sekisho.apps.accounts.actions.cards import cards_of, check_card
from sekisho.apps.accounts.models import Link
from sekisho.apps.accounts.queries import actor_of_link, link_of
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.papers.actions.choices import save_choices
from sekisho.apps.papers.actions.packs import PackWish, confirm_posted, print_pack
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.choices import PaperChoices
from sekisho.apps.papers.queries.packs import pack_pdf, paper_board
from sekisho.apps.papers.queries.slips import shown_code, shown_number
from sekisho.apps.partners.models import Contact
from sekisho.kernel.actor import SYSTEM, Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.factories.asking import Wish, draft_ask, freeze_ask, prepare
from tests.factories.cast import browser
from tests.factories.papers import pages_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sent(cast, monkeypatch):
    """An open ask to A, whose Chika has no address, and to S, where nobody is known."""
    monkeypatch.setattr("sekisho.kernel.clock.now", lambda: cast.now)
    Contact.objects.filter(pk=cast.chika.id).update(email="")
    ask = draft_ask(cast, Wish(listed=("A-001", "S-001", "B-001")))
    save_choices(cast.aoi, uid=ask.uid, choices=PaperChoices(sends_paper=True), now=cast.now)
    prepare(freeze_ask(cast, ask))
    return ask.uid


def printed(cast, sent, **wish):
    return print_pack(cast.aoi, uid=sent, wish=PackWish(**wish), now=cast.now)


def card_of(assignment_id):
    row = PaperLetter.objects.get(assignment_id=assignment_id)
    pair = (row.holder_id, assignment_id)
    return cards_of([pair])[pair]


def opened(cast, assignment_id):
    row = PaperLetter.objects.get(assignment_id=assignment_id)
    link = link_of(holder_id=row.holder_id, subject_id=assignment_id, now=cast.now)
    return actor_of_link(link.uid, is_confirmed=False, now=cast.now)


def states(sent):
    rows = Assignment.objects.filter(ask__uid=sent).order_by("subject__own_code")
    return dict(rows.values_list("subject__own_code", "state"))


def test_an_ask_to_nobody_with_an_address_may_go_out_once_paper_is_chosen(cast):
    Contact.objects.filter(pk=cast.chika.id).update(email="")
    ask = draft_ask(cast, Wish(listed=("A-001",)))
    assert "asks.nobody_reachable" in [
        s.code for s in preflight_of(cast.aoi, ask, now=cast.now).blocking
    ]
    save_choices(cast.aoi, uid=ask.uid, choices=PaperChoices(sends_paper=True), now=cast.now)
    found = preflight_of(cast.aoi, ask, now=cast.now)
    assert found.is_clear
    assert [(s.code, s.found) for s in found.warnings][:1] == [("asks.some_on_paper", "1")]


def test_the_pack_holds_each_letter_with_its_own_code_and_nobody_elses(cast, sent):
    ids = printed(cast, sent)
    assert len(ids) == 2  # B has an address and gets a mail
    pages = pages_of(pack_pdf(ids, duplex=False, now=cast.now))
    sheets = [page for page in pages if "回答のご案内" in page]
    for own, sheet in zip(ids, sheets, strict=True):
        row = PaperLetter.objects.get(assignment_id=own)
        assert shown_code(card_of(own).code) in sheet
        assert shown_number(row.number) in sheet
        assert "2026年11月24日（火）" in sheet
    text = "".join(pages)
    assert "ちか 様" in text
    assert "共通素材株式会社 御中" in text
    assert "この書面に不審な点" in text
    assert card_of(ids[0]).code not in "".join(sheets[1].split())


def test_codes_and_tokens_stand_in_no_table_and_on_no_disk(cast, sent, settings):
    ids = printed(cast, sent)
    pack_pdf(ids, duplex=True, now=cast.now)
    from django.apps import apps

    stored = "".join(str(list(model.objects.values_list())) for model in apps.get_models())
    for own in ids:
        assert card_of(own).code not in stored
        assert card_of(own).token not in stored
    assert not list(settings.SEKISHO_DATA.rglob("*.pdf"))


def test_a_letter_counts_as_delivered_once_it_was_posted_and_not_before(cast, sent):
    printed(cast, sent)
    assert states(sent)["A-001"] == "not_delivered"
    count = confirm_posted(cast.aoi, uid=sent, posted_on=cast.now.date(), now=cast.now + DAY)
    assert count == 2
    assert (states(sent)["A-001"], states(sent)["S-001"]) == ("waiting", "waiting")
    assert states(sent)["B-001"] == "not_delivered"
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"papers.printed", "papers.posted", "asks.handed_over_on_paper"} <= verbs


@pytest.mark.parametrize("days", [-1, 2])
def test_a_day_before_the_printing_or_to_come_is_refused(cast, sent, days):
    printed(cast, sent)
    with pytest.raises(Invalid):
        confirm_posted(
            cast.aoi, uid=sent, posted_on=(cast.now + days * DAY).date(), now=cast.now + DAY
        )
    assert states(sent)["A-001"] == "not_delivered"


def test_printing_the_same_again_keeps_the_code_and_a_new_one_ends_the_old(cast, sent):
    own = printed(cast, sent)[0]
    uid = Assignment.objects.get(pk=own).uid
    first, actor = card_of(own), opened(cast, own)
    printed(cast, sent, only=(uid,))
    assert card_of(own) == first
    assert check_card(actor, code=first.code, now=cast.now) is CodeResult.RIGHT
    printed(cast, sent, only=(uid,), is_new=True)
    assert card_of(own).code != first.code
    assert card_of(own).token != first.token
    assert check_card(actor, code=first.code, now=cast.now) is CodeResult.WRONG
    assert PaperLetter.objects.get(assignment_id=own).prints == 3


def test_a_browser_opened_with_the_old_paper_is_shut_out(cast, sent):
    own = printed(cast, sent)[0]
    link = Link.objects.get(subject_id=own)
    assert actor_of_link(link.uid, is_confirmed=True, card=1, now=cast.now).link.is_confirmed
    printed(cast, sent, only=(Assignment.objects.get(pk=own).uid,), is_new=True)
    assert not actor_of_link(link.uid, is_confirmed=True, card=1, now=cast.now).link.is_confirmed


def test_two_organisations_without_a_contact_share_nothing_but_the_missing_name(cast, sent):
    Contact.objects.filter(pk=cast.chika.id).delete()
    own, other = printed(cast, sent)
    assert set(PaperLetter.objects.values_list("holder_id", flat=True)) == {0}
    for at in (own, other):
        row = Assignment.objects.get(pk=at)
        words = FindingWords("Q-1", Bilingual("多要素認証", "MFA"), "no")
        gap = NewFinding(
            organisation_id=row.subject_id,
            asked_by_id=cast.g.id,
            source="ask",
            source_id=at,
            is_high=True,
            words=words,
            due_on=None,
            reported_at=cast.now,
        )
        open_findings(SYSTEM, findings=[gap], now=cast.now)
    link = link_of(holder_id=0, subject_id=own, now=cast.now)
    actor = actor_of_link(link.uid, is_confirmed=True, now=cast.now)
    assert {row.source_id for row in rows_for(actor, Capability.VIEW)} == {own}


def test_five_wrong_tries_need_a_pause_and_fifty_lock_the_link(cast, sent):
    own = printed(cast, sent)[0]
    actor, now = opened(cast, own), cast.now
    for wrong in range(50):
        if wrong and wrong % 5 == 0:
            with pytest.raises(Conflict) as told:
                check_card(actor, code=card_of(own).code, now=now)
            assert told.value.code == "accounts.too_many_cards"
            now += timedelta(minutes=11 if wrong % 30 else 61)
        assert check_card(actor, code="2" * 12, now=now) is CodeResult.WRONG
    with pytest.raises(Conflict) as told:
        check_card(actor, code=card_of(own).code, now=now + DAY)
    assert told.value.code == "accounts.link_locked"


def test_without_a_printed_letter_no_code_fits(cast, sent):
    ids = printed(cast, sent)
    link = Link.objects.exclude(subject_id__in=ids).get()
    actor = actor_of_link(link.uid, is_confirmed=False, now=cast.now)
    from django.conf import settings

    from sekisho.adapters.vault import card_code

    code = card_code(settings.SEKISHO_KEYRING, link.uid, 0)
    assert check_card(actor, code=code, now=cast.now) is CodeResult.WRONG


def test_only_who_may_send_prints(cast, sent):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            paper_board(actor, sent, now=cast.now)
        with pytest.raises(NotFound):
            print_pack(actor, uid=sent, wish=PackWish(), now=cast.now)
    assert not PaperLetter.objects.exists()


def test_the_qr_code_leads_to_the_link_and_the_printed_code_opens_it(cast, sent):
    own = printed(cast, sent)[0]
    client, card = browser("ja"), card_of(own)
    client.post(f"/r/{card.token}", {"who": "addressee"})
    page = client.get(reverse("portal:code", args=[card.link_uid])).content.decode()
    assert "12文字" in page
    assert "メールで届いた" not in page
    address = reverse("portal:card", args=[card.link_uid])
    assert client.post(address, {"card": "x"}).status_code == 422
    wrong = client.post(address, {"card": "2" * 12})
    assert wrong.status_code == 422
    typed = "－".join(re.findall("....", card.code.lower()))
    answer = client.post(address, {"card": typed})
    assert answer.url == reverse("portal:start", args=[card.link_uid])
    assert client.get(answer.url).status_code == 200
    assert Assignment.objects.get(pk=own).opened_at == cast.now


def test_number_and_code_open_without_the_qr_code(cast, sent):
    own = printed(cast, sent)[1]
    card, row = card_of(own), PaperLetter.objects.get(assignment_id=own)
    client, address = browser("ja"), reverse("portal:paper")
    assert client.get(address).status_code == 200
    given = {"number": shown_number(row.number), "card": shown_code(card.code), "who": "addressee"}
    robot = client.post(address, {**given, "who": ""})
    assert robot.status_code == 422
    unknown = client.post(address, {**given, "number": "0000000000"})
    wrong = client.post(address, {**given, "card": "2" * 12})
    assert (unknown.status_code, wrong.status_code) == (422, 422)
    told = [re.search(r"番号とコードが[^<]*", one.content.decode())[0] for one in (unknown, wrong)]
    assert told[0] == told[1]
    answer = client.post(address, given)
    assert answer.url == reverse("portal:start", args=[card.link_uid])
    assert "緊急点検のお願い" in client.get(answer.url).content.decode()
