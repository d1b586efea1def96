"""What every page owes: its policy, no trace in caches, a check value on every form."""

from __future__ import annotations

import copy

import pytest
from django.test import Client
from django.urls import reverse

from sekisho.ui.entrances import Face
from tests.gate.matrix import _objects, ask, ruled

pytestmark = pytest.mark.django_db
PAGES = [route for route in ruled() if route.rule and "GET" in route.rule.methods]
SIGNED = {"hooks:mail_returned"}  # no form: each call is signed, tests/apps/mail/test_hook.py
FORMS = [
    route
    for route in ruled()
    if route.rule and "POST" in route.rule.methods and route.name not in SIGNED
]


def _own_player(world, route):
    link = route.rule.face is Face.RESPONDENT
    name = "link of A" if link else "administrator@home"
    return next(player for player in world.players if player.name == name)


def _address(world, route):
    return reverse(route.name, kwargs=next(iter(_objects(world, route).values())))


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_each_page_carries_the_policy_and_stays_out_of_caches(world, route) -> None:
    answer = ask(_own_player(world, route), "GET", _address(world, route))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "strict-origin"}
    if route.rule.face is not Face.PUBLIC and answer.status_code == 200:
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_each_form_needs_its_check_value(world, route) -> None:
    player = _own_player(world, route)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = copy.copy(player.client.cookies)
    assert strict.post(_address(world, route)).status_code == 403
