"""Handing questions over: the form, who has which, taking back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.apps.answering.actions.handovers import NewHandOver, hand_over, take_back
from sekisho.apps.asks.queries.respondent import ReplyView, holder_name, reply_for
from sekisho.apps.portal.forms.answering import HandOverForm
from sekisho.apps.portal.web.beside import shown_handovers
from sekisho.apps.portal.web.cards import numbers_of
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for


@respondent("answer", "GET", "POST")
def hand(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Choose who should answer which questions; below, who has which and how far."""
    reply = reply_for(request.actor, now=clock.now())
    if not reply.visit.standing.can_write:
        return redirect("portal:start", link_uid=link_uid)
    choices = _choices(reply, request.LANGUAGE_CODE)
    if request.method == "GET":
        initial = {"by": holder_name(request.actor), "languages": request.LANGUAGE_CODE}
        return _page(request, reply, HandOverForm(keys=choices, initial=initial))
    form = HandOverForm(keys=choices, data=request.POST)
    if not form.is_valid():
        return _page(request, reply, form, status=422)
    given = form.cleaned_data
    to = NewHandOver(
        name=given["name"],
        email=given["email"],
        question_keys=form.question_keys,
        by=given["by"],
        note=given["note"],
        languages=form.letter_languages,
        can_submit=given["can_submit"],
    )
    try:
        hand_over(request.actor, to=to, now=clock.now())
    except (Invalid, Conflict) as problem:
        form.add_error(None, " ".join(words_for(problem)))
        return _page(request, reply, form, status=problem.http_status)
    notify(request, _("Handed over. %(name)s gets a letter.") % {"name": to.name})
    return redirect("portal:hand", link_uid=link_uid)


@respondent("answer", "POST")
def back(request: Request, link_uid: uuid.UUID, handover_uid: uuid.UUID) -> HttpResponse:
    """Take a part back: its link closes at once."""
    take_back(request.actor, uid=handover_uid, now=clock.now())
    notify(request, _("Taken back. The link no longer opens; what was answered is kept."))
    return redirect("portal:hand", link_uid=link_uid)


def _choices(reply: ReplyView, language: str) -> list[tuple[str, str]]:
    numbers = numbers_of(reply)
    return [
        (one.key, f"{numbers[one.key]}. {one.text.in_language(language)}") for one in reply.asked
    ]


def _page(
    request: Request, reply: ReplyView, form: HandOverForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "about": about_reply(request, reply),
        "form": form,
        "handovers": shown_handovers(request, reply),
        "parts": _parts(reply, request.LANGUAGE_CODE, form),
    }
    return visit_page(request, "portal/hand.html", reply.visit, context, status=status)


def _parts(reply: ReplyView, language: str, form: HandOverForm) -> list[dict[str, Any]]:
    """The ticks by category."""
    ticks = {str(one.data["value"]): one for one in form["questions"]}
    found = []
    for category in reply.question_set.categories:
        own = [ticks[one.key] for one in reply.asked if one.category == category.key]
        if own:
            found.append({"label": category.label.in_language(language), "ticks": own})
    return found
