"""Fixtures of every test: Chromium as it is installed here, and pictures of screens on request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.factories.databases import Copies

if TYPE_CHECKING:
    from tests.factories.cast import Cast

# A busy machine is slow now and then: an example that takes long is no fault of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# Playwright's sync API keeps an event loop in the thread of the test; Django would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


LONGEST_WALKS = ("test_every_page", "test_story", "test_notice", "test_sharing", "test_reminders")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walks come last, as all that commits, and the longest first: no processor is left idle."""
    ranks = {name: place for place, name in enumerate(LONGEST_WALKS)}

    def place(item: pytest.Item) -> int:
        if not item.get_closest_marker("journey"):
            return -1
        return ranks.get(item.path.stem, len(ranks))

    items.sort(key=place)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; a download of another one is never tried."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("There is no Chromium here: apt-get install -y chromium fonts-noto-cjk")
    return {**browser_type_launch_args, "args": list(_CHROMIUM), "executable_path": found}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Japanese office PC."""
    return {
        **browser_context_args,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def shoot() -> Callable[[Any, str], None]:
    """`shoot(page, "today-ja")` keeps a picture when `make screenshots` asks for it."""
    folder = os.environ.get("SEKISHO_TEST_SCREENSHOTS", "")

    def take(page: Any, name: str) -> None:
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return take


@pytest.fixture(autouse=True)
def _forget_keys() -> Iterator[None]:
    """Inside numbers come again after a rolled-back test; opened data keys must not."""
    yield
    from sekisho.apps.organisations.queries.keys import forget_keys

    forget_keys()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody of the named cast, fresh in this test's database."""
    from tests.factories.cast import build_cast

    return build_cast()


@pytest.fixture(scope="session")
def copies(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Copies:
    """`with copies.own(folder) as url`: a migrated database of its own for a process."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.close()  # a server copies only what nobody is connected to
    return Copies(str(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("migrated"))


def _restore_audit_head(**_words: object) -> None:
    from sekisho.apps.audit.models import AuditHead

    AuditHead.objects.get_or_create(pk=1)


@pytest.fixture(scope="session", autouse=True)
def keep_audit_head() -> Iterator[None]:
    """The flush after a transactional test takes the chain's first row with it: put it back."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    sender = apps.get_app_config("audit")
    post_migrate.connect(_restore_audit_head, sender=sender, dispatch_uid="audit head")
    yield
    post_migrate.disconnect(sender=sender, dispatch_uid="audit head")


@pytest.fixture(autouse=True)
def house_language() -> None:
    """Each test begins in the language of the house, whatever an earlier page was read in."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
