"""The matrix notices every check that goes missing at the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.apps.accounts import queries
from sekisho.apps.accounts.web import gate
from sekisho.apps.organisations.queries import reach
from sekisho.ui import entrances
from tests.gate.matrix import faults, iter_faults, ruled
from tests.gate.mutation import living, mutants

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PLACES = {
    entrances.__file__: {
        *("office", "respondent", "_check_person", "_declare"),
    },
    reach.__file__: {"_reaches_all", "reach_filter", "granted_ids", "_ancestors_of"},
    gate.__file__: {"process_view", "_link_actor"},
    queries.__file__: {"actor_of_person", "actor_of_link", "people_for", "person_for"},
}
# Few routes, chosen so that each face and each way of reaching an object is there.
WATCHED = (
    *("accounts:profile", "portal:start", "partners:partner", "accounts:person"),
    *("portal:code", "accounts:people", "asks:board", "partners:add_contact"),
    *("measures:finding", "audit:record"),
)
# Turned places that these routes cannot show: (begin, end of its name) -> why.
SAME = {
    ("office: request.enrolment_url", ""): "tests/apps/accounts/test_sign_in.py plays it",
    ("_reaches_all: actor.kind is", "held False"): "nobody enters as the system",
    ("_reaches_all: bool(at) and", "part 0 dropped"): "no home lies among no places: saves a query",
    ("reach_filter: not at", "held False"): "nothing is visible from no place: saves a query",
    ("_ancestors_of: above is not None", "dropped"): "a group tree has an end and no circle",
    ("_link_actor: uid is None", "part 0 dropped"): "no session holds an entry for no link",
    (
        "process_view: rule is not None",
        "part 0 dropped",
    ): "every route has a rule, test_routes says",
    ("process_view: request.user.is_auth", "held True"): "who has not signed in has no number",
    ("actor_of_person: person is None", "held False"): "Django's backend stops the blocked before",
    ("actor_of_link: link is None", "held False"): "tests/gate/test_closed_links.py plays it",
    ("people_for: not actor.can", "held False"): "a second lock; test_people.py turns it",
    ("person_for: actor.uid == uid", "held False"): "test_people_pages.py changes the own name",
    ("person_for: own is not None", ""): "who acts is there",
    ("respondent: request.actor.kind", "part 0 dropped"): "no kind without a link, part 1 holds",
    ("respondent: request.actor.kind", "part 1 dropped"): "no link without the kind, part 0 holds",
    ("respondent: request.actor.kind", "part 2 dropped"): "every link has the one verb so far",
}


def is_same(name: str) -> bool:
    """Whether no answer of the watched routes can differ."""
    return any(name.startswith(begin) and name.endswith(end) for begin, end in SAME)


EVERY = [
    pytest.param(Path(file), mutant, id=f"{Path(file).stem} {mutant.name}")
    for file, functions in PLACES.items()
    for mutant in mutants(Path(file), functions)
    if not is_same(mutant.name)
]


@pytest.mark.parametrize(("path", "mutant"), EVERY)
def test_a_missing_check_is_noticed(world, path, mutant) -> None:
    watched = sorted(
        (route for route in ruled() if route.name in WATCHED),
        key=lambda route: WATCHED.index(route.name),
    )
    with living(path, mutant):
        found = (fault for route in watched for fault in iter_faults(world, route))
        assert next(found, None) is not None


def test_without_a_mutant_the_watched_routes_have_no_fault(world) -> None:
    assert [
        fault for route in ruled() if route.name in WATCHED for fault in faults(world, route)
    ] == []
