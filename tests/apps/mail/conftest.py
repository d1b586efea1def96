"""What the tests of this room share: the plain letter, a mail server, a clock that can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sekisho.kernel import clock
from tests.factories.outbox import plain_letters
from tests.factories.smtp_sink import Sink, running_sink

NOON = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


class Clock:
    """The kernel's clock, standing still until moved."""

    def __init__(self) -> None:
        self.now = NOON

    def move(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def hands() -> Iterator[Clock]:
    """A clock whose hands the test moves."""
    before = list(clock._read)
    moved = Clock()
    clock.fill(lambda: moved.now)
    yield moved
    clock._read[:] = before


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    with plain_letters():
        yield


@pytest.fixture
def smtp(settings) -> Iterator[Sink]:
    """Real mail: a server on loopback is set, and this site's address."""
    with running_sink() as sink:
        settings.SEKISHO_SMTP_URL = sink.url
        settings.SEKISHO_BASE_URL = "https://sekisho.home.test"
        settings.SEKISHO_MAIL_FROM = "架空自動車 <sekisho@home.test>"
        yield sink
