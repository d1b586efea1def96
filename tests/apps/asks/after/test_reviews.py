"""Accepting, sending back, taking back; and what the partner hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from sekisho.apps.accounts.queries import link_of_subject
from sekisho.apps.asks.actions import reviews
from sekisho.apps.asks.actions.reviews import Remarks
from sekisho.apps.asks.forms.words import MARK_LOOKS
from sekisho.apps.asks.jobs import review_letters
from sekisho.apps.asks.models import Reply, Review
from sekisho.apps.asks.queries.letters import assignment_facts, merge_values
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_standing import LINK_LIVES, require_writable
from sekisho.apps.asks.queries.zones import due_text
from sekisho.apps.mail.events import LetterRef, RenderedLetter, kind_of
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.measures.models import Finding
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.factories import replying
from tests.factories.cast import office_client, respondent_client


def revision_of(row):
    return Reply.objects.get(pk=row.pk).revision


def accept(asked, row=None, actor=None, now=None):
    row = row or asked.a
    return reviews.accept_reply(
        actor or asked.cast.aoi,
        uid=row.uid,
        seen_revision=revision_of(row),
        now=now or asked.later,
    )


def send_back(asked, words="もう一度ご確認ください", by_question=None, until=None, actor=None):
    until = until or (asked.later + timedelta(days=4)).date()
    remarks = Remarks(words, by_question or {}, until)
    return reviews.return_reply(
        actor or asked.cast.aoi,
        uid=asked.a.uid,
        seen_revision=revision_of(asked.a),
        remarks=remarks,
        now=asked.later,
    )


def rendered(letter):
    ref = LetterRef(letter.pk, letter.object_id, letter.recipient_id, letter.language)
    render = getattr(review_letters, f"render_{letter.letter.partition('.')[2]}")
    return render([ref])[letter.pk]


def letters(name):
    return list(OutboxLetter.objects.filter(letter=name))


def test_an_accepted_reply_closes_its_assignment(asked):
    accept(asked)
    asked.a.refresh_from_db()
    assert asked.a.state == "closed"
    assert asked.a.closed_at == asked.later


def test_the_partner_is_thanked_only_when_it_cannot_be_undone_and_keeps_the_link(
    asked, time_machine
):
    accept(asked)
    time_machine(asked.later + timedelta(minutes=4))
    review_letters.finish_reviews()
    assert not letters("asks.accepted")
    time_machine(asked.later + timedelta(minutes=6))
    review_letters.finish_reviews()
    review_letters.finish_reviews()
    assert len(letters("asks.accepted")) == 1
    assert not link_of_subject(asked.a.pk).is_revoked
    found = rendered(letters("asks.accepted")[0])
    assert isinstance(found, RenderedLetter)
    assert found.to_address == asked.cast.chika.email
    assert "2026年11月16日" in found.text


def test_after_an_acceptance_the_link_reads_and_takes_steps_until_it_expires(asked, time_machine):
    accept(asked)
    at = asked.later + timedelta(minutes=6)
    time_machine(at)
    review_letters.finish_reviews()
    link = link_of_subject(asked.a.pk)
    client, own = respondent_client(link.uid), f"/r/a/{link.uid}/"
    finding = Finding.objects.filter(source_id=asked.a.pk).order_by("id").first()
    pages = [own, f"{own}copy/", f"{own}copy.csv", f"{own}receipt/"]
    steps = f"{own}findings/{finding.uid}/"
    for page in (*pages, steps):
        assert client.get(page).status_code == 200
    assert "回答の確認が済み" in client.get(own).text
    asked.a.refresh_from_db()
    with pytest.raises(Conflict, match=r"asks\.read_only\.accepted"):
        require_writable(asked.a, at)
    given = {"revision": finding.revision, "proof": "設定を変えました", "by": "ちか"}
    assert client.post(f"{steps}done/", given).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "done"
    time_machine(link.expires_at)
    for page in (*pages, steps):
        assert client.get(page).status_code == 404


def test_an_acceptance_taken_back_tells_nobody(asked, time_machine):
    accept(asked)
    reviews.reopen_reply(asked.cast.aoi, uid=asked.a.uid, now=asked.later)
    time_machine(asked.later + timedelta(hours=1))
    review_letters.finish_reviews()
    asked.a.refresh_from_db()
    assert asked.a.state == "submitted"
    assert not letters("asks.accepted")
    assert not link_of_subject(asked.a.pk).is_revoked


def test_an_acceptance_that_was_told_cannot_be_taken_back(asked, time_machine):
    accept(asked)
    time_machine(asked.later + timedelta(minutes=6))
    review_letters.finish_reviews()
    with pytest.raises(Conflict):
        reviews.reopen_reply(asked.cast.aoi, uid=asked.a.uid, now=asked.later)


def test_a_reply_that_changed_since_it_was_looked_at_is_not_accepted(asked):
    with pytest.raises(Conflict):
        reviews.accept_reply(asked.cast.aoi, uid=asked.a.uid, seen_revision=1, now=asked.later)


def test_a_reply_sent_back_can_be_corrected_and_submitted_again(asked):
    send_back(asked, by_question={"M22-RR-02": "どの拠点ですか"})
    actor = replying.respondent(asked.a, asked.later)
    page = reply_for(actor, now=asked.later)
    assert page.remarks == {"M22-RR-02": "どの拠点ですか"}
    assert page.general_remark == "もう一度ご確認ください"
    replying.answer(asked.a, {"M22-RR-02": replying.YES}, asked.later)
    replying.submit(asked.a, asked.later)
    asked.a.refresh_from_db()
    assert (asked.a.state, asked.a.is_returned) == ("submitted", False)


def test_the_letter_about_a_return_leads_to_the_link_and_names_no_question(asked):
    until = (asked.later + timedelta(days=10)).date()
    send_back(asked, by_question={"M22-RR-02": "どの拠点ですか"}, until=until)
    found = rendered(letters("asks.returned")[0])
    assert isinstance(found, RenderedLetter)
    assert "/r/" in found.text
    assert "2026年11月26日" in found.text
    assert "どの拠点" not in found.text
    assert "もう一度ご確認" not in found.text


def test_a_return_without_a_word_or_with_a_past_day_is_refused(asked):
    with pytest.raises(Invalid):
        send_back(asked, words=" ")
    with pytest.raises(Invalid):
        send_back(asked, until=(asked.later - timedelta(days=1)).date())
    assert not Review.objects.exists()


def test_remarks_are_sealed(asked):
    send_back(asked, words="秘密の指摘")
    assert "秘密の指摘".encode() not in bytes(Review.objects.get().sealed)


def test_emi_decides_in_her_chain_and_nowhere_else(asked):
    with pytest.raises(NotFound):
        accept(asked, row=asked.b, actor=asked.cast.emi)
    with pytest.raises(NotFound):
        reviews.mark_delivery(asked.cast.emi, uid=asked.b.uid, is_bounced=True, now=asked.later)


def test_ben_reads_but_does_not_decide(asked):
    client = office_client(asked.cast.ben)
    assert client.get(reverse("asks:reply", args=[asked.a.uid])).status_code == 200
    for name in ("accept", "return", "reopen", "mark"):
        assert client.post(reverse(f"asks:{name}", args=[asked.a.uid])).status_code == 403
    with pytest.raises(NotFound):
        accept(asked, actor=asked.cast.ben)


def test_accepting_leads_to_the_next_reply_and_offers_the_way_back(asked):
    client = office_client(asked.cast.aoi)
    answer = client.post(
        reverse("asks:accept", args=[asked.a.uid]), {"revision": revision_of(asked.a)}
    )
    assert answer.url == reverse("asks:reply", args=[asked.b.uid])
    assert reverse("asks:reopen", args=[asked.a.uid]) in client.get(answer.url).content.decode()


def test_a_return_with_a_mistake_keeps_what_was_written(asked):
    client = office_client(asked.cast.aoi)
    given = {"revision": revision_of(asked.a), "until_on": "", "remark-M22-RR-02": "どの拠点ですか"}
    answer = client.post(reverse("asks:return", args=[asked.a.uid]), given)
    assert answer.status_code == 422
    assert "どの拠点ですか" in answer.content.decode()


def test_the_link_outlives_the_day_that_a_return_sets(asked):
    until = (asked.later + timedelta(days=150)).date()
    send_back(asked, until=until)
    asked.a.refresh_from_db()
    found = link_of_subject(asked.a.pk)
    assert found.expires_at == asked.a.returned_until + LINK_LIVES
    assert found.expires_at > asked.a.due_at + LINK_LIVES


def test_a_return_within_the_deadline_shortens_no_link(asked):
    before = link_of_subject(asked.a.pk).expires_at
    send_back(asked, until=(asked.later + timedelta(days=1)).date())
    assert link_of_subject(asked.a.pk).expires_at == before


def test_a_letter_names_the_deadline_that_counts_everywhere_else(asked):
    send_back(asked, until=(asked.later + timedelta(days=1)).date())
    asked.a.refresh_from_db()
    assert asked.a.returned_until < asked.a.due_at
    facts = assignment_facts([asked.a.pk])[asked.a.pk]
    named = merge_values(facts, contact=None, language="ja")["deadline"]
    assert named == due_text(asked.a.due_at, "JP", "ja")


def test_marks_by_hand_change_what_the_board_counts(asked):
    reviews.mark_delivery(asked.cast.aoi, uid=asked.s.uid, is_bounced=True, now=asked.later)
    asked.s.refresh_from_db()
    assert asked.s.is_bounced
    reviews.mark_delivery(asked.cast.aoi, uid=asked.s.uid, is_bounced=False, now=asked.later)
    asked.s.refresh_from_db()
    assert (asked.s.is_bounced, asked.s.state) == (False, "waiting")
    with pytest.raises(Conflict):
        reviews.mark_delivery(asked.cast.aoi, uid=asked.a.uid, is_bounced=True, now=asked.later)


def test_the_outbox_names_the_letter_by_what_it_tells_and_not_by_the_state_of_the_reply():
    kind = kind_of("asks.returned")
    assert kind is not None
    with override("ja"):
        assert str(kind.label) == "差し戻しのお知らせ"
        assert str(MARK_LOOKS["returned"][1]) == "差し戻し中"
