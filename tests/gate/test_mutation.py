"""The matrix notices every check that goes missing at the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.apps.accounts import queries
from sekisho.apps.accounts.web import gate
from sekisho.apps.organisations.queries import reach
from sekisho.ui import entrances
from tests.gate.matrix import faults, ruled
from tests.gate.mutation import living, mutants

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLACES = {
    entrances.__file__: {
        *("office", "respondent", "_check_person", "_declare", "_with_head"),
    },
    reach.__file__: {"_reaches_all", "reach_filter", "granted_ids", "_ancestors_of"},
    gate.__file__: {"process_view", "_link_actor"},
    queries.__file__: {"actor_of_person", "actor_of_link", "people_for", "person_for"},
}
# Few routes, chosen so that each face and each way of reaching an object is there.
WATCHED = (
    *("accounts:person", "accounts:people", "accounts:profile", "partners:partner"),
    *("partners:add_contact", "asks:board", "portal:start", "portal:summary", "home:today"),
)
# Turned places that no answer can show: what the change is -> why it is the same.
SAME = {
    "granted_ids:": "the loop over children only saves work when turned",
}
EVERY = [
    pytest.param(Path(file), mutant, id=f"{Path(file).stem} {mutant.name}")
    for file, functions in PLACES.items()
    for mutant in mutants(Path(file), functions)
]


@pytest.mark.parametrize(("path", "mutant"), EVERY)
def test_a_missing_check_is_noticed(world, path, mutant) -> None:
    watched = [route for route in ruled() if route.name in WATCHED]
    with living(path, mutant):
        assert any(faults(world, route) for route in watched)


def test_without_a_mutant_the_watched_routes_have_no_fault(world) -> None:
    assert [
        fault for route in ruled() if route.name in WATCHED for fault in faults(world, route)
    ] == []
