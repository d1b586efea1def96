from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError

from sekisho.apps.mail.actions import cancel_letters, hold_mail, release_mail, retry_letters
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.mail.jobs import HandOver, claims, hand_over_due, hand_over_loop, sending
from sekisho.apps.mail.models import LocalLetter, OutboxLetter
from sekisho.apps.mail.queries import outcomes
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Unavailable
from tests.apps.mail.conftest import NOON
from tests.factories.outbox import (
    PLAIN,
    address_of,
    letter,
    plain_letters,
    queue_plain,
    render_plain,
    states,
)
from tests.factories.smtp_sink import free_port

pytestmark = pytest.mark.django_db


def closed_or_broken(refs):
    """Object 1 is closed, 2 not rendered at all, 3 cannot be rendered now, 4 has no address."""
    wrong = {
        1: Conflict("asks.closed"),
        3: Unavailable("asks.key_missing"),
        4: RenderedLetter("nobody", "", "s", "t"),
    }
    given = {ref.outbox_id: wrong.get(ref.object_id) for ref in refs if ref.object_id != 2}
    return {key: value for key, value in given.items() if value} | {
        ref.outbox_id: render_plain([ref])[ref.outbox_id] for ref in refs if ref.object_id > 4
    }


def questions_to_nowhere(refs):
    """Sound letters, but answers would go to an address of ours that no server takes."""
    return {
        key: replace(text, reply_to='"a,b"@[192.0.2.1]') for key, text in render_plain(refs).items()
    }


def broken_renderer(refs):
    raise RuntimeError("a defect")


def test_letters_leave_through_the_server_and_are_marked(smtp, hands):
    queue_plain(3)
    assert hand_over_due() == 3
    assert states() == dict.fromkeys([1, 2, 3], "handed_over")
    assert [taken.recipients for taken in smtp.taken] == [(address_of(n),) for n in (1, 2, 3)]
    assert smtp.connections == 1
    row = letter(1)
    assert (row.handed_over_at, row.reply, row.attempts) == (NOON, "250 2.0.0", 1)
    assert (row.leased_by, row.leased_until) == ("", None)
    assert smtp.taken[0].message_id == f"<{row.uid}@sekisho.home.test>"


def test_nothing_is_sent_twice(smtp, hands):
    queue_plain(3)
    hand_over_due()
    assert hand_over_due() == 0
    assert set(smtp.copies().values()) == {1}


def test_codes_go_before_waves(smtp, hands):
    queue_plain(3)
    queue_plain(1, first=9, priority=10)
    hand_over_due()
    assert smtp.taken[0].recipients == (address_of(9),)
    assert smtp.taken[0].message["Auto-Submitted"] == "auto-generated"
    assert "Auto-Submitted" not in smtp.taken[1].message


def test_a_letter_put_off_is_tried_by_the_schedule_and_then_given_up(smtp, hands):
    smtp.faults.at_recipient[address_of(1)] = "450 4.2.0 Greylisted"
    queue_plain(1)
    waits = []
    while letter().state == "queued":
        before = hands.now
        assert hand_over_due() == 1
        waits.append((letter().next_at - before) / timedelta(minutes=1))
        hands.now = letter().next_at
    assert waits[:6] == [1, 5, 15, 60, 240, 240]
    assert waits[-1] == 0
    assert timedelta(days=2) <= hands.now - NOON < timedelta(days=2, hours=5)
    assert (letter().state, letter().reason, letter().reply) == (
        "failed",
        "channels.put_off",
        "450 4.2.0",
    )


def test_a_letter_put_off_once_arrives_with_the_same_message_id(smtp, hands):
    smtp.faults.at_content, smtp.faults.content_times = "451 4.3.0 Later", 1
    queue_plain(2)
    hand_over_due()
    assert sorted(states().values()) == ["handed_over", "queued"]
    hands.move(minutes=1)
    hand_over_due()
    assert set(states().values()) == {"handed_over"}
    assert {f"<{row.uid}@sekisho.home.test>" for row in OutboxLetter.objects.all()} == set(
        smtp.copies()
    )


def test_a_refused_recipient_bounces_and_a_refused_content_fails(smtp, hands):
    smtp.faults.at_recipient[address_of(1)] = "550 5.1.1 Unknown"
    smtp.faults.at_recipient[address_of(2)] = "550 5.7.1 Policy"
    queue_plain(3)
    hand_over_due()
    assert states() == {1: "bounced", 2: "failed", 3: "handed_over"}
    assert letter(1).reason == "channels.recipient_refused"
    assert letter(2).reason == "channels.not_allowed"


