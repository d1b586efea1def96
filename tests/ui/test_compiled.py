"""Compiled parts speak the reader's language, escape, and refuse names that nobody gave."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils.translation import override
from jinja2 import UndefinedError

from sekisho.ui.compiled import environment

ENGINE = environment(autoescape=True)


def drawn(text, **names):
    """What a part with this text reads; templates given as text belong to one language."""
    with override("ja"):
        return ENGINE._in_language("ja").from_string(text).render(**names)


@pytest.mark.parametrize(("language", "said"), [("ja", "設問3"), ("en", "Question 3")])
def test_a_part_is_translated_when_it_is_compiled(language, said):
    with override(language):
        part = ENGINE._in_language(language).from_string('{{ _("Question %(number)s", number=3) }}')
    with override("en"):
        assert part.render() == said


def test_a_value_inside_a_translated_text_is_escaped():
    text = '{{ _("Question %(number)s", number=n) }}{{ n }}'
    assert drawn(text, n="<b>") == "設問&lt;b&gt;&lt;b&gt;"


def test_a_name_that_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError):
        drawn("{{ nobody }}")


def test_an_address_holds_its_ids_in_their_places():
    link, file = uuid.uuid4(), uuid.uuid4()
    text = '{{ url("portal:withdraw", link, file) }}'
    assert drawn(text, link=link, file=file) == reverse("portal:withdraw", args=(link, file))


def test_both_languages_of_one_file_stand_beside_each_other():
    from django.template.loader import get_template

    said = {}
    for language in ("ja", "en", "ja"):
        with override(language):
            names = {"errors": None, "saved_at": None, "progress": {"done": 1, "total": 2}}
            said[language] = get_template("ui/saved.jinja").render(names)
    assert "1 of 2 answered" in said["en"]
    assert "1 of 2 answered" not in said["ja"]


def test_a_page_that_calls_something_state_still_draws_states():
    from django.template import Context, Template

    page = Template('{% drawn "partners/list_row.jinja" %}')
    row = {"contact": "", "has_bounced": True, "uid": "1", "name": "甲", "name_en": "", "code": ""}
    row |= {"tier": "", "country": "", "tags": "", "owner": ""}
    names = {"state": "3 in the register.", "row": row, "may_mark": False}
    assert "sk-badge" in page.render(Context(names))
