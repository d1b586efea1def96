"""Who sees which object, on PostgreSQL: the rules are Python, what lies in reach is a query.

The whole matrix is judged on SQLite by each `make test` and on PostgreSQL by `make test-all`.
"""

from __future__ import annotations

import pytest

from tests.gate.matrix import faults_of_reach, ruled
from tests.pgplugin import chosen

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(chosen() == "sqlite", reason="the whole matrix is judged here"),
]
WITH_OBJECTS = [route for route in ruled() if route.has_arguments]


@pytest.mark.parametrize("route", WITH_OBJECTS, ids=lambda route: route.name)
def test_each_object_is_seen_by_those_who_reach_it_alone(world, route) -> None:
    assert faults_of_reach(world, route) == []
