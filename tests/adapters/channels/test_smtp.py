from __future__ import annotations

import smtplib

import pytest

from sekisho.adapters.channels import (
    Delivered,
    Outgoing,
    Refused,
    Retry,
    SmtpChannel,
    parse_smtp_url,
)
from sekisho.adapters.channels.smtp import _connect_fault, _fault, _recipient_fault
from tests.factories.smtp_sink import (
    Sink,
    free_port,
    only_with_password,
    running_sink,
    sink,  # noqa: F401 - a fixture
)

MESSAGE = b"Subject: Test\r\n\r\n.a line that begins with a dot\r\n"


def channel_to(url: str, seconds: float = 5.0) -> SmtpChannel:
    return SmtpChannel(parse_smtp_url(url), greeting_name="home.test", timeout_seconds=seconds)


def outgoing(recipient: str = "chika@a.test") -> Outgoing:
    return Outgoing("sekisho@home.test", recipient, MESSAGE)


def test_a_message_is_delivered_and_arrives_as_it_was(sink: Sink):  # noqa: F811
    with channel_to(sink.url) as channel:
        assert channel.send(outgoing()) == Delivered("250 2.0.0")
    (taken,) = sink.taken
    assert (taken.sender, taken.recipients) == ("sekisho@home.test", ("chika@a.test",))
    assert taken.content == MESSAGE


def test_many_messages_share_one_connection(sink: Sink):  # noqa: F811
    with channel_to(sink.url) as channel:
        for number in range(20):
            assert isinstance(channel.send(outgoing(f"r{number}@a.test")), Delivered)
    assert sink.connections == 1
    assert all(len(taken.recipients) == 1 for taken in sink.taken)


def test_a_refused_recipient_does_not_harm_the_next_message(sink: Sink):  # noqa: F811
    sink.faults.at_recipient["gone@a.test"] = "550 5.1.1 No such user gone@a.test"
    with channel_to(sink.url) as channel:
        assert channel.send(outgoing("gone@a.test")) == Refused(
            "channels.recipient_refused", "550 5.1.1", is_recipient=True
        )
        assert isinstance(channel.send(outgoing()), Delivered)
    assert sink.connections == 1


def test_a_recipient_put_off_is_tried_later(sink: Sink):  # noqa: F811
    sink.faults.at_recipient["full@a.test"] = "452 4.2.2 Mailbox full"
    with channel_to(sink.url) as channel:
        assert channel.send(outgoing("full@a.test")) == Retry("channels.put_off", "452 4.2.2")


def test_a_refused_content_is_never_sent_again(sink: Sink):  # noqa: F811
    sink.faults.at_content = "554 5.6.0 Not in this house"
    with channel_to(sink.url) as channel:
        assert channel.send(outgoing()) == Refused("channels.content_refused", "554 5.6.0")


def test_a_refusal_stands_when_the_server_hangs_up_after_it(sink: Sink):  # noqa: F811
    sink.faults.drops_after_refusal = True
    sink.faults.at_recipient["gone@a.test"] = "550 5.1.1 No such user"
    with channel_to(sink.url) as channel:
        refused = Refused("channels.recipient_refused", "550 5.1.1", is_recipient=True)
        assert channel.send(outgoing("gone@a.test")) == refused
        sink.faults.at_content, sink.faults.content_times = "554 5.6.0 Not in this house", 1
        assert channel.send(outgoing()) == Refused("channels.content_refused", "554 5.6.0")
        assert isinstance(channel.send(outgoing()), Delivered)
    assert len(sink.taken) == 1


def test_a_refused_sender_is_not_the_recipients_fault(sink: Sink):  # noqa: F811
    sink.faults.at_sender = "550 5.1.8 Who are you"
    with channel_to(sink.url) as channel:
        assert channel.send(outgoing()) == Refused("channels.sender_refused", "550 5.1.8")


def test_a_connection_gone_stale_is_renewed_unseen(sink: Sink):  # noqa: F811
    sink.faults.drops_after_message = 1
    with channel_to(sink.url) as channel:
        assert isinstance(channel.send(outgoing("one@a.test")), Delivered)
        assert isinstance(channel.send(outgoing("two@a.test")), Delivered)
    assert [taken.recipients for taken in sink.taken] == [("one@a.test",), ("two@a.test",)]
    assert sink.connections == 2


