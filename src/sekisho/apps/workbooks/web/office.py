"""The office's pages: workbooks that came by mail, one or many, read, looked over, saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.filed import FilePlace, asked_in, file_places_for, lent_scope
from sekisho.apps.workbooks.actions.batches import (
    MOST_FILES,
    SavedFile,
    Target,
    confirm_batch,
    drop_batch,
    read_batch,
)
from sekisho.apps.workbooks.actions.filing import note_download
from sekisho.apps.workbooks.forms.review import choices_sent, review_of
from sekisho.apps.workbooks.forms.uploads import chosen_files, given_files, prefix_of
from sekisho.apps.workbooks.forms.wording import guide_of, sheet_texts, words_in
from sekisho.apps.workbooks.queries.incoming import MOST_MIB
from sekisho.apps.workbooks.queries.outgoing import (
    MEDIA_TYPE,
    file_name_of,
    filled_for,
    workbook_bytes,
)
from sekisho.apps.workbooks.queries.staged import BatchLine, ask_of_batch, batch_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound, Problem
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_for_code, sentence_of
from sekisho.ui.wording import counted


@office(Capability.FOLLOW_UP, "GET", "POST")
def returned(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring in the workbooks of an ask that came by mail, many at once."""
    _ask, number, title = asked_in(request.actor, uid)
    context = {"ask_uid": uid, "number": number, "title": title.in_language(request.LANGUAGE_CODE)}
    return _upload(request, Target(uid), context)


@office(Capability.FOLLOW_UP, "GET", "POST")
def returned_one(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring in the workbook of one partner that came by mail."""
    place = _place(request, uid)
    language = request.LANGUAGE_CODE
    context = {
        "ask_uid": place.ask_uid,
        "number": place.ask_number,
        "title": place.ask_title.in_language(language),
        "place": place,
        "name": place.subject.in_language(language),
    }
    return _upload(request, Target(place.ask_uid, place.uid), context)


def _place(request: Request, uid: uuid.UUID) -> FilePlace:
    place = file_places_for(request.actor, [uid]).get(uid)
    if place is None:
        raise NotFound("asks.not_there")
    return place


def _upload(request: Request, target: Target, context: dict[str, Any]) -> HttpResponse:
    trouble = ""
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        trouble = "" if sent else _("Please choose a file first.")
        try:
            if sent:
                batch_uid = read_batch(
                    request.actor,
                    target=target,
                    files=given_files(sent),
                    texts=sheet_texts(),
                    now=clock.now(),
                )
                return redirect("workbooks:batch", uid=batch_uid)
        except Problem as problem:
            if isinstance(problem, NotFound):
                raise
            trouble = sentence_of(problem)
    context |= {"trouble": trouble, "limit_mb": MOST_MIB, "most": MOST_FILES}
    return render(request, "workbooks/upload.html", context, status=422 if trouble else 200)


@office(Capability.FOLLOW_UP, "GET")
def workbook(request: Request, uid: uuid.UUID, language: str) -> HttpResponse:
    """The workbook of one partner, to be sent by mail by hand."""
    if language not in LANGUAGES:
        raise NotFound("asks.not_there")
    now = clock.now()
    filled = filled_for(lent_scope(request.actor, _place(request, uid)), now=now)
    guide = guide_of(filled.reply, filled.place.ask_number, language)
    data = workbook_bytes(filled, words_in(language), guide, now=now)
    note_download(request.actor, place=filled.place, language=language, now=now)
    name = content_disposition_header(as_attachment=True, filename=file_name_of(filled, language))
    headers = {"Content-Disposition": name or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=MEDIA_TYPE, headers=headers)


@office(Capability.FOLLOW_UP, "GET", "POST")
def batch(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What was read of each file; the ticked ones are saved."""
    now = clock.now()
    results: tuple[SavedFile, ...] = ()
    chosen = chosen_files(request.POST) if request.method == "POST" else {}
    if request.method == "POST":
        results = confirm_batch(request.actor, batch_uid=uid, chosen=chosen, now=now)
        saved = [one for one in results if one.trouble is None]
        if saved:
            text = _("%(who)s: answers saved from files.")
            notify(request, text % {"who": counted(len(saved), "organisations")})
        if results and len(saved) == len(results):
            return redirect("workbooks:batch", uid=uid)
    troubles = {one.place.uid: sentence_of(one.trouble) for one in results if one.trouble}
    lines = batch_for(request.actor, uid, now=now)
    language = request.LANGUAGE_CODE
    rows = [_row(line, language, _sent(request, line, chosen), troubles) for line in lines]
    if request.method == "POST" and not results:
        rows_trouble = _("Please tick the files that shall be saved.")
    else:
        rows_trouble = ""
    context = {
        "uid": uid,
        "ask_uid": ask_of_batch(request.actor, uid),
        "rows": rows,
        "ready": sum(row["review"] is not None for row in rows),
        "saved": sum(row["line"].saved is not None for row in rows),
        "refused": sum(bool(row["refusal"]) for row in rows),
        "trouble": rows_trouble,
    }
    status = 409 if troubles or rows_trouble else 200
    return render(request, "workbooks/batch.html", context, status=status)


def _sent(
    request: Request, line: BatchLine, chosen: Mapping[uuid.UUID, Any]
) -> tuple[bool, Mapping[str, str]] | None:
    """Whether a file was ticked and what was decided for it; None before anything was sent."""
    if request.method != "POST":
        return None
    return line.uid in chosen, choices_sent(request.POST, prefix=prefix_of(line.uid))


def _row(
    line: BatchLine,
    language: str,
    sent: tuple[bool, Mapping[str, str]] | None,
    troubles: dict[uuid.UUID, str],
) -> dict[str, Any]:
    is_ticked, decided = sent or (True, {})
    review = (
        review_of(line.staged, language, prefix=prefix_of(line.uid), chosen=decided)
        if line.staged
        else None
    )
    if sent is None and review is not None:
        is_ticked = not (review.differs or review.submitted_at)
    trouble = line.trouble
    return {
        "line": line,
        "name": line.place.subject.in_language(language) if line.place else "",
        "review": review,
        "is_ticked": is_ticked,
        "refusal": sentence_for_code(trouble.code, trouble.params) if trouble else "",
        "trouble": troubles.get(line.place.uid, "") if line.place else "",
    }


@office(Capability.FOLLOW_UP, "POST")
def drop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Forget what still waits of an upload."""
    ask_uid = ask_of_batch(request.actor, uid)
    drop_batch(request.actor, batch_uid=uid, now=clock.now())
    notify(request, _("The files were dropped; nothing was saved from them."), tone="neutral")
    return redirect("asks:board", uid=ask_uid)
