"""The office writes down answers told by telephone, fax or on paper, with the same cards."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.apps.answering.actions.spoken import (
    Given,
    Told,
    reply_to_write,
    submit_told,
    write_down,
)
from sekisho.apps.answering.forms.office import ToldForm, ToldSubmitForm
from sekisho.apps.asks.actions.replies import Outcome
from sekisho.apps.asks.queries.marks import AnswerMark, marks_of
from sekisho.apps.asks.queries.replies import assignment_row_for
from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.portal.forms.answers import AnswerForm
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.web.answers import question_of
from sekisho.apps.portal.web.cards import Card, card_of, conflict_of
from sekisho.engines.questionnaire import Answer, Kind, Question
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_KEY = "told"  # who said it, how and when, kept while one goes through the questions


@office(Capability.FOLLOW_UP, "GET", "POST")
def reply(request: Request, uid: uuid.UUID) -> HttpResponse:
    """First who said it, how and when; then the questions."""
    found = reply_to_write(request.actor, uid, now=clock.now())
    if request.method == "POST":
        form = ToldForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            kept = {**given, "said_on": given["said_on"].isoformat(), "uid": str(uid)}
            request.session[_KEY] = kept
            return redirect("told:reply", uid=uid)
        return _page(request, uid, found, form=form, status=422)
    return _page(request, uid, found)


@office(Capability.FOLLOW_UP, "POST")
def save(request: Request, uid: uuid.UUID, question: str) -> HttpResponse:
    """Write one answer down."""
    now = clock.now()
    found = reply_to_write(request.actor, uid, now=now)
    asked, told = question_of(found, question), _told(request, uid)
    if told is None:
        return redirect("told:reply", uid=uid)
    stored = found.stored.get(asked.key)
    form = AnswerForm(
        asked,
        stored.answer if stored else Answer(),
        stored.revision if stored else 0,
        language=request.LANGUAGE_CODE,
        data=request.POST,
    )
    try:
        result = write_down(
            request.actor,
            assignment_uid=uid,
            given=Given(asked.key, form.answer(), form.base_revision),
            told=told,
            now=now,
        )
    except (Conflict, Invalid) as problem:
        notify(request, words_of_refusal(problem), tone="critical")
        return redirect("told:reply", uid=uid)
    if result.outcome in {Outcome.SAVED, Outcome.UNCHANGED} and not result.faults:
        return redirect(f"{reverse('told:reply', kwargs={'uid': uid})}#question-{asked.key}")
    form.hang_faults(result.faults)
    theirs = None
    if result.outcome is Outcome.CONFLICT and result.stored is not None:
        theirs = conflict_of(asked, result.stored, request.LANGUAGE_CODE)
    fresh = reply_to_write(request.actor, uid, now=clock.now())
    given = _card(request, uid, fresh, asked, form=form, conflict=theirs)
    return _page(request, uid, fresh, given=given, status=409 if theirs else 422)


@office(Capability.FOLLOW_UP, "POST")
def submit(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Submit what was told, in the name of whoever told it."""
    now = clock.now()
    found, told = reply_to_write(request.actor, uid, now=now), _told(request, uid)
    if told is None:
        return redirect("told:reply", uid=uid)
    form = ToldSubmitForm(request.POST, needs_approver=found.visit.needs_approver)
    if not form.is_valid():
        return _page(request, uid, found, form=form, status=422)
    told = replace(told, approver=form.cleaned_data.get("approver", ""))
    seen = form.cleaned_data["revision"]
    try:
        submit_told(request.actor, assignment_uid=uid, told=told, seen_revision=seen, now=now)
    except (Conflict, Invalid) as problem:
        notify(request, words_of_refusal(problem), tone="critical")
        return redirect("told:reply", uid=uid)
    request.session.pop(_KEY, None)
    notify(request, _("Submitted in the name of %(name)s.") % {"name": told.said_by})
    return redirect("asks:reply", uid=uid)


def _told(request: Request, uid: uuid.UUID) -> Told | None:
    """What was said about the source, for this reply only."""
    form = _told_form(request, uid)
    if form is None or not form.is_valid():
        return None
    given = form.cleaned_data
    return Told(given["said_by"], given["channel"], given["said_on"])


def _told_form(request: Request, uid: uuid.UUID) -> ToldForm | None:
    kept = dict(request.session.get(_KEY, {}))
    return ToldForm(kept) if kept.pop("uid", "") == str(uid) else None


def _submit_form(found: ReplyView) -> ToldSubmitForm:
    needs = found.visit.needs_approver
    return ToldSubmitForm(needs_approver=needs, initial={"revision": found.revision})


def _card(
    request: Request, uid: uuid.UUID, found: ReplyView, question: Question, **more: Any
) -> Card:
    # The addresses of a link make no sense here, so any number stands in until they are replaced.
    card = card_of(found, question, language=request.LANGUAGE_CODE, link_uid=uid, **more)
    save_url = reverse("told:save", kwargs={"uid": uid, "question": question.key})
    return replace(card, save_url=save_url, files=())


def _row(card: Card, found: ReplyView, mark: AnswerMark | None) -> dict[str, Any]:
    """A card with who gave the answer that stands there, so that nobody writes over it unaware."""
    stored = found.stored.get(card.key)
    is_its_own = mark is not None and stored is not None and mark.revision == stored.revision
    by = stored.saved_by if stored else ""
    return {"card": card, "mark": mark if is_its_own else None, "by": by, "at": card.saved_at}


def _page(
    request: Request,
    uid: uuid.UUID,
    found: ReplyView,
    *,
    form: ToldForm | ToldSubmitForm | None = None,
    given: Card | None = None,
    status: int = 200,
) -> HttpResponse:
    language, kept = request.LANGUAGE_CODE, _told_form(request, uid)
    own = assignment_row_for(request.actor, uid, Capability.FOLLOW_UP)
    marks = marks_of([own])
    cards = [
        given if given and given.key == one.key else _card(request, uid, found, one)
        for one in found.shown
        if one.kind is not Kind.FILE
    ]
    context = {
        "uid": uid,
        "name": found.visit.subject.in_language(language),
        "title": found.visit.title.in_language(language),
        "told_form": (form if isinstance(form, ToldForm) else kept)
        or ToldForm(initial={"said_on": timezone.localdate()}),
        "told": _told(request, uid),
        "submit_form": form if isinstance(form, ToldSubmitForm) else _submit_form(found),
        "cards": [_row(card, found, marks.get((own, card.key))) for card in cards],
        "progress": {"done": found.progress.answered, "total": found.progress.total_shown},
        "is_complete": found.progress.is_complete,
        "can_write": found.visit.standing.can_write,
    }
    return render(request, "portal/told.html", context, status=status)