def test_a_drop_after_the_content_is_never_repeated_at_once(sink: Sink):  # noqa: F811
    with channel_to(sink.url) as channel:
        assert isinstance(channel.send(outgoing("one@a.test")), Delivered)
        sink.faults.drops_before_reply = 1
        assert channel.send(outgoing("two@a.test")) == Retry("channels.connection_lost")
    assert len(sink.taken) == 2


def test_a_slow_server_runs_into_the_time_limit(sink: Sink):  # noqa: F811
    sink.faults.delay_seconds = 1.0
    with channel_to(sink.url, seconds=0.2) as channel:
        assert channel.send(outgoing()) == Retry("channels.connection_lost")


def test_a_server_that_is_down_stops_all_messages():
    channel = channel_to(f"smtp://127.0.0.1:{free_port()}")
    assert channel.send(outgoing()) == Retry("channels.unreachable", is_channel_down=True)


def test_the_server_may_come_back(sink: Sink):  # noqa: F811
    port = free_port()
    channel = channel_to(f"smtp://127.0.0.1:{port}")
    assert isinstance(channel.send(outgoing()), Retry)
    with running_sink(port), channel:
        assert isinstance(channel.send(outgoing()), Delivered)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_user_and_password_open_the_server():
    with running_sink(**only_with_password("home", "p@ss word")) as guarded:
        host = f"127.0.0.1:{guarded.port}"
        with channel_to(f"smtp://home:p%40ss%20word@{host}") as channel:
            assert isinstance(channel.send(outgoing()), Delivered)
        wrong = channel_to(f"smtp://home:guess@{host}").send(outgoing())
        with channel_to(f"smtp://{host}") as channel:
            without = channel.send(outgoing())
    assert wrong == Retry("channels.sign_in_refused", "535", is_channel_down=True)
    assert isinstance(without, Retry)
    assert (without.reason, without.is_channel_down) == ("channels.sign_in_refused", True)


def test_nothing_leaves_unprotected_when_protection_is_asked_for(sink: Sink):  # noqa: F811
    url = sink.url.replace("smtp://", "smtp+starttls://")
    assert channel_to(url).send(outgoing()) == Retry("channels.not_protected", is_channel_down=True)
    assert not sink.taken


def test_a_plain_server_is_no_tls_server(sink: Sink):  # noqa: F811
    answer = channel_to(sink.url.replace("smtp://", "smtps://"), seconds=1.0).send(outgoing())
    assert isinstance(answer, Retry)
    assert answer.is_channel_down
    assert not sink.taken


@pytest.mark.parametrize("address", ["x@a.example", "x@example.com", "x@b.example.co.jp"])
def test_reserved_addresses_are_refused_before_anything_connects(address):
    channel = channel_to("smtp://mail.partners.test:1")
    assert channel.send(outgoing(address)) == Refused(
        "channels.reserved_address", is_recipient=True
    )


@pytest.mark.parametrize(
    ("code", "words", "reason", "is_recipient"),
    [
        (550, b"5.1.1 unknown", "channels.recipient_refused", True),
        (550, b"no such user", "channels.recipient_refused", True),
        (552, b"5.2.2 over quota", "channels.recipient_refused", True),
        (550, b"5.7.1 relaying denied", "channels.not_allowed", False),
        (554, b"relay access denied", "channels.not_allowed", False),
    ],
)
def test_only_words_about_the_address_blame_the_recipient(code, words, reason, is_recipient):
    fault = _recipient_fault(code, words)
    assert isinstance(fault, Refused)
    assert (fault.reason, fault.is_recipient) == (reason, is_recipient)


def test_the_words_of_a_reply_are_not_kept():
    assert _fault(554, b"5.7.1 chika@a.test is a spy", "x").reply == "554 5.7.1"
    assert _fault(554, b"chika@a.test", "x").reply == "554"


def test_a_busy_greeting_is_told_apart_from_a_dead_server():
    busy = smtplib.SMTPConnectError(421, b"come back later")
    assert _connect_fault(busy).reason == "channels.server_busy"
    assert _connect_fault(OSError()).reason == "channels.unreachable"


@pytest.mark.parametrize(
    "address", ["a@b.test>\r\nRCPT TO:<dan@b.test", "a b@c.test", "千香@a.test"]
)
def test_an_envelope_takes_no_second_command(address):
    with pytest.raises(ValueError, match="checked_address"):
        outgoing(address)
