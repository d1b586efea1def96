"""The office's side: answering partners, clarifying for everybody, writing down what was told."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.answering.actions.talks import (
    Clarified,
    Saying,
    answer_question,
    clarify,
    settle_thread,
)
from sekisho.apps.answering.forms.office import ClarifyForm, SayForm
from sekisho.apps.answering.queries.talks import (
    ClarificationView,
    clarifications_for,
    threads_of_reply,
)
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.replies import reply_page_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify


@office(Capability.FOLLOW_UP, "POST")
def answer(request: Request, uid: uuid.UUID, thread_uid: uuid.UUID) -> HttpResponse:
    """Answer a partner's question, or say that nothing more is needed."""
    now = clock.now()
    if request.POST.get("settle"):
        settle_thread(request.actor, assignment_uid=uid, thread_uid=thread_uid, now=now)
        notify(request, _("Settled."))
        return _back(uid)
    threads = threads_of_reply(request.actor, uid, now=now, capability=Capability.FOLLOW_UP)
    thread = next((one for one in threads if one.uid == thread_uid), None)
    if thread is None:
        raise NotFound("answering.no_thread")
    form = SayForm(request.POST, prefix=f"t{thread.id}")
    if not form.is_valid():
        notify(request, _("Write your answer first."), tone="critical")
        return _back(uid)
    answer_question(
        request.actor,
        assignment_uid=uid,
        thread_uid=thread_uid,
        saying=Saying(form.cleaned_data["text"], own_name(request)),
        now=now,
    )
    notify(request, _("Answered. The partner is told by mail that an answer waits."))
    return _back(uid)


@office(Capability.RUN, "GET", "POST")
def clarify_from(request: Request, uid: uuid.UUID, thread_uid: uuid.UUID) -> HttpResponse:
    """Make a clarification for everybody out of a partner's question; its words can be changed."""
    found = reply_page_for(request.actor, uid, now=clock.now(), capability=Capability.RUN)
    threads = threads_of_reply(request.actor, uid, now=clock.now(), capability=Capability.RUN)
    thread = next((one for one in threads if one.uid == thread_uid), None)
    if thread is None:
        raise NotFound("answering.no_thread")
    said = [one.text for one in thread.messages if one.is_from_partner]
    given = [one.text for one in thread.messages if not one.is_from_partner]
    initial = {"asked_ja": said[0] if said else "", "answered_ja": given[-1] if given else ""}
    initial |= {"asked_en": initial["asked_ja"], "answered_en": initial["answered_ja"]}
    return _clarify_page(request, found.ask.uid, thread.question_key, None, initial)


@office(Capability.VIEW, "GET")
def clarifications(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everything that was clarified in an ask."""
    ask, language = ask_for(request.actor, uid), request.LANGUAGE_CODE
    rows = [
        {
            "one": one,
            "asked": one.asked.in_language(language),
            "answered": one.answered.in_language(language),
        }
        for one in clarifications_for(request.actor, uid)
    ]
    context = {
        "ask": ask,
        "title": ask.title.in_language(language),
        "rows": rows,
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "answering/clarifications.html", context)


@office(Capability.RUN, "GET", "POST")
def change_clarification(request: Request, uid: uuid.UUID, one_uid: uuid.UUID) -> HttpResponse:
    """Change or hide a clarification."""
    known = clarifications_for(request.actor, uid, Capability.RUN)
    one = next((row for row in known if row.uid == one_uid), None)
    if one is None:
        raise NotFound("answering.no_clarification")
    initial = {
        "asked_ja": one.asked.ja,
        "asked_en": one.asked.en,
        "answered_ja": one.answered.ja,
        "answered_en": one.answered.en,
        "is_shown": one.is_shown,
    }
    return _clarify_page(request, uid, one.question_key, one, initial)


def own_name(request: Request) -> str:
    """The name of the person who acts."""
    own = request.actor.uid
    return names_of({own}).get(own, "") if own else ""


def _clarify_page(
    request: Request,
    ask_uid: uuid.UUID,
    key: str,
    one: ClarificationView | None,
    initial: dict[str, Any],
) -> HttpResponse:
    form = ClarifyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        is_shown = given.pop("is_shown")
        clarify(
            request.actor,
            ask_uid=ask_uid,
            words=Clarified(question_key=key, **given),
            uid=one.uid if one else None,
            is_shown=is_shown,
            now=clock.now(),
        )
        kept = _("Kept. Everybody who was asked reads it at the question.")
        notify(request, kept if is_shown else _("Kept. Nobody outside reads it until it is shown."))
        return redirect("answering:clarifications", uid=ask_uid)
    ask = ask_for(request.actor, ask_uid, Capability.RUN)
    context = {"form": form, "ask": ask, "title": ask.title.in_language(request.LANGUAGE_CODE)}
    status = 422 if form.errors else 200
    return render(request, "answering/clarify.html", context, status=status)


def _back(uid: uuid.UUID) -> HttpResponse:
    return redirect(f"{reverse('asks:reply', kwargs={'uid': uid})}#questions-of-partner")