def test_a_server_that_is_down_costs_no_letter(smtp, hands, settings):
    up, settings.SEKISHO_SMTP_URL = settings.SEKISHO_SMTP_URL, f"smtp://127.0.0.1:{free_port()}"
    queue_plain(250)
    assert hand_over_due() == 250
    assert set(states().values()) == {"queued"}
    assert hand_over_due() == 0, "nobody is asked again within the minute"
    settings.SEKISHO_SMTP_URL = up
    hands.move(minutes=1)
    hand_over_due()
    assert set(states().values()) == {"handed_over"}
    assert len(smtp.copies()) == 250


def test_while_the_server_is_away_no_letter_waits_longer_than_a_quarter_of_an_hour(hands, settings):
    settings.SEKISHO_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    settings.SEKISHO_BASE_URL = "https://sekisho.home.test"
    queue_plain(1)
    for _ in range(8):
        hand_over_due()
        assert letter().next_at - hands.now <= timedelta(minutes=15)
        hands.now = letter().next_at


def test_what_the_server_took_but_did_not_confirm_is_repeated_under_the_same_id(smtp, hands):
    smtp.faults.drops_before_reply = 1
    queue_plain(1)
    hand_over_due()
    assert letter().state == "queued"
    hands.move(minutes=1)
    hand_over_due()
    assert letter().state == "handed_over"
    assert list(smtp.copies().values()) == [2]


def test_the_renderer_says_which_letters_cannot_be_sent(smtp, hands):
    with plain_letters("tests.apps.mail.test_hand_over.closed_or_broken"):
        queue_plain(5)
        hand_over_due()
    assert states() == {1: "failed", 2: "failed", 3: "queued", 4: "bounced", 5: "handed_over"}
    reasons = [letter(number).reason for number in (1, 2, 3, 4)]
    assert reasons == [
        "asks.closed",
        "mail.not_rendered",
        "asks.key_missing",
        "channels.address_wrong",
    ]
    assert len(smtp.taken) == 1


def test_an_address_for_questions_that_will_not_do_is_no_fault_of_the_recipient(smtp, hands):
    with plain_letters("tests.apps.mail.test_hand_over.questions_to_nowhere"):
        queue_plain(2)
        hand_over_due()
    assert states() == {1: "failed", 2: "failed"}
    assert letter().reason == "channels.reply_address_wrong"
    assert smtp.taken == []


@pytest.mark.parametrize("renderer", ["tests.apps.mail.test_hand_over.broken_renderer", "no.such"])
def test_a_broken_renderer_loses_no_letter(smtp, hands, renderer):
    with plain_letters(renderer):
        queue_plain(2)
        hand_over_due()
    assert set(states().values()) == {"queued"}
    assert letter().reason == "mail.render_failed"
    hands.move(minutes=1)
    hand_over_due()
    assert set(states().values()) == {"handed_over"}


def test_without_this_sites_address_no_letter_leaves(smtp, hands, settings):
    settings.SEKISHO_BASE_URL = ""
    queue_plain(1)
    assert hand_over_due() == 0
    assert letter().state == "queued"
    assert not smtp.taken


def test_held_mail_stays_until_it_is_released(smtp, hands):
    queue_plain(2)
    hold_mail(SYSTEM, reason="restored", now=hands.now)
    for _ in range(3):
        assert hand_over_due() == 0
    assert not smtp.taken
    release_mail(SYSTEM, now=hands.now)
    hand_over_due()
    assert len(smtp.taken) == 2


def test_a_hold_counts_from_the_next_letter_on(smtp, hands, monkeypatch):
    queue_plain(5)
    real = sending.save_handed_over

    def hold_after(claimed, **what):
        real(claimed, **what)
        hold_mail(SYSTEM, now=hands.now)

    monkeypatch.setattr(sending, "save_handed_over", hold_after)
    hand_over_due()
    assert len(smtp.taken) == 1
    assert sorted(states().values()) == ["handed_over", *["queued"] * 4]


def test_a_letter_cancelled_in_the_last_moment_is_not_sent(smtp, hands, monkeypatch):
    queue_plain(3)
    real = sending.save_handed_over

    def cancel_after(claimed, **what):
        real(claimed, **what)
        cancel_letters(SYSTEM, letter=PLAIN, object_ids=[3], now=hands.now)

    monkeypatch.setattr(sending, "save_handed_over", cancel_after)
    hand_over_due()
    assert states() == {1: "handed_over", 2: "handed_over", 3: "cancelled"}
    assert len(smtp.taken) == 2


