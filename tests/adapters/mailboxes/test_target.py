from __future__ import annotations

import pytest

from sekisho.adapters.mailboxes import MailboxTarget, parse_mailbox_url
from sekisho.adapters.mailboxes.target import Protection
from sekisho.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("text", "port", "protection", "folder"),
    [
        ("imaps://u:p@mail.home.test", 993, Protection.TLS, "INBOX"),
        ("imaps://u:p@mail.home.test/", 993, Protection.TLS, "INBOX"),
        ("imaps://u:p@mail.home.test:1993/Bounces", 1993, Protection.TLS, "Bounces"),
        ("imap+starttls://u:p@mail.home.test/a%20b/c", 143, Protection.STARTTLS, "a b/c"),
        ("imap://u:p@localhost", 143, Protection.NONE, "INBOX"),
    ],
)
def test_an_address_of_a_mailbox_is_read(text, port, protection, folder):
    found = parse_mailbox_url(text)
    assert (found.port, found.protection, found.folder) == (port, protection, folder)


def test_user_and_password_are_decoded_and_never_shown():
    found = parse_mailbox_url("imaps://bounces%40home.test:open%2Fsesame@mail.home.test")
    assert (found.user, found.password) == ("bounces@home.test", "open/sesame")
    assert "sesame" not in repr(found)
    assert isinstance(found, MailboxTarget)


@pytest.mark.parametrize(
    "text",
    [
        "imap://u:p@mail.home.test",  # a password in the clear over a network
        "pop3://u:p@mail.home.test",
        "imaps://mail.home.test",
        "imaps://u@mail.home.test",
        "imaps://u:p@",
        "imaps://u:p@mail.home.test?x=1",
        "imaps://u:p@mail.home.test:99999",
        "imaps://u:p%0D%0AA@mail.home.test",
        "imaps://u%22:p@mail.home.test",
        "imaps://u:p@mail.home.test/受信",
        "",
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(text):
    with pytest.raises(Invalid) as caught:
        parse_mailbox_url(text)
    assert caught.value.params == {}
