"""Every page of the house without barriers, at the desk and on the phone, in both languages."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from sekisho.ui.entrances import Face
from tests.factories.cast import browser, office_client, respondent_client
from tests.gate.matrix import _objects, ruled
from tests.gate.world import build_world
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey
PAGES = [route for route in ruled() if route.rule and "GET" in route.rule.methods]
PARTS = 2  # halves of all pages, so that two browsers can share a walk
REAL = {"portal:category": {"category": "reduce"}}  # where the gate's sample leads nowhere
LOOKS = {
    "ja-desk": ("ja", DESK),
    "en-phone": ("en", PHONE),
    "en-desk": ("en", DESK),
    "ja-phone": ("ja", PHONE),
}
ALWAYS = {("ja-desk", 0), ("en-phone", 1)}  # every page once; `make test-all` adds the other looks
WALKS = [
    pytest.param(
        *LOOKS[look],
        part,
        id=f"{look}-{part}",
        marks=[] if (look, part) in ALWAYS else [pytest.mark.slow],
    )
    for look in LOOKS
    for part in range(PARTS)
]


@pytest.fixture
def world(real_database, live_server):
    return build_world()


def _pages(world, client, faces, part):
    """The addresses of these faces that answer with a whole page, with sample objects of A."""
    for route in [route for route in PAGES[part::PARTS] if route.rule.face in faces]:
        found = next(iter(_objects(world, route).values()))
        path = reverse(route.name, kwargs={**found, **REAL.get(route.name, {})})
        answer = client.get(path)
        if answer.status_code == HTTPStatus.OK and b"<html" in getattr(answer, "content", b""):
            yield path


@pytest.mark.parametrize(("language", "size", "part"), WALKS)
def test_no_page_has_a_barrier(world, open_browser, language, size, part):
    cast = world.cast
    players = (
        (office_client(cast.aoi), {Face.OFFICE, Face.SIGNED_IN}, 45),
        (respondent_client(world.a.link_uid), {Face.RESPONDENT}, 4),
        (browser(), {Face.PUBLIC}, 3),
    )
    for client, faces, least in players:
        context, watch = open_browser(language, size)
        session = client.cookies.get("sekisho_session")
        if session:
            cookie = {"name": "sekisho_session", "value": session.value, "url": watch.own}
            context.add_cookies([cookie])
        page = context.new_page()
        for path in _pages(world, client, faces, part):
            page.goto(path)
            watch.look(page)
        assert len(watch.looked_at) >= least
