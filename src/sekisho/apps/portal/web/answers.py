"""The first page, the questions of a category, and saving one answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.apps.asks.actions.replies import Outcome, SaveResult, save_answer
from sekisho.apps.asks.queries.earlier import erased_before
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.portal.forms.answers import AnswerForm
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.beside import (
    answered_talks,
    beside,
    refusal_words,
    shown_handovers,
    with_beside,
)
from sekisho.apps.portal.web.cards import (
    Card,
    Theirs,
    card_of,
    conflict_of,
    progress_of,
    saved_at,
    sections_of,
)
from sekisho.apps.portal.web.finding_lines import findings_of
from sekisho.apps.portal.web.notices import notice_words
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.apps.portal.web.rule import rule_words
from sekisho.apps.portal.web.sharing import sharing_words
from sekisho.apps.reports.queries.feedback import has_feedback
from sekisho.engines.questionnaire import Answer, Question
from sekisho.kernel import clock
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify


@respondent("answer", "GET")
def start(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Who asks, why, until when; where the answers stand; where to go on."""
    reply = reply_for(request.actor, now=clock.now())
    sections = sections_of(reply, request.LANGUAGE_CODE, link_uid)
    context = {
        "about": {**about_reply(request, reply), "is_why_open": True},
        "sections": sections,
        "progress": progress_of(reply),
        "is_begun": bool(reply.stored),
        "is_all_there": reply.progress.is_complete and not reply.remarks,
        "continue_url": _continue_url(reply, link_uid),
        "general_remark": reply.general_remark,
        "remarks_count": len(reply.remarks),
        "findings": findings_of(request),
        "handovers": shown_handovers(request, reply),
        "refusal": refusal_words(request) if reply.visit.standing.value == "declined" else None,
        "can_resume": clock.now() <= reply.visit.due_at,
        "answered_talks": answered_talks(request, reply),
        "notice": notice_words(request),
        "rule": rule_words(request),
        "has_feedback": has_feedback(reply.visit),
        "erased_files": reply.erased_files,
        "earlier_erased_at": None if reply.stored else erased_before(request.actor),
        "sharing": sharing_words(request, reply),
    }
    return visit_page(request, "portal/start.html", reply.visit, context)


@respondent("answer", "GET")
def category(request: Request, link_uid: uuid.UUID, category: str) -> HttpResponse:
    """The questions of one category, a card each."""
    reply = reply_for(request.actor, now=clock.now())
    if not reply.visit.standing.can_write:
        return redirect("portal:copy", link_uid=link_uid)
    return category_page(request, reply, category)


