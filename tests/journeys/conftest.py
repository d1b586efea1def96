"""A running house for one walk: the cast, letters that lead back to it, watched browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext

from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.audit.models import AuditHead
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import Cast, build_cast
from tests.journeys.watching import Watch

DESK, PHONE = (1280, 800), (360, 740)
LOCALES = {"ja": "ja-JP", "en": "en-GB"}


@pytest.fixture
def real_database(transactional_db: None) -> Iterator[None]:
    """Commits are real; afterwards the record, which nobody may shorten, is emptied by force."""
    AuditHead.objects.get_or_create(pk=1)  # a flush after an earlier test took it away
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            ["audit_auditentry"],
        )
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM audit_auditentry")
        for _name, sql in guards:
            cursor.execute(sql)
    assert guards


@pytest.fixture
def house(real_database: None, live_server: Any, settings: Any) -> Cast:
    """The cast at the present moment, in a house that can be reached."""
    settings.SEKISHO_PORT = live_server.thread.port
    load_question_sets(SYSTEM, now=clock.now())
    return build_cast(clock.now())


@pytest.fixture
def open_browser(
    browser: Any, live_server: Any
) -> Iterator[Callable[..., tuple[BrowserContext, Watch]]]:
    """`open_browser("ja", PHONE)`: a browser of its own whose every page is watched."""
    opened: list[tuple[BrowserContext, Watch]] = []
    own = f"http://127.0.0.1:{live_server.thread.port}"  # as the links in letters say it

    def begin(language: str, size: tuple[int, int], **more: Any) -> tuple[BrowserContext, Watch]:
        context = browser.new_context(
            base_url=own,
            locale=LOCALES[language],
            timezone_id="Asia/Tokyo",
            viewport={"width": size[0], "height": size[1]},
            **more,
        )
        cookie = {"name": "sekisho_language", "value": language, "url": own}
        context.add_cookies([cookie])
        can_ask = more.get("java_script_enabled", True)
        opened.append((context, Watch(context, own, can_ask=can_ask)))
        return opened[-1]

    yield begin
    for context, _watch in opened:
        context.close()
    assert [fault for _context, watch in opened for fault in watch.faults] == []
