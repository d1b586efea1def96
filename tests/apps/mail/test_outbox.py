from __future__ import annotations

import pytest

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail import events
from sekisho.apps.mail.actions import (
    NewLetter,
    cancel_letters,
    hold_mail,
    mark_bounced,
    queue_letters,
    release_mail,
    retry_letter,
    retry_letters,
)
from sekisho.apps.mail.jobs import hand_over_due, tell_settled
from sekisho.apps.mail.models import MailHold, OutboxLetter
from sekisho.apps.mail.queries import (
    counts_for,
    is_held,
    is_local_mailbox,
    letters_of,
    local_letters_for,
    mail_state,
    outbox_for,
    waiting_for,
)
from sekisho.apps.work import events as work_events
from sekisho.apps.work.jobs import deliver_events
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.apps.mail.conftest import NOON
from tests.factories.outbox import PLAIN, address_of, letter, new_letters, queue_plain, states

pytestmark = pytest.mark.django_db
told: list[str] = []


def hear(outbox_ids):
    """Handler of the tests for the news of settled letters."""
    told.append(outbox_ids)


@pytest.fixture
def news(monkeypatch):
    """What was told, while this file's handler is subscribed."""
    monkeypatch.setattr(work_events, "_handlers", {})
    work_events.subscribe(events.SETTLED, "tests.apps.mail.test_outbox.hear")
    told.clear()
    return told


def test_queueing_twice_has_one_effect(hands):
    assert queue_plain(3) == 3
    assert queue_plain(5) == 2
    assert OutboxLetter.objects.count() == 5


def test_a_key_twice_in_one_call_makes_one_letter(hands):
    letters = [*new_letters(2), *new_letters(2)]
    assert queue_letters(SYSTEM, letters=letters, now=hands.now) == 2


def test_ten_thousand_letters_are_queued_in_bounded_statements(
    hands, django_assert_max_num_queries
):
    with django_assert_max_num_queries(400):
        assert queue_plain(10_000) == 10_000


def test_a_key_that_is_too_long_is_refused(hands):
    long = NewLetter(PLAIN, 1, 1, "ja", "k" * 121)
    with pytest.raises(Invalid):
        queue_letters(SYSTEM, letters=[long], now=hands.now)


def test_the_outbox_holds_no_text_and_no_address(hands):
    queue_plain(1)
    values = " ".join(str(value) for value in OutboxLetter.objects.values().get().values())
    assert address_of(1) not in values
    assert "依頼" not in values


def test_only_waiting_letters_are_cancelled(smtp, hands):
    queue_plain(1)
    hand_over_due()
    queue_plain(2, first=2)
    assert cancel_letters(SYSTEM, letter=PLAIN, object_ids=[1, 2], now=hands.now) == 1
    assert states() == {1: "handed_over", 2: "cancelled", 3: "queued"}
    assert cancel_letters(SYSTEM, letter="other", object_ids=[3], now=hands.now) == 0


def test_news_of_settled_letters_comes_once_all_went_well(smtp, hands, news):
    smtp.faults.at_recipient[address_of(1)] = "550 5.1.1 Unknown"
    smtp.faults.at_recipient[address_of(2)] = "450 4.2.0 Later"
    queue_plain(3)
    hand_over_due()
    deliver_events()
    ids = [str(letter(number).pk) for number in (1, 3)]
    assert news == [",".join(ids)]
    assert tell_settled() == 0
    hand_over_due()
    deliver_events()
    assert len(news) == 1


def test_a_letter_that_is_sent_again_is_told_again(smtp, hands, news):
    smtp.faults.at_content, smtp.faults.content_times = "554 5.6.0 No", 1
    queue_plain(1)
    hand_over_due()
    retry_letters(SYSTEM, now=hands.now)
    hand_over_due()
    deliver_events()
    assert news == [str(letter().pk)] * 2


def test_a_letter_that_came_back_is_told_again(smtp, hands, news):
    queue_plain(2)
    hand_over_due()
    assert mark_bounced(SYSTEM, letter=PLAIN, object_id=1, reason="bounce.hard", now=hands.now) == 1
    assert mark_bounced(SYSTEM, letter=PLAIN, object_id=9, reason="bounce.hard", now=hands.now) == 0
    tell_settled()
    deliver_events()
    assert news[-1] == str(letter(1).pk)
    assert (letter(1).state, letter(1).reason) == ("bounced", "bounce.hard")


