"""One world for all tests of a module; nothing of it stays in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from sekisho.kernel import clock
from tests.factories.cast import NOW


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[object]:
    """Everybody, an hour after the cast was made."""
    from sekisho.apps.organisations.queries.keys import forget_keys
    from tests.gate.samples import SAMPLES
    from tests.gate.world import build_world

    clock.fill(lambda: NOW + timedelta(hours=1))
    with django_db_blocker.unblock(), transaction.atomic():
        forget_keys()
        built = build_world()
        for sample in SAMPLES.values():  # now, so that no test's roll-back takes them away
            sample.a(built)
            sample.b(built)
        yield built
        transaction.set_rollback(True)
    forget_keys()
    clock.fill(lambda: datetime.now(UTC))
