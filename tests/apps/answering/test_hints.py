"""Hints for every critical question, and the catalogue of help that anybody may read."""

from __future__ import annotations

import pytest

from sekisho.adapters.content import content_folder, load_question_sets
from sekisho.apps.answering.queries.hints import help_services, hints
from tests.factories.cast import browser, respondent_client


def _questions():
    return [
        one
        for found in load_question_sets(content_folder() / "question-sets")
        for one in found.questions
    ]


def test_every_critical_question_of_the_built_in_sets_has_a_hint():
    missing = {one.key for one in _questions() if one.is_critical} - set(hints())
    assert not missing


def test_no_hint_stands_for_a_question_that_is_not_there():
    assert set(hints()) <= {one.key for one in _questions()}


def test_hints_and_services_are_there_in_both_languages():
    for one in hints().values():
        assert all((one.why.ja, one.why.en, one.step.ja, one.step.en))
    for service in help_services():
        for text in (service.name, service.what, service.cost, service.source):
            assert text.ja
            assert text.en
        assert service.url.startswith("https://")
    assert len({one.key for one in help_services()}) == len(help_services())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_catalogue_opens_for_everybody_and_tells_no_other_site_where_one_came_from(language):
    text = browser(language).get("/r/help/").content.decode()
    for service in help_services():
        assert f'href="{service.url}" rel="noreferrer noopener"' in text
        assert service.name.in_language(language) in text
    not_checked = sum(not one.is_checked for one in help_services())
    assert text.count("照合は未了" if language == "ja" else "Not compared") == not_checked


def test_the_card_shows_the_hint_under_the_answers_that_leave_something_open(chika):
    page = respondent_client(chika.link_uid).get(f"/r/a/{chika.link_uid}/answers/reduce/")
    text = page.content.decode()
    assert hints()["M22-RR-02"].step.ja in text
    assert 'data-follow-values="no partial unknown"' in text
