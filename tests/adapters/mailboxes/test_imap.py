"""The connection to a mailbox, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sekisho.adapters.mailboxes import ImapMailbox, parse_mailbox_url
from sekisho.adapters.mailboxes.imap import MOST_BYTES
from sekisho.kernel.errors import Unavailable
from tests.factories.imap_server import MailServer, running_mail_server
from tests.factories.returned_mails import ANSWERED, POSTFIX
from tests.factories.smtp_sink import free_port

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with running_mail_server(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture(autouse=True)
def _trust(server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))


def opened(server: MailServer, scheme: str = "imaps", **parts: str) -> ImapMailbox:
    return ImapMailbox(parse_mailbox_url(server.url(scheme, **parts)), timeout_seconds=5)


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_mail_is_looked_at_and_stays_unseen_until_it_is_marked(server, scheme):
    before, _all = server.seen()
    server.put(POSTFIX)
    with opened(server, scheme) as mailbox:
        uids = mailbox.unseen(since=YESTERDAY)
        assert b"Reporting-MTA" in mailbox.look(uids[-1])
        assert server.seen()[0] == before
        for uid in uids:
            mailbox.mark_seen(uid)
        assert mailbox.unseen(since=YESTERDAY) == ()
    assert server.seen()[0] == before + 1


def test_nothing_is_deleted(server):
    server.put(ANSWERED)
    _seen, count = server.seen()
    with opened(server) as mailbox:
        for uid in mailbox.unseen(since=YESTERDAY):
            mailbox.mark_seen(uid)
    assert server.seen() == (count, count)


def test_of_a_huge_mail_only_the_beginning_is_fetched(server):
    server.put(POSTFIX + b"x" * 1000 + (b"y" * 900 + b"\n") * 600)
    with opened(server) as mailbox:
        (uid,) = mailbox.unseen(since=YESTERDAY)
        assert len(mailbox.look(uid)) == MOST_BYTES
        mailbox.mark_seen(uid)


def test_a_mail_that_is_gone_is_empty(server):
    with opened(server) as mailbox:
        assert mailbox.look(99_999) == b""


def test_old_mails_are_left_alone(server):
    server.put(ANSWERED)
    with opened(server) as mailbox:
        assert mailbox.unseen(since=YESTERDAY + timedelta(days=30)) == ()
        for uid in mailbox.unseen(since=YESTERDAY):
            mailbox.mark_seen(uid)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"password": "wrong"}, "mailboxes.sign_in_refused"),
        ({"user": "nobody@home.test"}, "mailboxes.sign_in_refused"),
        ({"folder": "Nowhere"}, "mailboxes.no_folder"),
    ],
)
def test_a_wrong_setting_is_told_by_its_code(server, parts, code):
    with pytest.raises(Unavailable) as caught, opened(server, **parts):
        pass
    assert caught.value.code == code


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(server, monkeypatch, scheme):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unavailable) as caught, opened(server, scheme):
        pass
    assert caught.value.code == "mailboxes.not_protected"


def test_a_server_that_is_away_is_told():
    url = f"imaps://a:b@127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable) as caught, ImapMailbox(parse_mailbox_url(url)):
        pass
    assert caught.value.code == "mailboxes.unreachable"
