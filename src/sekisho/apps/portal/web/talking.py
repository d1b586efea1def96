"""Asking something at a question, declining, taking up again, confirming last time's answer."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.apps.answering.actions.earlier import confirm_earlier
from sekisho.apps.answering.actions.refusals import NewRefusal, decline, take_up
from sekisho.apps.answering.actions.talks import Saying, ask_question
from sekisho.apps.answering.queries.talks import threads_for
from sekisho.apps.asks.actions.replies import Outcome
from sekisho.apps.asks.queries.respondent import ReplyView, holder_name, reply_for
from sekisho.apps.portal.forms.answering import AskForm, DeclineForm
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.web.answers import page_of, question_of
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.engines.questionnaire import Question
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for


@respondent("answer", "GET", "POST")
def talk(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """What was said at one question, and room to ask."""
    reply = reply_for(request.actor, now=clock.now())
    asked = question_of(reply, question)
    if request.method == "GET":
        form = AskForm(initial={"by": holder_name(request.actor)})
        return _talk_page(request, reply, asked, form)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _talk_page(request, reply, asked, form, status=422)
    saying = Saying(form.cleaned_data["text"], form.cleaned_data["by"])
    try:
        ask_question(request.actor, question_key=question, saying=saying, now=clock.now())
    except (Invalid, Conflict) as problem:
        form.add_error(None, " ".join(words_for(problem)))
        return _talk_page(request, reply, asked, form, status=problem.http_status)
    notify(request, _("Sent. We answer here and tell you by mail."))
    return redirect("portal:talk", link_uid=link_uid, question=question)


@respondent("answer", "GET", "POST")
def refuse(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Say why no answer comes, or name the right person."""
    reply = reply_for(request.actor, now=clock.now())
    if not reply.visit.standing.can_write or reply.visit.submitted_at:
        return redirect("portal:start", link_uid=link_uid)
    form = DeclineForm(
        request.POST if request.method == "POST" else None,
        initial={"by": holder_name(request.actor)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            decline(request.actor, refusal=NewRefusal(**form.cleaned_data), now=clock.now())
        except (Invalid, Conflict) as problem:
            form.add_error(None, " ".join(words_for(problem)))
        else:
            notify(request, _("Thank you for telling us. We will not remind you."))
            return redirect("portal:start", link_uid=link_uid)
    context = {"about": about_reply(request, reply), "form": form}
    status = 422 if form.errors else 200
    return visit_page(request, "portal/decline.html", reply.visit, context, status=status)


@respondent("answer", "POST")
def resume(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Take up an answer that was declined."""
    try:
        take_up(request.actor, now=clock.now())
    except Conflict as problem:
        notify(request, words_of_refusal(problem), tone="critical")
    else:
        notify(request, _("Good. You can answer now."))
    return redirect("portal:start", link_uid=link_uid)


@respondent("answer", "POST")
def still(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Confirm last time's answer of one question."""
    reply = reply_for(request.actor, now=clock.now())
    asked = question_of(reply, question)
    try:
        result = confirm_earlier(request.actor, question_key=question, now=clock.now())
    except (Conflict, NotFound) as problem:  # a colleague answered meanwhile
        notify(request, words_of_refusal(problem), tone="critical")
    else:
        if result.outcome is Outcome.SAVED:
            notify(request, _("Confirmed and saved."))
    return redirect(page_of(asked, link_uid, question))


def _talk_page(
    request: Request, reply: ReplyView, asked: Question, form: AskForm, *, status: int = 200
) -> HttpResponse:
    language = request.LANGUAGE_CODE
    threads = threads_for(request.actor, now=clock.now())
    thread = next((one for one in threads if one.question_key == asked.key), None)
    context = {
        "about": about_reply(request, reply),
        "question": asked.text.in_language(language),
        "thread": thread,
        "form": form,
        "can_ask": reply.visit.standing.value not in {"ended", "accepted"},
        "back_url": page_of(asked, request.actor.uid, asked.key),
    }
    return visit_page(request, "portal/talk.html", reply.visit, context, status=status)