def category_page(
    request: Request,
    reply: ReplyView,
    category: str,
    *,
    given: Card | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a category; `given` is a card whose typed words must be kept."""
    link_uid, language = request.actor.uid, request.LANGUAGE_CODE
    sections = sections_of(reply, language, link_uid)
    place = next((at for at, one in enumerate(sections) if one.key == category), None)
    if place is None:
        raise NotFound("asks.no_question")
    shown = {one.key for one in reply.shown}
    asked = [one for one in reply.asked if one.category == category]
    more = beside(request, reply)
    places = [
        (one.key, with_beside(_card(reply, one, given, request), more, link_uid))
        if one.key in shown
        else (one.key, None)
        for one in asked
    ]
    context = {
        "section": sections[place],
        "section_number": place + 1,
        "sections": sections,
        "places": places,
        "is_part": False,
        "progress": progress_of(reply),
        "about": about_reply(request, reply),
        "next_url": _after(sections, place, link_uid),
        "is_last": place == len(sections) - 1,
        "before_url": sections[place - 1].url if place else "",
    }
    return visit_page(request, "portal/category.html", reply.visit, context, status=status)


@respondent("answer", "POST")
def save(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Save one answer; a part of the page for htmx, else on to the next question."""
    now = clock.now()
    reply = reply_for(request.actor, now=now)
    asked = question_of(reply, question)
    form = _form_of(request, reply, asked)
    if form.sent("keep") == "theirs":
        return redirect(page_of(asked, link_uid, asked.key))
    result = save_answer(
        request.actor,
        question_key=asked.key,
        answer=form.answer(),
        base_revision=form.base_revision,
        now=now,
    )
    is_part = request.headers.get("HX-Request") == "true"
    if is_part:
        return _part(request, reply, form, result)
    return _page(request, asked, form, result)


def question_of(reply: ReplyView, key: str) -> Question:
    """A question of this respondent. Raises NotFound."""
    for question in reply.asked:
        if question.key == key:
            return question
    raise NotFound("asks.no_question")


def page_of(question: Question, link_uid: uuid.UUID | None, key: str) -> str:
    """Where a question stands."""
    return f"{address('category', link_uid, category=question.category)}#question-{key}"


def _form_of(request: Request, reply: ReplyView, question: Question) -> AnswerForm:
    stored = reply.stored.get(question.key)
    return AnswerForm(
        question,
        stored.answer if stored else Answer(),
        stored.revision if stored else 0,
        language=request.LANGUAGE_CODE,
        data=request.POST,
    )


def _card(reply: ReplyView, question: Question, given: Card | None, request: Request) -> Card:
    if given is not None and given.key == question.key:
        return given
    return card_of(reply, question, language=request.LANGUAGE_CODE, link_uid=request.actor.uid)


def _part(request: Request, reply: ReplyView, form: AnswerForm, result: SaveResult) -> HttpResponse:
    """What changed on the open page: the note beside the question, progress, cards that come."""
    question, stored = form.question, result.stored
    is_kept = result.outcome in {Outcome.SAVED, Outcome.UNCHANGED}
    context: dict[str, Any] = {
        "key": question.key,
        "form": form,
        "is_kept": is_kept,
        "saved_at": saved_at(stored) if is_kept else None,
        "revision": stored.revision if stored else 0,
        "faults": form.hang_faults(result.faults),
        "conflict": _theirs(question, result, request.LANGUAGE_CODE),
        "progress": {"done": result.progress.answered, "total": result.progress.total_shown},
        "places": _moved(request, reply, question, result),
        "is_part": True,
    }
    status = 200 if is_kept else 422
    return visit_page(request, "portal/part_saved.jinja", reply.visit, context, status=status)


def _theirs(question: Question, result: SaveResult, language: str) -> Theirs | None:
    if result.outcome is not Outcome.CONFLICT or result.stored is None:
        return None
    return conflict_of(question, result.stored, language)


def _moved(
    request: Request, reply: ReplyView, question: Question, result: SaveResult
) -> list[tuple[str, Card | None]]:
    """The questions of the same category that came or went with this answer."""
    before, after = set(result.shown_before), set(result.shown_after)
    moved = [
        one
        for one in reply.asked
        if one.category == question.category and one.key in before ^ after
    ]
    if not moved:
        return []
    fresh, link_uid = reply_for(request.actor, now=clock.now()), request.actor.uid
    more = beside(request, fresh)
    return [
        (one.key, with_beside(_card(fresh, one, None, request), more, link_uid))
        if one.key in after
        else (one.key, None)
        for one in moved
    ]


def _page(
    request: Request, question: Question, form: AnswerForm, result: SaveResult
) -> HttpResponse:
    """Without scripts: on to the next question, or the page again with what was typed."""
    reply = reply_for(request.actor, now=clock.now())
    if result.outcome in {Outcome.SAVED, Outcome.UNCHANGED} and not result.faults:
        return redirect(_next_place(request, reply, question))
    form.hang_faults(result.faults)
    language = request.LANGUAGE_CODE
    conflict = _theirs(question, result, language)
    given = card_of(
        reply, question, language=language, link_uid=request.actor.uid, form=form, conflict=conflict
    )
    status = 409 if conflict else 422
    return category_page(request, reply, question.category, given=given, status=status)


def _next_place(request: Request, reply: ReplyView, question: Question) -> str:
    """The next shown question, else the summary."""
    link_uid = request.actor.uid
    keys = [one.key for one in reply.asked]
    later = set(keys[keys.index(question.key) + 1 :])
    for one in reply.shown:
        if one.key in later:
            if one.category != question.category:
                notify(request, _("Saved. The next part begins here."))
            return page_of(one, link_uid, one.key)
    return address("summary", link_uid)


def _continue_url(reply: ReplyView, link_uid: uuid.UUID) -> str:
    """The first question that still needs an answer, else the summary."""
    missing = set(reply.progress.missing_keys) | {
        fault.question_key for fault in reply.progress.faults
    }
    wanted = missing | set(reply.remarks)
    for question in reply.shown:
        if question.key in wanted or (not reply.stored and not wanted):
            return page_of(question, link_uid, question.key)
    return address("summary", link_uid)


def _after(sections: list[Any], place: int, link_uid: uuid.UUID | None) -> str:
    if place + 1 < len(sections):
        return str(sections[place + 1].url)
    return address("summary", link_uid)