def test_news_of_many_letters_comes_in_parts_of_five_hundred(cast, hands, news):
    queue_plain(1100)
    hand_over_due()
    deliver_events()
    assert [len(ids.split(",")) for ids in news] == [500, 500, 100]


def test_letters_of_an_object_are_found_with_their_state(smtp, hands):
    queue_plain(2)
    hand_over_due()
    found = letters_of([PLAIN], [1, 2, 3])
    assert sorted(found) == [1, 2]
    (one,) = found[1]
    assert (one.state, one.recipient_id, one.handed_over_at) == ("handed_over", 1, hands.now)
    assert letters_of(["other"], [1]) == {}


def test_holding_twice_is_one_hold_and_both_are_recorded(hands):
    hold_mail(SYSTEM, now=hands.now)
    hold_mail(SYSTEM, reason="restored", now=hands.now)
    assert MailHold.objects.count() == 1
    assert (is_held(), mail_state().hold_reason) == (True, "restored")
    release_mail(SYSTEM, now=hands.now)
    release_mail(SYSTEM, now=hands.now)
    assert not is_held()
    verbs = list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["mail.held", "mail.held", "mail.released"]


def test_the_time_of_a_hold_does_not_count_towards_giving_up(smtp, hands):
    smtp.faults.at_content = "451 4.3.0 Later"
    queue_plain(1)
    hand_over_due()
    hold_mail(SYSTEM, now=hands.now)
    hands.move(days=7)
    release_mail(SYSTEM, now=hands.now)
    hand_over_due()
    assert letter().state == "queued"


def test_a_letter_sent_again_has_two_days_anew(smtp, hands):
    smtp.faults.at_content = "451 4.3.0 Later"
    queue_plain(1)
    hand_over_due()
    hands.move(days=2, minutes=1)
    hand_over_due()
    assert letter().state == "failed"
    retry_letters(SYSTEM, now=hands.now)
    hand_over_due()
    assert (letter().state, letter().tried_since) == ("queued", hands.now)


def test_only_what_failed_is_sent_again_one_by_one(smtp, hands):
    queue_plain(1)
    hand_over_due()
    with pytest.raises(Conflict):
        retry_letter(SYSTEM, uid=letter().uid, now=hands.now)
    OutboxLetter.objects.update(state="bounced")
    retry_letter(SYSTEM, uid=letter().uid, now=hands.now)
    assert letter().state == "queued"


def test_the_bulk_leaves_bounced_letters_alone(hands):
    queue_plain(2)
    OutboxLetter.objects.filter(object_id=1).update(state="bounced")
    OutboxLetter.objects.filter(object_id=2).update(state="failed")
    assert retry_letters(SYSTEM, now=hands.now) == 1
    assert states() == {1: "bounced", 2: "queued"}


def test_what_waits_is_listed_by_kind_with_the_oldest(hands):
    queue_plain(2)
    hands.move(days=1)
    queue_plain(3)
    (row,) = waiting_for(SYSTEM)
    assert (row.label, row.count, row.oldest_at) == ("Plain", 3, NOON)


@pytest.mark.parametrize("who", ["ben", "emi"])
def test_only_administrators_of_home_look_after_letters(cast, hands, who):
    actor = getattr(cast, who)
    calls = [
        lambda: counts_for(actor),
        lambda: outbox_for(actor),
        lambda: local_letters_for(actor),
        lambda: waiting_for(actor),
        lambda: hold_mail(actor, now=hands.now),
        lambda: release_mail(actor, now=hands.now),
        lambda: retry_letters(actor, now=hands.now),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()


def test_the_local_mailbox_ends_when_a_server_is_set(cast, hands, settings):
    assert is_local_mailbox()
    queue_plain(3)
    hand_over_due()
    page = local_letters_for(cast.aoi, words=address_of(2).upper())
    assert [found.to_address for found in page] == [address_of(2)]
    assert local_letters_for(cast.aoi).total == 3
    settings.SEKISHO_SMTP_URL = "smtp://127.0.0.1"
    assert not is_local_mailbox()
    with pytest.raises(NotFound):
        local_letters_for(cast.aoi)


def test_every_registered_renderer_can_be_called():
    from django.utils.module_loading import import_string

    assert all(callable(import_string(name)) for name in events.all_renderers())


def test_the_clock_of_the_house_is_used_for_queueing():
    assert clock.now().tzinfo is not None
