"""Who gets what where: the matrix of every route, generated from the address list."""

from __future__ import annotations

import pytest

from tests.gate.matrix import faults, routes, ruled
from tests.gate.samples import FIXED_ARGUMENTS, LEAD_ONLY, LEFT_OUT, SAMPLES

pytestmark = pytest.mark.django_db


def test_every_route_with_arguments_has_a_sample_and_every_sample_a_route() -> None:
    wanted = {route.name for route in ruled() if route.has_arguments}
    given = set(SAMPLES) | set(FIXED_ARGUMENTS)
    assert wanted - given == set(), "add a line to tests/gate/samples.py"
    known = {route.name for route in routes()}
    assert (given | LEAD_ONLY | set(LEFT_OUT)) - known == set()


@pytest.mark.parametrize("route", ruled(), ids=lambda route: route.name)
def test_each_route_keeps_its_rule_for_everybody(world, route) -> None:
    assert faults(world, route) == []
