from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged
from sekisho.ui.states import STATES, TONES
from tests.house.source import SOURCE, shown, templates

VENDOR = SOURCE / "ui/static/ui/vendor"


def draw(text, address="/o/partners/?state=overdue&page=3", **context):
    request = RequestFactory().get(address)
    with translation.override("en"):
        return Template(text).render(Context({"request": request, **context}))


def test_a_state_is_never_colour_alone():
    for name in STATES:
        drawn = draw("{% state name %}", name=name)
        assert "<use " in drawn
        assert re.sub(r"<[^>]+>", "", drawn).strip()


def test_every_state_has_a_known_tone_and_only_the_grave_ones_are_red():
    assert {look.tone for look in STATES.values()} <= TONES
    red = {name for name, look in STATES.items() if look.tone == "critical"}
    assert red == {"failed", "overdue", "fail", "critical", "expired", "infected"}


def test_unknown_is_never_shown_as_done():
    unknown = {name for name, look in STATES.items() if look.tone == "unknown"}
    assert {"unknown", "not_known", "not_scanned"} <= unknown


@pytest.mark.parametrize("text", ['{% icon "no-such" %}', '{% badge "purple" "x" %}'])
def test_a_name_that_does_not_exist_is_an_error_not_a_blank(text):
    with pytest.raises(TemplateSyntaxError):
        draw(text)


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = (VENDOR / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        (shown(path), name)
        for path in templates()
        for name in re.findall(r'\bicon[ (]"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert not {(path, name) for path, name in named if name not in known}
    assert {look.icon for look in STATES.values()} <= known


def test_text_in_a_component_is_escaped():
    drawn = draw("{% panel name %}{{ name }}{% endpanel %}{% badge 'done' name %}", name="<b>x</b>")
    assert "<b>" not in drawn


def test_a_chip_sets_its_value_keeps_the_rest_and_goes_back_to_the_first_page():
    drawn = draw('{% chip "kind" "a" "A" 12 %}', "/?state=overdue&page=3")
    assert 'href="?state=overdue&amp;kind=a"' in drawn
    assert "aria-current" not in drawn


def test_a_chip_that_is_on_takes_its_value_away():
    drawn = draw('{% chip "state" "overdue" "Overdue" %}')
    assert 'href="?"' in drawn
    assert "aria-current" in drawn


def test_a_head_sorts_up_then_down_and_says_so():
    assert 'href="?sort=due"' in draw('{% sort_head "due" "Due" %}', "/?page=2")
    up = draw('{% sort_head "due" "Due" %}', "/?sort=due")
    assert 'aria-sort="ascending"' in up
    assert 'href="?sort=-due"' in up
    assert 'aria-sort="descending"' in draw('{% sort_head "due" "Due" %}', "/?sort=-due")


def test_the_pager_says_where_one_is_and_keeps_the_filter():
    page = Paged(range(50), 3, 300)
    drawn = draw('{% pager page "organisations" %}', page=page)
    assert "101–150 of 300 organisations" in drawn
    assert 'href="?state=overdue&amp;page=4"' in drawn
    assert drawn.count("aria-current") == 1


def test_a_short_list_has_no_pager_links():
    assert "<a" not in draw('{% pager page "items" %}', page=Paged([1, 2], 1, 2))


def test_a_score_that_is_not_known_is_hatched_and_named():
    assert draw("{% heat 78 %}") == '<td class="sk-heat sk-heat-4">78</td>'
    assert "sk-heat-unknown" in draw("{% heat score %}", score=None)


def test_a_bar_tells_its_figures_without_being_seen():
    drawn = draw('{% stacked_bar parts "Replies" %}', parts=[("Yes", 3, "yes"), ("No", 1, "no")])
    assert 'aria-label="Replies: Yes 3 (75%), No 1 (25%)"' in drawn
    assert "<table" in drawn


def test_a_message_carries_its_way_back(rf):
    request = rf.get("/")
    request._messages = CookieStorage(request)
    notify(request, "Gone", undo_url="/o/undo/7/")
    notify(request, "Saved")
    drawn = draw(
        "{% for m in found %}{{ m|undo_url }};{% endfor %}", found=list(get_messages(request))
    )
    assert drawn == "/o/undo/7/;;"
