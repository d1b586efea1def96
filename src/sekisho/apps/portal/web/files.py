"""Files given with an answer: attach, fetch, take back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from sekisho.apps.asks.actions.evidence import Upload, attach_evidence, withdraw_evidence
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_files import evidence_content_for
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.sending import FileForm
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.answers import page_of, question_of
from sekisho.apps.portal.web.cards import card_of, progress_of
from sekisho.apps.portal.web.pages import visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem, TooLarge, Unreadable
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify

REFUSALS = (Invalid, TooLarge, Unreadable, Conflict)


@respondent("answer", "POST")
def files(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Attach a file to an answer; a refused one leaves everything else as it is."""
    form = FileForm(request.POST, request.FILES)
    trouble = ""
    if form.is_valid():
        trouble = _attach(request, question, form)
    else:
        trouble = " ".join(str(error) for error in form.errors.get("file", ()))
    return _answer(request, question, trouble)


def _attach(request: Request, question: str, form: FileForm) -> str:
    """What stood in the way, empty when the file was kept."""
    given = form.cleaned_data["file"]
    upload = Upload(given.file, given.name)
    try:
        attach_evidence(request.actor, question_key=question, upload=upload, now=clock.now())
    except REFUSALS as problem:
        return words_of_refusal(problem)
    return ""


@respondent("answer", "GET")
def file(request: Request, link_uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """A file that was given, as an attachment."""
    found = evidence_content_for(request.actor, file_uid)
    return attachment(found.data, found.view.name, "application/octet-stream")


@respondent("answer", "POST")
def withdraw(request: Request, link_uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Take a file back."""
    try:
        key = withdraw_evidence(request.actor, uid=file_uid, now=clock.now())
    except Problem as problem:
        if isinstance(problem, NotFound):
            raise
        notify(request, words_of_refusal(problem), tone="critical")
        return redirect("portal:start", link_uid=link_uid)
    return _answer(request, key, "")


def attachment(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Bytes that a browser saves and never shows."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = _disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _disposition(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"


def _answer(request: Request, key: str, trouble: str) -> HttpResponse:
    reply = reply_for(request.actor, now=clock.now())
    asked = question_of(reply, key)
    if request.headers.get("HX-Request") != "true":
        if trouble:
            notify(request, trouble, tone="critical")
            return redirect(page_of(asked, request.actor.uid, key).partition("#")[0])
        return redirect(page_of(asked, request.actor.uid, key))
    return files_part(request, key, trouble)


def files_part(request: Request, key: str, trouble: str) -> HttpResponse:
    """The files of one card, drawn anew with what stood in the way."""
    reply = reply_for(request.actor, now=clock.now())
    asked = question_of(reply, key)
    card = card_of(reply, asked, language=request.LANGUAGE_CODE, link_uid=request.actor.uid)
    card = replace(card, pieces_url=address("pieces", request.actor.uid, question=key))
    context: dict[str, Any] = {
        "card": card,
        "trouble": trouble,
        "progress": progress_of(reply),
        "is_part": True,
    }
    status = 422 if trouble else 200
    return visit_page(request, "portal/part_files.jinja", reply.visit, context, status=status)
