"""Every address declares who may come, before anything else is looked at."""

from __future__ import annotations

from django.http import HttpResponse

from sekisho.ui.entrances import Face, public, rule_of
from tests.gate.matrix import routes

# The pattern book of the design kit exists only while debugging.
PATTERN_BOOK = "gallery"


def test_every_route_declares_a_rule():
    without = [route.name for route in routes() if route.rule is None]
    assert [name for name in without if PATTERN_BOOK not in name] == []


def test_every_route_has_a_name():
    assert [route.pattern for route in routes() if route.name.endswith("?")] == []


def test_office_addresses_are_never_public_and_respondents_carry_their_link():
    for route in routes():
        if route.rule is None:
            continue
        if route.pattern.startswith("o/"):
            assert route.rule.face in {Face.OFFICE, Face.SIGNED_IN}, route.name
        if route.rule.face is Face.RESPONDENT:
            assert "<uuid:link_uid>" in route.pattern, route.name


def test_a_public_route_says_why():
    rules = [route.rule for route in routes() if route.rule]
    assert [rule for rule in rules if rule.face is Face.PUBLIC and not rule.because] == []


def test_a_view_without_a_decorator_is_seen():
    def bare(request: object) -> HttpResponse:
        return HttpResponse()

    assert rule_of(bare) is None
    assert rule_of(public("GET", because="for this test")(bare)) is not None
