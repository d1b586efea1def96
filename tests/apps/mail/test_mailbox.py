"""Reading the mailbox: each mail once, whatever breaks in between; with a real IMAP server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sekisho.adapters.mailboxes import ImapMailbox
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.actions import hold_mail
from sekisho.apps.mail.jobs import hand_over_due, mailbox
from sekisho.apps.mail.models import MailboxReading, Returned
from sekisho.apps.mail.queries import reading_for
from sekisho.apps.work.models import Schedule
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Unavailable
from tests.factories import returned_mails as mails
from tests.factories.imap_server import MailServer, running_mail_server
from tests.factories.outbox import address_of, letter, queue_plain, states
from tests.factories.smtp_sink import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_mail_server(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def box(server: MailServer, smtp, hands, settings, monkeypatch) -> MailServer:
    """Two letters have left, and the mailbox is set."""
    hands.now = datetime.now(UTC)  # the mail server has its own clock
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings.SEKISHO_MAILBOX_URL = server.url()
    queue_plain(2)
    hand_over_due()
    return server


def about(number: int, mail: bytes) -> bytes:
    """The sample about a letter of this test."""
    named = mail.replace(str(mails.OURS).encode(), str(letter(number).uid).encode())
    return named.replace(mails.TO.encode(), address_of(number).encode()).replace(
        b"Message-ID: <20261122", f"Message-ID: <{letter(number).uid.hex}".encode()
    )


def notes() -> list[tuple[int, str]]:
    return list(Returned.objects.order_by("id").values_list("recipient_id", "kind"))


def test_what_came_back_is_noted_and_then_marked_as_seen(box):
    _seen, count = box.seen()
    box.put(about(1, mails.POSTFIX), about(2, mails.JAPANESE_AWAY), b"\xff\xfe not a mail")
    mailbox.read_mailbox()
    assert notes() == [(1, "hard"), (2, "absence")]
    assert states() == {1: "bounced", 2: "handed_over"}
    assert box.seen() == (count + 3, count + 3)
    assert reading_for(SYSTEM).read_at == clock.now()


@pytest.mark.parametrize("breaks_at", ["look", "note_return", "mark_seen"])
def test_broken_off_anywhere_each_mail_counts_once(box, monkeypatch, breaks_at):
    box.put(about(1, mails.POSTFIX), about(2, mails.ANSWERED))
    place = mailbox if breaks_at == "note_return" else ImapMailbox
    with monkeypatch.context() as broken:
        broken.setattr(place, breaks_at, _break)
        with pytest.raises(KeyboardInterrupt):
            mailbox.read_mailbox()
    for _again in range(2):
        mailbox.read_mailbox()
    assert notes() == [(1, "hard"), (2, "reply")]
    assert AuditEntry.objects.filter(verb="mail.return_noted").count() == 2
    seen, count = box.seen()
    assert seen == count


def _break(*_arguments, **_named):
    raise KeyboardInterrupt


def test_a_note_that_is_rolled_back_leaves_the_mail_unseen(box, monkeypatch):
    box.put(about(1, mails.POSTFIX))
    with monkeypatch.context() as broken:
        broken.setattr("sekisho.apps.mail.actions.returns.record_entry", _break)
        with pytest.raises(KeyboardInterrupt):
            mailbox.read_mailbox()
    assert (notes(), states()[1]) == ([], "handed_over")
    seen, count = box.seen()
    assert count - seen == 1
    mailbox.read_mailbox()
    assert states()[1] == "bounced"


def test_a_mail_that_breaks_the_parser_does_not_keep_the_others(box, monkeypatch):
    real = mailbox.read_report

    def fragile(raw, *, today):
        if b"unreadable" in raw:
            raise RecursionError
        return real(raw, today=today)

    monkeypatch.setattr(mailbox, "read_report", fragile)
    box.put(b"Subject: unreadable\n\nx\n", about(1, mails.POSTFIX))
    mailbox.read_mailbox()
    assert states()[1] == "bounced"


def test_a_deeply_nested_mail_stops_nothing(box):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    box.put(nested, about(1, mails.POSTFIX))
    mailbox.read_mailbox()
    assert states()[1] == "bounced"


def test_why_the_mailbox_could_not_be_read_is_kept_until_it_can(box, settings, hands):
    settings.SEKISHO_MAILBOX_URL = f"imaps://a:b@127.0.0.1:{free_port()}"
    mailbox.read_mailbox()
    began = hands.now
    hands.move(minutes=5)
    mailbox.read_mailbox()
    found = reading_for(SYSTEM)
    assert (found.problem, found.failing_since) == ("mailboxes.unreachable", began)
    settings.SEKISHO_MAILBOX_URL = box.url()
    mailbox.read_mailbox()
    assert (reading_for(SYSTEM).problem, reading_for(SYSTEM).failing_since) == ("", None)


def test_reading_does_not_pile_up(hands, settings, monkeypatch):
    started = []
    monkeypatch.setattr("sekisho.apps.mail.actions.readings.start_job", started.append)
    mailbox.look()
    assert started == [], "no mailbox is set"
    settings.SEKISHO_MAILBOX_URL = "imaps://a:b@mail.home.test"
    for _minutes in range(5):
        mailbox.look()
        hands.move(minutes=5)
    assert started == [mailbox.READ]
    hands.move(minutes=45)
    mailbox.look()
    assert len(started) == 2, "a job that was lost is queued again"


def test_while_mail_is_held_nothing_is_taken_from_the_mailbox(hands, settings, monkeypatch):
    settings.SEKISHO_MAILBOX_URL = "imaps://a:b@mail.home.test"
    hold_mail(SYSTEM, reason="restored", now=hands.now)
    mailbox.look()
    assert not MailboxReading.objects.exists()
    monkeypatch.setattr(mailbox, "configured_mailbox", _break)
    mailbox.read_mailbox()


def test_a_slow_run_leaves_the_rest_for_the_next_one(box, monkeypatch):
    box.put(about(1, mails.POSTFIX), about(2, mails.ANSWERED))
    monkeypatch.setattr(mailbox, "_LONGEST_SECONDS", -1.0)
    mailbox.read_mailbox()
    assert notes() == []
    monkeypatch.setattr(mailbox, "_LONGEST_SECONDS", 60.0)
    mailbox.read_mailbox()
    assert len(notes()) == 2


def test_the_plan_runs_it_at_the_interval_of_the_settings(db):
    from sekisho.apps.work.events import planned
    from sekisho.apps.work.jobs import plan_schedules

    assert ("mail.mailbox", "sekisho.apps.mail.jobs.mailbox.look", 300) in planned()
    plan_schedules()
    assert Schedule.objects.get(name="mail.mailbox").every_seconds == 300


def test_a_server_that_goes_away_in_between_is_told(box, monkeypatch):
    def lose(*_arguments):
        raise Unavailable("mailboxes.connection_lost")

    box.put(about(1, mails.POSTFIX))
    monkeypatch.setattr(ImapMailbox, "mark_seen", lose)
    mailbox.read_mailbox()
    assert (reading_for(SYSTEM).problem, states()[1]) == ("mailboxes.connection_lost", "bounced")
