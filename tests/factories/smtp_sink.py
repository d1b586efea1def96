"""A real SMTP server on loopback that keeps what it is given and misbehaves on request."""

from __future__ import annotations

import asyncio
import email
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r?$", re.MULTILINE)


@dataclass
class Faults:
    """What goes wrong. Each name of an address or word counts down when it is a number."""

    at_sender: str = ""  # the reply to MAIL
    at_recipient: dict[str, str] = field(default_factory=dict)  # address -> the reply to RCPT
    at_content: str = ""  # the reply after the final dot
    content_times: int = 1_000_000  # how often at_content is given
    drops_before_reply: int = 0  # so many times: takes the content, then hangs up unanswered
    drops_after_message: int = 0  # so many times: takes the message, answers, hangs up
    drops_after_refusal: bool = False  # refuses recipient or content, then hangs up
    delay_seconds: float = 0.0


@dataclass
class Taken:
    """One message as the server took it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def message_id(self) -> str:
        found = _MESSAGE_ID.search(self.content)
        return found[1].decode("ascii") if found else ""


class Sink:
    """The server's handler: takes everything, remembers it, follows `faults`."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.taken: list[Taken] = []
        self.connections = 0
        self.port = 0
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How often each Message-ID came."""
        with self._lock:
            return Counter(taken.message_id for taken in self.taken)

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many messages have come; False when they have not."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.taken) >= count, timeout=seconds)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.faults.at_sender:
            return self.faults.at_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.faults.at_recipient.get(address)
        if refusal:
            return await self._refused(server, refusal)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        faults = self.faults
        if faults.delay_seconds:
            await asyncio.sleep(faults.delay_seconds)
        if faults.at_content and faults.content_times > 0:
            faults.content_times -= 1
            return await self._refused(server, faults.at_content)
        self._keep(envelope)
        if faults.drops_before_reply > 0:
            faults.drops_before_reply -= 1
            _connection_of(server).abort()
        if faults.drops_after_message > 0:
            faults.drops_after_message -= 1
            await server.push("250 2.0.0 Taken")
            _connection_of(server).close()
        return "250 2.0.0 Taken"

    async def _refused(self, server: SMTP, reply: str) -> str:
        if self.faults.drops_after_refusal:
            await server.push(reply)
            _connection_of(server).close()
        return reply

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content or b""
        octets = content if isinstance(content, bytes) else content.encode()
        with self._arrived:
            self.taken.append(Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), octets))
            self._arrived.notify_all()


def _connection_of(server: SMTP) -> asyncio.Transport:
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


class _CountingController(Controller):
    """Counts connections: a worker must reuse its own."""

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return SMTP(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_sink(port: int = 0, **options: Any) -> Iterator[Sink]:
    """A sink that listens until the block ends; options are aiosmtpd's."""
    sink = Sink()
    sink.port = port or free_port()
    controller = _CountingController(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    sink.connections = 0  # the controller looked whether it answers
    try:
        yield sink
    finally:
        controller.stop()


def only_with_password(user: str, password: str) -> dict[str, Any]:
    """Options of a server that asks for this sign-in, without TLS."""

    def check(_server, _session, _envelope, _mechanism, given):
        is_right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=is_right, handled=False)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


@pytest.fixture
def sink() -> Iterator[Sink]:
    """An SMTP server for one test."""
    with running_sink() as running:
        yield running
