"""Parts that are drawn once: by language and by what is given, and nothing of the page in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.template import engines
from django.utils import timezone, translation

from sekisho.kernel.actor import Capability
from sekisho.ui import slots
from sekisho.ui.templatetags.still import _kept, _rows, forget_still

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


ROWS = '{% each "partners/list_row.jinja" rows may_mark=may_mark %}'


@dataclass(frozen=True)
class Row:
    """A row of the register."""

    uid: str
    name: str
    has_bounced: bool = False
    name_en: str = ""
    code: str = ""
    tier: str = ""
    country: str = ""
    contact: str = ""
    tags: str = ""
    owner: str = ""


def test_a_row_is_drawn_again_only_when_it_looks_different() -> None:
    rows = (Row("1", "<甲>"), Row("2", "乙"), Row("1", "<甲>"))
    whole = draw(ROWS, rows=rows, may_mark=False)
    assert whole.count("&lt;甲&gt;") == 2
    assert len(_rows) == 2
    assert "value=" not in whole
    assert "value=" in draw(ROWS, rows=rows, may_mark=True)
    assert "Code" not in draw(ROWS, "ja", rows=rows, may_mark=False)
    assert len(_rows) == 6
    assert "丙" in draw(ROWS, rows=(replace(rows[1], name="丙"),), may_mark=False)


def test_a_row_is_drawn_in_the_zone_of_the_page() -> None:
    draw(ROWS, rows=(Row("1", "甲"),), may_mark=False)
    with timezone.override("America/Detroit"):
        draw(ROWS, rows=(Row("1", "甲"),), may_mark=False)
    assert len(_rows) == 2
