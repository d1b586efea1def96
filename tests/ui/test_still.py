"""Parts that are drawn once: by language and by what is given, and nothing of the page in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template import engines
from django.utils import translation

from sekisho.kernel.actor import Capability
from sekisho.ui import slots
from sekisho.ui.templatetags.still import _kept, forget_still

PALETTE = '{% still "ui/parts/palette.html" %}'
NAVIGATION = '{% still "ui/parts/navigation.html" navigation=navigation %}'
READER = slots.Navigation(frozenset({Capability.VIEW}), "")
ALL = slots.Navigation(frozenset(Capability), "")


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget_still()
    yield
    forget_still()


def draw(source: str, language: str = "en", **names: object) -> str:
    with translation.override(language):
        return engines["django"].from_string(source).render(names)


def test_each_language_has_its_own() -> None:
    assert "Arrow keys choose" in draw(PALETTE)
    assert "Arrow keys choose" not in draw(PALETTE, "ja")
    assert "Arrow keys choose" in draw(PALETTE)
    assert len(_kept) == 2


def test_who_may_less_is_shown_less() -> None:
    more, less = draw(NAVIGATION, navigation=ALL), draw(NAVIGATION, navigation=READER)
    assert "/o/audit/" in more
    assert "/o/audit/" not in less
    assert draw(NAVIGATION, navigation=ALL) == more


def test_the_open_entry_is_marked() -> None:
    at = slots.Navigation(ALL.capabilities, "/o/partners/")
    assert 'href="/o/partners/" aria-current="page"' in draw(NAVIGATION, navigation=at)
    assert "aria-current" not in draw(NAVIGATION, navigation=ALL)


def test_a_part_sees_nothing_of_the_page_around_it() -> None:
    source = '{% still "ui/parts/account.html" %}'
    assert "Chika" not in draw(source, actor={"name": "Chika"})


def test_an_entry_registered_later_is_shown() -> None:
    before = draw(NAVIGATION, navigation=ALL)
    entry = next(one for one in slots._entries.values() if one.url_name == "partners:list")
    try:
        slots.register_entry(replace(entry, label="Renamed"))
        assert "Renamed" in draw(NAVIGATION, navigation=ALL)
    finally:
        slots.register_entry(entry)
    assert draw(NAVIGATION, navigation=ALL) == before