def test_a_leased_letter_is_left_alone_until_the_lease_ends(smtp, hands):
    queue_plain(1)
    assert len(claims.claim_due("elsewhere:1:a", limit=5, now=hands.now)) == 1
    assert hand_over_due() == 0
    hands.now += claims.LEASE + timedelta(seconds=1)
    assert hand_over_due() == 1
    assert len(smtp.taken) == 1


def test_a_worker_that_lost_its_lease_does_not_send(smtp, hands):
    queue_plain(1)
    (mine,) = claims.claim_due("elsewhere:1:a", limit=5, now=hands.now)
    hands.now += claims.LEASE + timedelta(seconds=1)
    claims.claim_due("elsewhere:2:b", limit=5, now=hands.now)
    assert not claims.is_still_mine(mine, "elsewhere:1:a")
    assert claims.is_still_mine(mine, "elsewhere:2:b")


def test_leases_of_dead_processes_of_this_machine_are_given_back(hands):
    queue_plain(2)
    dead = f"{claims._machine()}:{2**22 - 7}:x"  # above any process number here
    claims.claim_due(dead, limit=1, now=hands.now)
    alive = claims.new_lease_name()
    claims.claim_due(alive, limit=1, now=hands.now)
    assert claims.release_dead() == 1
    assert set(OutboxLetter.objects.values_list("leased_by", flat=True)) == {"", alive}


def test_a_database_that_is_away_after_the_250_is_asked_again(smtp, hands, monkeypatch):
    queue_plain(1)
    (mine,) = claims.claim_due("elsewhere:1:a", limit=5, now=hands.now)
    waits: list[float] = []
    monkeypatch.setattr(claims.time, "sleep", waits.append)
    real, tries = claims.connection, []

    class Away:
        """Stands in for a connection that fails twice."""

        in_atomic_block = False
        ops = real.ops

        def close(self):
            tries.append("closed")

        def cursor(self):
            if len(tries) < 2:
                raise OperationalError
            return real.cursor()

    monkeypatch.setattr(claims, "connection", Away())
    claims.save_handed_over(mine, reply="250", now=hands.now)
    assert letter().state == "handed_over"
    assert tries == ["closed", "closed"]
    assert waits == [0.25, 0.5]


def test_without_a_server_letters_land_sealed_in_the_local_mailbox(cast, hands):
    queue_plain(3)
    hand_over_due()
    assert set(states().values()) == {"handed_over"}
    assert LocalLetter.objects.count() == 3
    raw = b"".join(bytes(row.sealed) for row in LocalLetter.objects.all())
    for word in (address_of(1), "ご担当者", "依頼"):
        assert word.encode() not in raw


def test_failed_letters_can_be_tried_anew(smtp, hands):
    smtp.faults.at_content, smtp.faults.content_times = "554 5.6.0 No", 2
    queue_plain(3)
    hand_over_due()
    assert sorted(states().values()) == ["failed", "failed", "handed_over"]
    assert retry_letters(SYSTEM, now=hands.now) == 2
    hand_over_due()
    assert set(states().values()) == {"handed_over"}
    assert set(smtp.copies().values()) == {1}


def test_outcomes_tell_state_and_reason(smtp, hands):
    smtp.faults.at_recipient[address_of(1)] = "550 5.1.1 Unknown"
    queue_plain(2)
    hand_over_due()
    ids = OutboxLetter.objects.values_list("id", flat=True)
    first, second = outcomes([*ids, 999_999])
    assert (first.object_id, first.state, first.reason) == (
        1,
        "bounced",
        "channels.recipient_refused",
    )
    assert (second.letter, second.recipient_id, second.state) == (PLAIN, 2, "handed_over")


def test_a_long_batch_gives_the_rest_back(smtp, hands, monkeypatch):
    queue_plain(3)
    queue_plain(1, first=9, priority=10)
    monkeypatch.setattr(sending, "_BATCH_SECONDS", -1.0)
    worker = HandOver()
    worker.next_batch()
    worker.close()
    assert not OutboxLetter.objects.exclude(leased_by="").exists()


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_until_it_is_told_to_stop(smtp):
    queue_plain(5)
    stop = threading.Event()
    thread = threading.Thread(target=lambda: _loop(stop))
    thread.start()
    assert smtp.wait_for(5, seconds=20)
    stop.set()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert set(states().values()) == {"handed_over"}


def _loop(stop: threading.Event) -> None:
    from django.db import connections

    hand_over_loop(stop)
    connections.close_all()


def test_a_reference_names_what_a_renderer_needs():
    assert LetterRef(1, 2, 3, "ja").recipient_id == 3
