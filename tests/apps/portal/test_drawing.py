"""A card put together from pieces reads as the one that the template draws, letter by letter."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from sekisho.adapters.content import content_folder, load_question_sets
from sekisho.apps.portal.forms.answers import AnswerForm
from sekisho.apps.portal.web import drawing
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.cards import Card, hint_of
from sekisho.apps.portal.web.drawing import draw_card
from sekisho.engines.questionnaire import Answer, Kind, Plan, Question
from sekisho.kernel.text import Bilingual

SETS = load_question_sets(content_folder() / "question-sets")
SECRET = "<b>\"極秘\" & 'x'</b>\n二行目 987654321"
CSRF = mark_safe('<input type="hidden" name="csrfmiddlewaretoken" value="abc">')
MORE: tuple[dict[str, Any], ...] = (
    {},
    {"saved_at": None},
    {"is_changed": True, "pieces_url": ""},
    {"talk_url": ""},
)
AT = datetime(2026, 11, 20, 1, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch) -> dict[Any, Any]:
    known: dict[Any, Any] = {}
    monkeypatch.setattr(drawing, "_KNOWN", known)
    return known


def _answers(question: Question) -> list[Answer]:
    typed: dict[str, Any] = {"followup": SECRET, "reason": SECRET}
    plans = (None, Plan(SECRET, "総務", "2026-12-07"), Plan("", "", "来月"))
    kinds = {Kind.TEXT: "text", Kind.NUMBER: "number", Kind.DATE: "date"}
    if question.kind in kinds:
        values = (SECRET, "12", "2026-12-07", "")
        return [Answer(**typed | {kinds[question.kind]: value}) for value in values]
    keys = [(), *((choice.key,) for choice in question.choices)]
    return [Answer(choice_keys=own, plan=plan, **typed) for own in keys for plan in plans]


def _card(question: Question, answer: Answer, link: uuid.UUID, revision: int, **more: Any) -> Card:
    def at(name: str) -> str:
        return address(name, link, question=question.key)

    language = translation.get_language() or "ja"
    usual: dict[str, Any] = {"remark": "", "saved_at": AT, "is_changed": False}
    usual |= {"talk_url": at("talk"), "pieces_url": at("pieces")}
    return Card(
        key=question.key,
        number="3-1",
        form=AnswerForm(question, answer, revision, language=language),
        kind=question.kind.value,
        term=question.help.in_language(language) if question.help else "",
        save_url=at("save"),
        files_url=at("files"),
        files=(),
        hint=hint_of(question, language),
        **usual | more,
    )


def _straight(card: Card, link: uuid.UUID) -> str:
    template = get_template("portal/card.jinja")
    return template.render({"card": card, "link_uid": str(link), "csrf": CSRF})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_shipped_question_with_every_answer_is_drawn_alike(language, nothing_known) -> None:
    numbers = itertools.count(1)
    with translation.override(language), timezone.override("Asia/Tokyo"):
        for document in SETS:
            for question in document.questions[::9]:
                for answer, more in zip(_answers(question), itertools.cycle(MORE)):
                    link = uuid.UUID(int=next(numbers) << 64)
                    card = _card(question, answer, link, next(numbers), **more)
                    assert draw_card(card, link, CSRF) == _straight(card, link)
    assert len(nothing_known) > 100


def test_what_somebody_typed_is_kept_nowhere(nothing_known) -> None:
    link = uuid.uuid4()
    question = SETS[0].questions[0]
    for answer in _answers(question):
        draw_card(_card(question, answer, link, 7), link, CSRF)
    assert nothing_known
    kept = repr(nothing_known)
    assert "極秘" not in kept
    assert "総務" not in kept
    assert str(link) not in kept
    assert "abc" not in kept


@pytest.mark.parametrize(
    "more",
    [{"remark": "根拠をください"}, {"talk": "partner"}, {"clarified": (("Q", "A"),)}],
)
def test_a_card_with_more_beside_it_is_drawn_whole(more, nothing_known) -> None:
    link = uuid.uuid4()
    question = SETS[0].questions[0]
    card = _card(question, Answer(), link, 0, **more)
    assert draw_card(card, link, CSRF) == _straight(card, link)
    assert not nothing_known


def test_a_fault_stands_at_its_input_and_is_not_kept(nothing_known) -> None:
    link = uuid.uuid4()
    question = SETS[0].questions[0]
    card = _card(question, Answer(choice_keys=("yes",)), link, 1)
    card.form.errors["answer"] = ["これは読めません。"]
    assert "これは読めません。" in draw_card(card, link, CSRF)
    assert not nothing_known


def test_the_kept_shapes_are_bounded(monkeypatch, nothing_known) -> None:
    monkeypatch.setattr(drawing, "KEPT_SHAPES", 3)
    link = uuid.uuid4()
    questions = SETS[0].questions
    for question in questions[:8]:
        draw_card(_card(question, Answer(), link, 0), link, CSRF)
    assert 0 < len(nothing_known) <= 3


@pytest.mark.parametrize(
    "text", ["\ue000csrf\ue001", "外字\ue000の\ue001例", "\ue000no_such\ue001"]
)
def test_a_question_that_looks_like_a_mark_is_shown_as_it_is_written(text, nothing_known) -> None:
    link = uuid.uuid4()
    question = replace(SETS[0].questions[0], text=Bilingual(ja=text, en=text))
    card = _card(question, Answer(), link, 0)
    assert draw_card(card, link, CSRF) == _straight(card, link)
    assert nothing_known
