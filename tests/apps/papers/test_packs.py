"""Letters on paper: printed where no mail reaches, posted, answered with a printed code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.adapters.vault import card_code, hash_token
from sekisho.apps.accounts.actions import CodeResult, check_code, open_challenge, revoke_link
from sekisho.apps.accounts.actions.cards import cards_of, check_card
from sekisho.apps.accounts.actions.links import renew_links
from sekisho.apps.accounts.models import Link
from sekisho.apps.accounts.queries import actor_of_link, link_by_token, link_of
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.queries.findings import rows_for
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.papers.actions.choices import save_choices
from sekisho.apps.papers.actions.packs import mark_printed, prepare_pack
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.board import paper_board
from sekisho.apps.papers.queries.choices import PaperChoices
from sekisho.apps.papers.queries.packs import link_of_number, pack_pdf
from sekisho.apps.papers.queries.slips import shown_code, shown_number
from sekisho.apps.partners.actions import ContactDraft, remove_contact, save_contact
from sekisho.apps.partners.models import Contact
from sekisho.kernel.actor import NOBODY, SYSTEM, Capability
from sekisho.kernel.errors import Conflict, NotFound, TooLarge
from sekisho.kernel.text import Bilingual
from tests.apps.papers.printing import card_of, ids_of, prepared, printed, uid_of
from tests.factories.asking import Wish, draft_ask
from tests.factories.papers import pages_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def opened(cast, assignment_id):
    row = PaperLetter.objects.get(assignment_id=assignment_id)
    link = link_of(holder_id=row.holder_id, subject_id=assignment_id, now=cast.now)
    return actor_of_link(link.uid, is_confirmed=False, now=cast.now)


def letter_of(assignment_id):
    return PaperLetter.objects.get(assignment_id=assignment_id)


def at_a(cast, sent):
    """The assignment of A, whose letter names Chika."""
    own = Assignment.objects.get(ask__uid=sent, subject_id=cast.a.id).pk
    assert letter_of(own).holder_id == cast.chika.id
    return own


def successor(cast):
    """Chika leaves; somebody else of A is written to from now on."""
    remove_contact(cast.aoi, uid=Contact.objects.get(pk=cast.chika.id).uid, now=cast.now)
    draft = ContactDraft(department="総務部", purposes=("security",))
    uid = save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, now=cast.now)
    return Contact.objects.get(uid=uid)


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
    pack = prepared(cast, sent)
    assert len(pack.letters) == 2  # B has an address and gets a mail
    pages = pages_of(pack_pdf(pack, duplex=False, now=cast.now))
    sheets = [page for page in pages if "回答のご案内" in page]
    for letter, sheet in zip(pack.letters, sheets, strict=True):
        assert shown_code(card_of(letter.assignment_id).code) in sheet
        assert shown_number(letter_of(letter.assignment_id).number) in sheet
        assert "2026年11月24日（火）" in sheet
    text = "".join(pages)
    assert "ちか 様" in text
    assert "共通素材株式会社 御中" in text
    assert "この書面に不審な点" in text
    others = [shown_code(letter.card.code) for letter in pack.letters]
    assert others[0] not in sheets[1]
    assert others[1] not in sheets[0]


def test_codes_and_tokens_stand_in_no_table_and_on_no_disk(cast, sent, settings):
    pack = prepared(cast, sent)
    pack_pdf(pack, duplex=True, now=cast.now)
    mark_printed(cast.aoi, pack=pack, now=cast.now)
    from django.apps import apps

    stored = "".join(str(list(model.objects.values_list())) for model in apps.get_models())
    kept = b"".join(one.read_bytes() for one in settings.SEKISHO_DATA.rglob("*") if one.is_file())
    for letter in pack.letters:
        assert hash_token(settings.SEKISHO_KEYRING, letter.card.token) in stored  # it does look
        for secret in (letter.card.code, shown_code(letter.card.code), letter.card.token):
            assert secret not in stored
            assert secret.encode() not in kept
            assert secret not in repr(pack)
    assert b"%PDF" not in kept


def test_the_first_letter_is_to_print_until_its_page_was_made(cast, sent):
    pack = prepared(cast, sent)
    counts = paper_board(cast.aoi, sent, now=cast.now).counts
    assert (counts.to_print, counts.printed) == (2, 0)
    assert set(PaperLetter.objects.values_list("printed_at", "prints")) == {(None, 0)}
    mark_printed(cast.aoi, pack=pack, now=cast.now)
    counts = paper_board(cast.aoi, sent, now=cast.now).counts
    assert (counts.to_print, counts.printed) == (0, 2)
    assert set(PaperLetter.objects.values_list("printed_at", "prints")) == {(cast.now, 1)}
    verbs = list(AuditEntry.objects.order_by("seq").values_list("verb", "count"))
    assert verbs[-2:] == [("papers.prepared", 2), ("papers.printed", 2)]


def test_a_page_whose_number_somebody_replaced_meanwhile_is_not_marked(cast, sent):
    pack = prepared(cast, sent)
    prepared(cast, sent, only=(uid_of(pack.letters[0].assignment_id),), is_new=True)
    with pytest.raises(Conflict) as told:
        mark_printed(cast.aoi, pack=pack, now=cast.now)
    assert told.value.code == "papers.printed_meanwhile"
    assert paper_board(cast.aoi, sent, now=cast.now).counts.printed == 0


def test_two_who_prepare_the_same_print_the_same(cast, sent):
    only = paper_board(cast.aoi, sent, now=cast.now).due
    first, second = (prepared(cast, sent, only=only) for _ in range(2))
    assert first.letters == second.letters
    for pack in (first, second):
        mark_printed(cast.aoi, pack=pack, now=cast.now)
    assert set(PaperLetter.objects.values_list("prints", flat=True)) == {2}


def test_printing_the_same_again_keeps_number_link_and_code(cast, sent):
    own = printed(cast, sent)[0]
    before, actor = (letter_of(own).number, card_of(own)), opened(cast, own)
    printed(cast, sent, only=(uid_of(own),))
    assert (letter_of(own).number, card_of(own)) == before
    assert letter_of(own).prints == 2
    assert check_card(actor, code=before[1].code, now=cast.now) is CodeResult.RIGHT


def test_new_codes_end_number_qr_code_code_and_browsers_of_the_lost_letter_at_once(cast, sent):
    own, other = printed(cast, sent)
    before, lost, kept = letter_of(own), card_of(own), card_of(other)
    PaperLetter.objects.filter(pk=before.pk).update(posted_on=cast.now.date())
    assert link_by_token(lost.token, now=cast.now) is not None
    printed(cast, sent, only=(uid_of(own),), is_new=True)
    after, new = letter_of(own), card_of(own)
    assert link_of_number(before.number, now=cast.now) is None
    assert link_by_token(lost.token, now=cast.now) is None
    assert actor_of_link(lost.link_uid, is_confirmed=True, now=cast.now) == NOBODY
    assert (after.posted_on, after.prints) == (None, 2)
    assert link_of_number(after.number, now=cast.now).uid == new.link_uid
    assert link_by_token(new.token, now=cast.now).uid == new.link_uid
    assert check_card(opened(cast, own), code=lost.code, now=cast.now) is CodeResult.WRONG
    assert check_card(opened(cast, own), code=new.code, now=cast.now) is CodeResult.RIGHT
    assert card_of(other) == kept


def test_new_codes_open_a_letter_that_wrong_tries_had_locked(cast, sent):
    own = printed(cast, sent)[0]
    Link.objects.filter(uid=card_of(own).link_uid).update(paper_tries=50)
    with pytest.raises(Conflict):
        check_card(opened(cast, own), code=card_of(own).code, now=cast.now)
    printed(cast, sent, only=(uid_of(own),), is_new=True)
    assert check_card(opened(cast, own), code=card_of(own).code, now=cast.now) is CodeResult.RIGHT


@pytest.mark.parametrize("is_new", [False, True])
def test_after_a_change_of_contact_the_letter_goes_to_the_new_one_only(cast, sent, is_new):
    printed(cast, sent)
    own = at_a(cast, sent)
    lost, number = card_of(own), letter_of(own).number
    contact = successor(cast)
    pack = prepared(cast, sent, only=(uid_of(own),), is_new=is_new)
    mark_printed(cast.aoi, pack=pack, now=cast.now)
    assert letter_of(own).holder_id == contact.pk
    assert letter_of(own).number != number
    text = "".join(pages_of(pack_pdf(pack, duplex=False, now=cast.now)))
    assert "総務部" in text
    assert "ちか" not in text
    assert link_of(holder_id=cast.chika.id, subject_id=own, now=cast.now) is None
    assert actor_of_link(lost.link_uid, is_confirmed=True, now=cast.now) == NOBODY
    assert cards_of([(cast.chika.id, own)]) == {}
    assert check_card(opened(cast, own), code=card_of(own).code, now=cast.now) is CodeResult.RIGHT


def test_when_the_only_contact_has_left_the_letter_names_the_organisation(cast, sent):
    printed(cast, sent)
    own = at_a(cast, sent)
    remove_contact(cast.aoi, uid=Contact.objects.get(pk=cast.chika.id).uid, now=cast.now)
    printed(cast, sent, only=(uid_of(own),))
    assert letter_of(own).holder_id == 0
    assert not Link.objects.filter(holder_id=cast.chika.id, revoked_at=None).exists()


def test_a_letter_whose_link_was_closed_is_printed_with_another(cast, sent):
    own = printed(cast, sent)[0]
    lost, number = card_of(own), letter_of(own).number
    revoke_link(cast.aoi, uid=lost.link_uid, now=cast.now)
    printed(cast, sent, only=(uid_of(own),))
    assert card_of(own).link_uid != lost.link_uid
    assert letter_of(own).number != number


def test_nothing_chosen_and_more_than_200_are_refused(cast, sent):
    for only, kind in (((), Conflict), ((uid_of(printed(cast, sent)[0]),) * 201, TooLarge)):
        with pytest.raises(kind):
            prepare_pack(cast.aoi, uid=sent, only=only, now=cast.now)


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


def test_five_wrong_tries_need_a_pause_and_fifty_lock_the_printed_code_alone(cast, sent):
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
    assert told.value.code == "accounts.card_locked"
    at, own_browser = now + DAY, "the browser of the addressee"
    open_challenge(actor, browser=own_browser, now=at)
    wrong = check_code(actor, code="0" * 8, browser=own_browser, now=at)
    assert wrong is CodeResult.WRONG  # compared: mailed codes are not locked with the printed one


def test_a_reminder_unlocks_the_printed_code(cast, sent):
    own = printed(cast, sent)[0]
    Link.objects.update(paper_tries=50)
    renew_links(SYSTEM, links=Link.objects.values_list("holder_id", "subject_id"), now=cast.now)
    assert check_card(opened(cast, own), code=card_of(own).code, now=cast.now) is CodeResult.RIGHT


def test_without_a_printed_letter_no_code_fits(cast, sent):
    ids = printed(cast, sent)
    link = Link.objects.exclude(subject_id__in=ids).get()
    actor = actor_of_link(link.uid, is_confirmed=False, now=cast.now)
    code = card_code(house.SEKISHO_KEYRING, link.uid, 0)
    assert check_card(actor, code=code, now=cast.now) is CodeResult.WRONG


def test_only_who_may_send_prints(cast, sent):
    only = paper_board(cast.aoi, sent, now=cast.now).due
    pack = prepared(cast, sent)
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            paper_board(actor, sent, now=cast.now)
        with pytest.raises(NotFound):
            prepare_pack(actor, uid=sent, only=only, now=cast.now)
        with pytest.raises(NotFound):
            mark_printed(actor, pack=pack, now=cast.now)
    assert not PaperLetter.objects.exclude(printed_at=None).exists()


def test_a_pack_of_more_letters_costs_no_more_queries(cast, sent):
    first, second = paper_board(cast.aoi, sent, now=cast.now).due
    with CaptureQueriesContext(connection) as one:
        pack_pdf(prepared(cast, sent, only=(first,)), duplex=False, now=cast.now)
    PaperLetter.objects.all().delete()
    with CaptureQueriesContext(connection) as two:
        pack_pdf(prepared(cast, sent, only=(first, second)), duplex=False, now=cast.now)
    assert len(ids_of(prepared(cast, sent, only=(first, second)))) == 2
    assert len(two) <= len(one)
