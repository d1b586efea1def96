"""Sending: frozen once, fanned out to the same end however often it is interrupted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from sekisho.apps.accounts.actions.links import token_of
from sekisho.apps.accounts.models import Link, LinkGeneration
from sekisho.apps.accounts.queries import actor_of_link, link_by_token
from sekisho.apps.asks.actions.fanout import prepare_batch, settle_letters, wave_work
from sekisho.apps.asks.actions.resending import resend_letter
from sekisho.apps.asks.actions.waves import (
    close_ask,
    send_reminder,
    send_wave,
)
from sekisho.apps.asks.jobs.letters import render_reminders, render_requests
from sekisho.apps.asks.jobs.send import end_closed, note_settled
from sekisho.apps.asks.models import Ask, Assignment, QuestionSetVersion, Wave
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.reminders import ReminderChoice
from sekisho.apps.asks.queries.respondent_standing import LINK_LIVES
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.mail.queries import Outcome
from sekisho.apps.partners.actions import (
    clear_bounce,
    mark_contacts_bounced,
    remove_contact,
    restore_contact,
)
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.work.models import Delivery, Run
from sekisho.kernel.actor import NOBODY, SYSTEM
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem
from sekisho.kernel.text import Bilingual
from sekisho.ui.problems import sentence_of
from tests.factories.asking import (
    Wish,
    draft_ask,
    freeze_ask,
    prepare,
    sent_ask,
    settle_all,
    with_words,
)


def counts() -> tuple[int, ...]:
    tables = (Assignment, Link, LinkGeneration, OutboxLetter)
    return tuple(table.objects.count() for table in tables)


def refs(letter: str = "asks.request") -> list[LetterRef]:
    rows = OutboxLetter.objects.filter(letter=letter).order_by("id")
    return [LetterRef(row.pk, row.object_id, row.recipient_id, row.language) for row in rows]


def test_sending_freezes_everything_with_one_audit_entry(cast):
    ask = draft_ask(cast)
    before = AuditEntry.objects.count()
    wave = freeze_ask(cast, ask)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("seq").count == 2 == wave.count
    assert QuestionSetVersion.objects.get(pk=ask.question_set_id).is_frozen
    assert ask_for(cast.aoi, ask.uid).state == "preparing"
    assert Delivery.objects.filter(handler__endswith="send.start_wave").count() == 1
    assert counts() == (0, 0, 0, 0)


def test_a_prepared_wave_has_assignments_links_and_letters(cast):
    ask = sent_ask(cast)
    assert counts() == (2, 2, 2, 2)
    assert ask.state == "open"
    assert set(Assignment.objects.values_list("state", flat=True)) == {"not_delivered"}
    assert Run.objects.get().state == "done"
    assert Wave.objects.get().is_ready


def test_sending_twice_sends_once(cast):
    ask = draft_ask(cast)
    freeze_ask(cast, ask)
    with pytest.raises(Conflict):
        freeze_ask(cast, ask)
    assert Wave.objects.count() == 1


def test_a_draft_that_was_changed_meanwhile_is_not_sent(cast):
    ask = draft_ask(cast)
    with pytest.raises(Conflict):
        send_wave(cast.aoi, uid=ask.uid, revision=ask.revision - 1, now=cast.now)


def test_a_preparation_killed_anywhere_ends_the_same_when_resumed(cast, monkeypatch):
    monkeypatch.setattr("sekisho.apps.asks.actions.fanout.BATCH", 1)
    wave = freeze_ask(cast, draft_ask(cast))
    work = wave_work(wave.wave_id)
    for broken in ("issue_links", "queue_letters"):

        def fail(*args, **kwargs):
            raise RuntimeError("killed")

        with monkeypatch.context() as patch:
            patch.setattr(f"sekisho.apps.asks.actions.fanout.{broken}", fail)
            with pytest.raises(RuntimeError):
                prepare_batch(work, start=0, now=cast.now)
    prepare(wave)
    once = counts()
    prepare(wave)
    assert counts() == once == (2, 2, 2, 2)


def test_whoever_has_no_address_is_asked_without_a_letter(cast):
    sent_ask(cast, Wish(listed=("A-001", "S-001")))
    silent = Assignment.objects.get(subject_id=cast.s.id)
    assert (silent.contact_id, silent.state) == (None, "not_delivered")
    assert OutboxLetter.objects.filter(object_id=silent.pk).count() == 0


def test_a_deadline_ends_with_the_day_where_the_recipient_is(cast):
    sent_ask(cast)
    due = {row.subject_id: row.due_at for row in Assignment.objects.all()}
    assert due[cast.a.id].isoformat() == "2026-11-24T14:59:59+00:00"  # 23 Nov is a holiday
    assert due[cast.b.id].isoformat() == "2026-11-21T04:59:59+00:00"  # still Sunday in New York


def test_letters_reach_each_in_the_right_language_with_a_link_and_no_token_of_others(cast):
    sent_ask(cast)
    letters = render_requests(refs())
    assert all(isinstance(letter, RenderedLetter) for letter in letters.values())
    by_address = {letter.to_address: letter for letter in letters.values()}
    chika, dan = by_address["chika@a.example"], by_address["dan@b.example"]
    assert "ちか 様" in chika.text
    assert "2026年11月24日（火）" in chika.text
    assert "御中" not in chika.text
    assert "Dear Dan," in dan.text
    assert "20 Nov 2026" in dan.subject
    links = {text.split("/r/")[1].split()[0] for text in (chika.text, dan.text)}
    assert len(links) == 2


def test_rendering_a_batch_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    sent_ask(cast, Wish(listed=("A-001", "B-001")))
    with django_assert_max_num_queries(14):
        render_requests(refs())


def test_a_letter_that_left_makes_its_assignment_wait_and_one_that_came_back_is_marked(cast):
    sent_ask(cast)
    settle_all(cast.now)
    assert set(Assignment.objects.values_list("state", flat=True)) == {"waiting"}
    first = refs()[0]
    back = Outcome(first.outbox_id, "asks.request", first.object_id, 1, "bounced", "smtp.550")
    assert settle_letters(SYSTEM, outcomes=[back], now=cast.now) == 1
    assert settle_letters(SYSTEM, outcomes=[back], now=cast.now) == 0
    assert Assignment.objects.get(is_bounced=True).pk == first.object_id


@pytest.mark.parametrize(
    ("state", "reason", "is_marked"),
    [
        ("bounced", "channels.recipient_refused", True),
        ("bounced", "channels.address_wrong", True),
        ("failed", "asks.no_address", True),
        ("failed", "channels.content_refused", False),
        ("failed", "channels.sender_refused", False),
        ("failed", "channels.not_allowed", False),
        ("failed", "channels.unreachable", False),
        ("failed", "mail.not_rendered", False),
        ("failed", "letters.too_long", False),
        ("failed", "asks.already_answered", False),
        ("cancelled", "", False),
    ],
)
def test_only_what_concerns_the_address_marks_an_assignment(cast, state, reason, is_marked):
    sent_ask(cast)
    first = refs()[0]
    outcome = Outcome(first.outbox_id, "asks.request", first.object_id, 1, state, reason)
    assert settle_letters(SYSTEM, outcomes=[outcome], now=cast.now) == int(is_marked)
    row = Assignment.objects.get(pk=first.object_id)
    assert (row.is_bounced, row.state) == (is_marked, "not_delivered")


def remind(cast, ask, number=2, hours=0, **more):
    choice = ReminderChoice(number, **more)
    now = cast.now + timedelta(hours=hours)
    wave = send_reminder(cast.aoi, uid=ask.uid, choice=choice, now=now)
    prepare(wave)
    return wave


def test_a_reminder_goes_to_the_silent_with_a_new_link_that_the_old_one_survives(cast):
    ask = sent_ask(cast)
    settle_all(cast.now)
    old = {letter.text.split("/r/")[1].split()[0] for letter in render_requests(refs()).values()}
    Assignment.objects.filter(subject_id=cast.b.id).update(state="submitted")
    wave = remind(cast, ask)
    assert wave.count == 1
    (letter,) = render_reminders(refs("asks.reminder")).values()
    assert letter.to_address == "chika@a.example"
    assert letter.text.split("/r/")[1].split()[0] not in old
    generations = LinkGeneration.objects.filter(link__holder_id=cast.chika.id)
    assert sorted(row.expires_at is None for row in generations) == [False, True]
    assert Assignment.objects.get(subject_id=cast.a.id).reminders == 1


def reminded_at(cast, ask, moment):
    wave = send_reminder(cast.aoi, uid=ask.uid, choice=ReminderChoice(2), now=moment)
    prepare_batch(wave_work(wave.wave_id), start=0, now=moment)
    return dict(Link.objects.values_list("subject_id", "expires_at"))


def test_a_reminder_never_carries_a_link_that_is_over(cast):
    ask = sent_ask(cast)
    late = Assignment.objects.get(subject_id=cast.a.id).due_at + LINK_LIVES + timedelta(days=1)
    assert set(reminded_at(cast, ask, late).values()) == {late + LINK_LIVES}


def test_an_early_reminder_moves_no_expiry(cast):
    ask = sent_ask(cast)
    dues = {row.pk: row.due_at for row in Assignment.objects.all()}
    for row in Assignment.objects.all():
        Link.objects.filter(subject_id=row.pk).update(expires_at=row.due_at + LINK_LIVES)
    ends = reminded_at(cast, ask, cast.now)
    assert ends == {own: due + LINK_LIVES for own, due in dues.items()}


def test_a_letter_sent_again_late_carries_a_link_that_opens(cast):
    ask = sent_ask(cast)
    row = Assignment.objects.get(subject_id=cast.a.id)
    late = row.due_at + LINK_LIVES + timedelta(days=1)
    resend_letter(cast.aoi, uid=ask.uid, assignment_uid=row.uid, now=late)
    assert Link.objects.get(subject_id=row.pk).expires_at == late + LINK_LIVES


def test_a_letter_to_an_address_that_came_back_is_refused_until_it_is_confirmed(cast):
    ask = sent_ask(cast)
    row = Assignment.objects.get(subject_id=cast.a.id)
    mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=cast.now)
    with pytest.raises(Invalid) as caught:
        resend_letter(cast.aoi, uid=ask.uid, assignment_uid=row.uid, now=cast.now)
    with override("ja"):
        assert "「アドレスは正しい」" in sentence_of(caught.value)
    clear_bounce(cast.aoi, uid=cast.chika.uid, now=cast.now)
    resend_letter(cast.aoi, uid=ask.uid, assignment_uid=row.uid, now=cast.now)
    assert len(refs()) == 3


def brought_back(cast):
    """Chika was removed, which closed her link, and brought back; her link of before."""
    ask = sent_ask(cast)
    settle_all(cast.now)
    row = Assignment.objects.get(subject_id=cast.a.id)
    before = token_of(holder_id=cast.chika.id, subject_id=row.pk)
    remove_contact(cast.aoi, uid=cast.chika.uid, now=cast.now)
    restore_contact(cast.aoi, uid=cast.chika.uid, now=cast.now)
    return ask, row, before


def assert_only_the_newest_opens(cast, row, before):
    fresh = link_by_token(token_of(holder_id=cast.chika.id, subject_id=row.pk), now=cast.now)
    assert fresh is not None
    assert link_by_token(before, now=cast.now) is None


def test_a_letter_sent_again_to_who_was_brought_back_carries_another_link(cast):
    ask, row, before = brought_back(cast)
    known = Link.objects.get(subject_id=row.pk).uid
    resend_letter(cast.aoi, uid=ask.uid, assignment_uid=row.uid, now=cast.now)
    assert_only_the_newest_opens(cast, row, before)
    assert actor_of_link(known, is_confirmed=True, now=cast.now) == NOBODY
    newest = max(refs(), key=lambda ref: ref.outbox_id)
    assert isinstance(render_requests([newest])[newest.outbox_id], RenderedLetter)


def test_a_reminder_to_who_was_brought_back_carries_another_link(cast):
    ask, row, before = brought_back(cast)
    reminded_at(cast, ask, cast.now)
    assert_only_the_newest_opens(cast, row, before)


def test_a_reminder_opens_no_link_of_who_was_removed(cast):
    ask, row, _before = brought_back(cast)
    remove_contact(cast.aoi, uid=cast.chika.uid, now=cast.now)
    reminded_at(cast, ask, cast.now)
    assert Link.objects.get(subject_id=row.pk).revoked_at is not None


def test_a_reminder_that_is_overtaken_by_the_closing_opens_no_link(cast):
    ask, _row, _before = brought_back(cast)
    wave = send_reminder(cast.aoi, uid=ask.uid, choice=ReminderChoice(2), now=cast.now)
    close_ask(cast.aoi, uid=ask.uid, now=cast.now)
    end_closed(ask_id=ask.id)
    prepare(wave)
    assert not Link.objects.filter(revoked_at=None).exists()


def test_a_reminder_prepared_twice_renews_once(cast):
    ask = sent_ask(cast)
    wave = remind(cast, ask)
    prepare(wave)
    Wave.objects.filter(pk=wave.wave_id).update(is_ready=False)
    prepare(wave)
    assert set(Link.objects.values_list("generation", flat=True)) == {2}
    assert OutboxLetter.objects.filter(letter="asks.reminder").count() == 2


def test_nobody_is_reminded_twice_a_day_unless_confirmed(cast):
    ask = sent_ask(cast)
    remind(cast, ask)
    with pytest.raises(Invalid):
        remind(cast, ask, number=3, hours=23)
    assert remind(cast, ask, number=3, hours=23, includes_recent=True).count == 2
    assert remind(cast, ask, number=4, hours=48).count == 2


def test_a_double_click_on_the_reminder_sends_one(cast):
    ask = sent_ask(cast)
    remind(cast, ask)
    with pytest.raises(Conflict):
        remind(cast, ask, number=2, includes_recent=True)


def test_who_answered_before_the_reminder_left_gets_none(cast):
    ask = sent_ask(cast)
    remind(cast, ask)
    Assignment.objects.filter(subject_id=cast.a.id).update(state="submitted")
    found = render_reminders(refs("asks.reminder"))
    assert sorted(isinstance(one, Problem) for one in found.values()) == [False, True]


def test_closing_ends_links_and_waiting_letters(cast):
    ask = sent_ask(cast)
    close_ask(cast.aoi, uid=ask.uid, now=cast.now)
    end_closed(ask_id=Ask.objects.get().pk)
    assert not Link.objects.filter(revoked_at=None).exists()
    assert set(OutboxLetter.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(Conflict):
        close_ask(cast.aoi, uid=ask.uid, now=cast.now)


def test_a_pre_flight_that_is_not_clear_sends_nothing(cast):
    words = with_words(reason=Bilingual("", ""))
    ask = draft_ask(cast, Wish(words=words))
    with pytest.raises(Invalid) as caught:
        freeze_ask(cast, ask)
    assert caught.value.params["snag"] == "asks.no_reason"
    assert Wave.objects.count() == 0


def test_only_who_may_run_asks_of_that_company_can_send(cast):
    ask = draft_ask(cast)
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            send_wave(actor, uid=ask.uid, revision=ask.revision, now=cast.now)


@pytest.mark.parametrize(
    ("state", "reason", "is_marked"),
    [("bounced", "mail.unknown_address", True), ("failed", "mail.no_answer", False)],
)
def test_a_letter_that_came_back_marks_the_address_and_a_failed_one_does_not(
    cast, state, reason, is_marked
):
    sent_ask(cast)
    row = OutboxLetter.objects.filter(letter="asks.request", recipient_id=cast.chika.id).get()
    OutboxLetter.objects.filter(pk=row.pk).update(state=state, reason=reason)
    note_settled(str(row.pk))
    (contact,) = contacts_by_ids([cast.chika.id]).values()
    assert (contact.bounced_at is not None) == is_marked
    assert contacts_by_ids([cast.dan.id])[cast.dan.id].is_usable


def test_a_trial_letter_that_came_back_marks_no_contact(cast):
    sent_ask(cast)
    row = OutboxLetter.objects.filter(letter="asks.request", recipient_id=cast.chika.id).get()
    OutboxLetter.objects.filter(pk=row.pk).update(letter="asks.test", state="bounced")
    note_settled(str(row.pk))
    assert contacts_by_ids([cast.chika.id])[cast.chika.id].is_usable
