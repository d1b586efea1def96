"""Ids made by the thousand are what an id made alone is."""

from __future__ import annotations

import uuid

import pytest

from sekisho.apps.organisations.actions.bulk import fresh_uids
from sekisho.kernel import clock
from sekisho.kernel.ids import uuid7_from

pytestmark = pytest.mark.django_db


def test_fresh_ids_are_all_different_ids_of_this_moment():
    before = uuid7_from(clock.now(), bytes(10)).int >> 80
    found = [uuid.UUID(str(one)) for one in fresh_uids(2_000)]
    after = uuid7_from(clock.now(), bytes(10)).int >> 80
    assert len(set(found)) == 2_000
    assert {(one.version, one.variant) for one in found} == {(7, uuid.RFC_4122)}
    assert all(before <= one.int >> 80 <= after for one in found)
    assert len({one.int & 0xFFF for one in found}) > 1_000
