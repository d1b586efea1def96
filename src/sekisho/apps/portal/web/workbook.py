"""Filling in Excel: the workbook goes out, comes back, is looked over and saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.filed import file_place_of
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.sending import FileForm
from sekisho.apps.portal.web.cards import progress_of
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.apps.workbooks.actions.filing import confirm, drop, note_download, take_in
from sekisho.apps.workbooks.forms.review import choices_sent, review_of
from sekisho.apps.workbooks.forms.wording import guide_of, sheet_texts, words_in
from sekisho.apps.workbooks.queries.incoming import MOST_MIB, Given
from sekisho.apps.workbooks.queries.outgoing import (
    MEDIA_TYPE,
    file_name_of,
    filled_for,
    workbook_bytes,
)
from sekisho.apps.workbooks.queries.staged import staged_for
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge, Unreadable
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.wording import counted

_REFUSALS = (Invalid, TooLarge, Unreadable)


@respondent("answer", "GET", "POST")
def excel(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Download the workbook, or send it back filled in."""
    now = clock.now()
    reply = reply_for(request.actor, now=now)
    if not reply.visit.standing.can_write:
        return redirect("portal:copy", link_uid=link_uid)
    if request.method != "POST":
        return _excel_page(request, reply, "")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        trouble = " ".join(str(error) for error in form.errors.get("file", ()))
        return _excel_page(request, reply, trouble)
    sent = form.cleaned_data["file"]
    given = Given(sent.name, sent.read((MOST_MIB << 20) + 1))
    try:
        uid = take_in(request.actor, given=given, texts=sheet_texts(), now=now)
    except _REFUSALS as problem:
        return _excel_page(request, reply, words_of_refusal(problem))
    return redirect("portal:excel-review", link_uid=link_uid, filing_uid=uid)


@respondent("answer", "GET")
def excel_file(request: Request, link_uid: uuid.UUID, language: str) -> HttpResponse:
    """The workbook with what was saved so far, in the language asked for."""
    if language not in LANGUAGES:
        raise NotFound("asks.no_file")
    now = clock.now()
    filled = filled_for(request.actor, now=now)
    note_download(request.actor, place=filled.place, language=language, now=now)
    guide = guide_of(filled.reply, filled.place.ask_number, language)
    data = workbook_bytes(filled, words_in(language), guide, now=now)
    return attachment(data, file_name_of(filled, language), MEDIA_TYPE)


@respondent("answer", "GET", "POST")
def excel_review(request: Request, link_uid: uuid.UUID, filing_uid: uuid.UUID) -> HttpResponse:
    """What was read of the file; saved once its sender says so."""
    if request.method != "POST":
        return _review_page(request, filing_uid, "", {})
    place = file_place_of(request.actor)
    choices = choices_sent(request.POST)
    try:
        result = confirm(
            request.actor, uid=filing_uid, place=place, choices=choices, now=clock.now()
        )
    except Conflict as problem:
        if problem.code != "workbooks.undecided":
            raise
        return _review_page(request, filing_uid, words_of_refusal(problem), choices)
    text = _("Saved from the file: %(count)s.") % {"count": counted(len(result.saved), "answers")}
    notify(request, text)
    return redirect("portal:summary", link_uid=link_uid)


@respondent("answer", "POST")
def excel_drop(request: Request, link_uid: uuid.UUID, filing_uid: uuid.UUID) -> HttpResponse:
    """Forget a file before anything is saved from it."""
    drop(request.actor, uid=filing_uid, now=clock.now())
    notify(request, _("Nothing was saved from the file."), tone="neutral")
    return redirect("portal:excel", link_uid=link_uid)


def _excel_page(request: Request, reply: ReplyView, trouble: str) -> HttpResponse:
    context = {
        "about": about_reply(request, reply),
        "progress": progress_of(reply),
        "trouble": trouble,
        "limit_mb": MOST_MIB,
        "has_files": any(one.kind.value == "file" for one in reply.asked),
    }
    status = 422 if trouble else 200
    return visit_page(request, "portal/excel.html", reply.visit, context, status=status)


def _review_page(
    request: Request, filing_uid: uuid.UUID, trouble: str, choices: Mapping[str, str]
) -> HttpResponse:
    staged = staged_for(request.actor, filing_uid, now=clock.now())
    context: dict[str, Any] = {
        "about": about_reply(request, staged.reply),
        "progress": progress_of(staged.reply),
        "staged": staged,
        "review": review_of(staged, request.LANGUAGE_CODE, chosen=choices),
        "trouble": trouble,
    }
    status = 409 if trouble else 200
    return visit_page(
        request, "portal/excel_review.html", staged.reply.visit, context, status=status
    )
