"""Feedback to partners: own scores, a cell of five others or nothing, told once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.queries import link_by_token
from sekisho.apps.asks.actions.fanout import end_access
from sekisho.apps.asks.actions.waves import close_ask
from sekisho.apps.asks.jobs.send import note_settled
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.sent_letters import sent_letters_for
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.organisations.models import Organisation
from sekisho.apps.partners.models import Contact
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.reports.actions import feedback
from sekisho.apps.reports.actions.feedback import send_feedback
from sekisho.apps.reports.forms.feedback import sheet_words
from sekisho.apps.reports.jobs import render_feedback
from sekisho.apps.reports.models import Feedback
from sekisho.apps.reports.queries.feedback import (
    WHOLE,
    feedback_state_for,
    next_published,
    published_of,
    sheet_for,
    sheet_of_link,
)
from sekisho.engines.reports import Standing
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, NotFound
from tests.apps.reports.world import asked, partners, replied
from tests.factories.cast import office_client, respondent_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven(cast):
    """Seven alike; the first has a gap, the others have none."""
    found = asked(cast, partners(cast, 7))
    for place, visitor in enumerate(found.visitors):
        answers = dict.fromkeys(found.keys, "yes")
        replied(cast, visitor, {**answers, found.keys[0]: "no"} if place == 0 else answers)
    return found


def sheet(cast, visitor):
    return sheet_of_link(visitor.actor(cast.now), now=cast.now)


def test_nothing_is_there_before_it_was_sent(cast, seven):
    with pytest.raises(NotFound):
        sheet(cast, seven.visitors[0])


def test_each_reads_its_own_score_and_the_mean_of_six_others(cast, seven):
    assert send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now) == 7
    found = sheet(cast, seven.visitors[0])
    whole = found.comparisons[WHOLE]
    others = sheet(cast, seven.visitors[1]).score.score_0_100
    assert found.score.score_0_100 < others
    assert (whole.mean, whole.others) == (round(others), 6)
    assert whole.standing in {Standing.BELOW, Standing.ABOUT}
    assert len(found.gaps) >= 1


def test_five_in_all_are_not_compared(cast):
    found = asked(cast, partners(cast, 5))
    for visitor in found.visitors:
        replied(cast, visitor, dict.fromkeys(found.keys, "yes"))
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now)
    assert sheet(cast, found.visitors[0]).comparisons == {}
    assert published_of(Feedback.objects.get()).states == ({},)


def test_one_new_reply_does_not_move_what_was_published(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    before = published_of(Feedback.objects.get()).states
    replied(cast, seven.visitors[1], dict.fromkeys(seven.keys, "no"))
    assert send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now) == 0
    assert published_of(Feedback.objects.get()).states == before
    assert Feedback.objects.get().sent == 2


def test_who_answers_after_the_comparison_is_told_so(cast):
    found = asked(cast, partners(cast, 8))
    for visitor in found.visitors[:7]:
        replied(cast, visitor, dict.fromkeys(found.keys, "yes"))
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now)
    late = found.visitors[7]
    replied(cast, late, dict.fromkeys(found.keys, "yes"))
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now + timedelta(hours=2))
    uid = Assignment.objects.get(pk=late.assignment_id).uid
    for own in (sheet(cast, late), sheet_for(cast.aoi, uid, now=cast.now)):
        assert own.is_late
        assert own.comparisons == {}
        with translation.override("en"):
            assert "came after the comparison" in sheet_words(own)["peers_note"]
    assert not sheet(cast, found.visitors[0]).is_late


def test_too_few_are_not_told_that_they_came_late(cast):
    found = asked(cast, partners(cast, 3))
    for visitor in found.visitors:
        replied(cast, visitor, dict.fromkeys(found.keys, "yes"))
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now + timedelta(hours=2))
    own = sheet(cast, found.visitors[0])
    assert not own.is_late
    with translation.override("en"):
        assert "fewer than five" in sheet_words(own)["peers_note"]


def test_no_other_partner_is_named_on_a_sheet(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    for language in ("ja", "en"):
        with translation.override(language):
            text = json.dumps(sheet_words(sheet(cast, seven.visitors[0])), ensure_ascii=False,
                              default=str)  # fmt: skip
        assert "架空部品0" in text
        assert not [n for n in range(1, 7) if f"架空部品{n}" in text]


def test_who_reaches_a_part_sees_no_comparison(cast):
    found = asked(cast, partners(cast, 7, customer_id=cast.g.id))
    for visitor in found.visitors:
        replied(cast, visitor, dict.fromkeys(found.keys, "yes"))
    uid = Assignment.objects.get(pk=found.visitors[0].assignment_id).uid
    assert sheet_for(cast.aoi, uid, now=cast.now).comparisons[WHOLE].others == 6
    of_emi = sheet_for(cast.emi, uid, now=cast.now)
    assert (of_emi.comparisons, of_emi.is_compared) == ({}, False)


def test_who_may_only_read_sends_nothing(cast, seven):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            send_feedback(actor, uid=seven.ask.uid, now=cast.now)


def test_without_a_submitted_reply_nothing_is_sent(cast):
    found = asked(cast, partners(cast, 1))
    with pytest.raises(Conflict, match="nobody_answered"):
        send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now)


def test_the_letter_carries_the_link_and_no_score(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    letter = OutboxLetter.objects.filter(letter="reports.feedback").order_by("id").first()
    for language in ("ja", "en"):
        ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, language)
        made = render_feedback([ref])[letter.pk]
        assert "/r/" in made.text
        assert "100" not in made.text
        assert "{" not in made.text


def opened(letter, now):
    """The page behind the link of a letter, its code given."""
    token = token_of(holder_id=letter.recipient_id, subject_id=letter.object_id)
    link = link_by_token(token, now=now)
    return respondent_client(link.uid).get(reverse("portal:feedback", args=[link.uid]))


@pytest.mark.parametrize("days", [1, 500])
def test_a_sheet_that_is_sent_after_the_closing_can_be_read(cast, seven, days, monkeypatch):
    close_ask(cast.aoi, uid=seven.ask.uid, now=cast.now)
    end_access(SYSTEM, ask_id=seven.ask.pk, now=cast.now)
    now = cast.now + timedelta(days=days)
    assert send_feedback(cast.aoi, uid=seven.ask.uid, now=now) == 7
    letter = OutboxLetter.objects.filter(letter="reports.feedback").first()
    ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, "ja")
    assert "/r/" in render_feedback([ref])[letter.pk].text
    monkeypatch.setattr(clock, "_read", [lambda: now])
    assert opened(letter, now).status_code == 200


def test_a_sheet_that_was_sent_before_the_closing_stays(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    close_ask(cast.aoi, uid=seven.ask.uid, now=cast.now)
    end_access(SYSTEM, ask_id=seven.ask.pk, now=cast.now)
    letter = OutboxLetter.objects.filter(letter="reports.feedback").first()
    assert opened(letter, cast.now).status_code == 200


def test_the_letter_is_among_those_of_the_assignment(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    own = seven.visitors[0].assignment_id
    (letter,) = sent_letters_for(cast.aoi, [own])[own]
    assert letter.to_address == seven.visitors[0].holder.email


def test_an_address_that_does_not_work_is_marked_and_told_again_once_mended(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    letter = OutboxLetter.objects.filter(letter="reports.feedback").first()
    OutboxLetter.objects.filter(pk=letter.pk).update(state="bounced")
    note_settled(str(letter.pk))
    contact = Contact.objects.filter(pk=letter.recipient_id)
    assert not contacts_by_ids([letter.recipient_id])[letter.recipient_id].is_usable
    assert send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now) == 0
    contact.update(bounced_at=None)
    assert feedback_state_for(cast.aoi, seven.ask.uid).recipients == 1
    assert send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now) == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_sendings_at_once_one_is_refused(cast, seven, monkeypatch, is_first):
    """Both have worked out what to publish; the later one must not publish beside the other."""
    if not is_first:
        send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)

    def meanwhile(ask_id):
        found = next_published(ask_id)
        monkeypatch.setattr(feedback, "next_published", next_published)
        send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
        return found

    monkeypatch.setattr(feedback, "next_published", meanwhile)
    with pytest.raises(Conflict, match="sent_meanwhile"):
        send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    assert Feedback.objects.get().sent == (1 if is_first else 2)


def test_who_changes_its_size_later_cannot_be_worked_out(cast):
    """Five of ten heads and one unknown are one cell; with its heads known, another one."""
    ids = partners(cast, 7)
    Organisation.objects.filter(pk=ids[5]).update(headcount=None)
    Organisation.objects.filter(pk=ids[6]).update(headcount=50)
    found = asked(cast, ids)
    for visitor in found.visitors:
        replied(cast, visitor, dict.fromkeys(found.keys, "yes"))
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now)
    before = published_of(Feedback.objects.get()).states
    Organisation.objects.filter(pk=ids[5]).update(headcount=10)
    send_feedback(cast.aoi, uid=found.ask.uid, now=cast.now)
    assert [list(one) for one in before] == [["tier:1"]]
    assert published_of(Feedback.objects.get()).states == before


def test_the_scores_lie_sealed(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    assert b"tier:" not in bytes(Feedback.objects.get().sealed)


def test_the_partner_reads_page_and_pdf_and_dan_does_not(cast, seven):
    send_feedback(cast.aoi, uid=seven.ask.uid, now=cast.now)
    own, other = seven.visitors[0].link_uid, seven.visitors[1].link_uid
    client = respondent_client(own)
    page = client.get(reverse("portal:feedback", args=[own])).content.decode()
    assert "まず取り組みたいこと" in page
    assert "架空部品1" not in page
    pdf = client.get(reverse("portal:feedback_pdf", args=[own]))
    assert pdf.content.startswith(b"%PDF-")
    assert client.get(reverse("portal:feedback", args=[other])).status_code == 404
    start = client.get(reverse("portal:start", args=[own])).content.decode()
    assert reverse("portal:feedback", args=[own]) in start


def test_the_office_looks_first_and_sends_with_the_number_on_the_button(cast, seven):
    aoi = office_client(cast.aoi)
    uid = Assignment.objects.get(pk=seven.visitors[0].assignment_id).uid
    page = aoi.get(reverse("reports:sheet", args=[uid])).content.decode()
    assert "取引先にはこのように表示されます" in page
    assert aoi.get(reverse("reports:sheet_pdf", args=[uid])).content.startswith(b"%PDF-")
    confirm = aoi.get(reverse("reports:send", args=[seven.ask.uid])).content.decode()
    assert "7社に結果を知らせる" in confirm
    answer = aoi.post(reverse("reports:send", args=[seven.ask.uid]))
    assert answer.status_code == 302
    assert Feedback.objects.get().count == 7
