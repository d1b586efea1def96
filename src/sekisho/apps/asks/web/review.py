"""One reply: reading it, accepting it, sending it back, and marks by hand."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sekisho.apps.asks.actions.reviews import (
    Remarks,
    accept_reply,
    mark_delivery,
    reopen_reply,
    return_reply,
)
from sekisho.apps.asks.forms.review import AcceptForm, ReturnForm
from sekisho.apps.asks.forms.words import said, shown_line
from sekisho.apps.asks.queries.about import evidence_of_reply
from sekisho.apps.asks.queries.lines import next_to_review
from sekisho.apps.asks.queries.replies import ReplyPage, assignment_row_for, reply_page_for
from sekisho.apps.asks.queries.respondent_files import evidence_content_for
from sekisho.apps.asks.queries.sent_letters import sent_letters_for
from sekisho.apps.asks.queries.zones import due_moment, zone_of
from sekisho.apps.asks.web.board import ask_context
from sekisho.apps.asks.web.letter_words import shown_letters
from sekisho.apps.asks.web.reply_parts import category_parts, events_of, score_parts
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.slots import drawn_panels

_DAYS_TO_CORRECT = 5
_SHOWS = ("gaps", "changed", "files", "open")


@office(Capability.VIEW, "GET")
def reply(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = reply_page_for(request.actor, uid, now=clock.now())
    return _page(request, found, _return_form(found))


@office(Capability.FOLLOW_UP, "POST")
def accept(request: Request, uid: uuid.UUID) -> HttpResponse:
    assignment_row_for(request.actor, uid, Capability.FOLLOW_UP)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise Conflict("asks.review.changed")
    now, revision = clock.now(), form.cleaned_data["revision"]
    accept_reply(request.actor, uid=uid, seen_revision=revision, now=now)
    found = reply_page_for(request.actor, uid, now=now)
    text = _("%(name)s: accepted.") % {"name": said(found.line.subject.names)}
    notify(request, text, undo_url=reverse("asks:reopen", kwargs={"uid": uid}))
    return _onward(request, found)


@sensitive_variables("form")
@office(Capability.FOLLOW_UP, "POST")
def send_back(request: Request, uid: uuid.UUID) -> HttpResponse:
    now = clock.now()
    found = reply_page_for(request.actor, uid, now=now, capability=Capability.FOLLOW_UP)
    form = ReturnForm(request.POST, keys=[line.question.key for line in found.questions])
    if form.is_valid():
        given = form.cleaned_data
        remarks = Remarks(given["general"], form.remarks, given["until_on"])
        try:
            return_reply(
                request.actor,
                uid=uid,
                seen_revision=given["revision"],
                remarks=remarks,
                now=now,
            )
        except Invalid as problem:
            form.add_error("until_on", words_for(problem)[0])
        else:
            text = _("%(name)s: sent back, the letter is on its way.")
            notify(request, text % {"name": said(found.line.subject.names)})
            return _onward(request, found)
    return _page(request, found, form, status=422)


@office(Capability.FOLLOW_UP, "POST")
def reopen(request: Request, uid: uuid.UUID) -> HttpResponse:
    reopen_reply(request.actor, uid=uid, now=clock.now())
    notify(request, _("The acceptance was taken back; nobody had been told."), tone="neutral")
    return redirect("asks:reply", uid=uid)


@office(Capability.FOLLOW_UP, "POST")
def mark(request: Request, uid: uuid.UUID) -> HttpResponse:
    """By hand: the letter came back, or it did arrive."""
    is_bounced = request.POST.get("is_bounced") == "yes"
    mark_delivery(request.actor, uid=uid, is_bounced=is_bounced, now=clock.now())
    text = _("Marked as come back.") if is_bounced else _("Marked as delivered.")
    notify(request, text)
    return redirect("asks:reply", uid=uid)


@office(Capability.VIEW, "GET")
def evidence(request: Request, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Always as an attachment, never shown in the page."""
    files = evidence_of_reply(request.actor, uid)
    content = evidence_content_for(request.actor, file_uid)
    if content.view.uid not in {file.uid for file in files}:
        raise NotFound("asks.no_file")
    response = HttpResponse(content.data, content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=content.view.name)
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _onward(request: Request, found: ReplyPage) -> HttpResponse:
    """The next reply that waits, so that a stack is read without going back to the list."""
    following = next_to_review(request.actor, found.ask, after=found.line.uid)
    if following is None:
        return redirect("asks:board", uid=found.ask.uid)
    return redirect("asks:reply", uid=following)


def _return_form(found: ReplyPage) -> ReturnForm:
    at = found.line.respondent or found.line.subject
    due = due_moment(
        at.country, answer_days=_DAYS_TO_CORRECT, due_on=None, now=clock.now()
    ).astimezone(zone_of(at.country))
    first = {"revision": found.revision, "until_on": due.date()}
    return ReturnForm(keys=[line.question.key for line in found.questions], initial=first)


def _page(
    request: Request, found: ReplyPage, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in _SHOWS else ""
    is_waiting = found.line.state == "submitted" and found.line.erased_at is None
    can_review = request.actor.can(Capability.FOLLOW_UP) and is_waiting
    following = next_to_review(request.actor, found.ask, after=found.line.uid)
    context: dict[str, Any] = {
        **ask_context(request, found.ask, "board"),
        "found": found,
        "row": shown_line(found.line),
        "receipt": found.receipts[0] if found.receipts else None,
        "score": score_parts(found),
        "categories": category_parts(found, show, form),
        "shows": _shows(found),
        "high": found.score.critical_gap_count,
        "events": events_of(found),
        "letters": shown_letters(
            sent_letters_for(request.actor, [found.line.id]).get(found.line.id, ())
        ),
        "form": form,
        "can_review": can_review,
        "undo": next((one for one in found.reviews if one.can_undo), None),
        "following": following,
        "panels": drawn_panels(request, "reply", found),
    }
    return render(request, "asks/after/reply.html", context, status=status)


def _shows(found: ReplyPage) -> dict[str, int]:
    lines = found.questions
    return {
        "all": len(lines),
        "gaps": sum(line.gap is not None for line in lines),
        "changed": sum(line.change is not None for line in lines),
        "files": sum(bool(line.files) for line in lines),
        "open": sum(line.stored is None for line in lines),
    }
