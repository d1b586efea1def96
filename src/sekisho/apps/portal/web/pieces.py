"""Large files with an answer, sent by the page in pieces: begun, continued, finished."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, JsonResponse

from sekisho.apps.asks.actions.pieces import (
    add_piece,
    begin_upload,
    finish_upload,
)
from sekisho.apps.asks.queries.pieces import PIECE_BYTES, Announced, incoming_for
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.sending import AnnouncedForm, PieceForm
from sekisho.apps.portal.web.files import REFUSALS, files_part
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.ui.entrances import Request, respondent

_BAD_REQUEST, _CONFLICT, _UNPROCESSABLE = 400, 409, 422


@respondent("answer", "POST")
def begin(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Where the pieces go and from which byte on; an upload that broke off is gone on with."""
    form = AnnouncedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=_BAD_REQUEST)
    wanted = Announced(question, form.cleaned_data["name"], form.cleaned_data["size"])
    earlier, received = form.cleaned_data["upload"], 0
    try:
        if earlier is None or (received := _received(request, earlier, wanted)) < 0:
            earlier = begin_upload(request.actor, announced=wanted, now=clock.now())
            received = 0
    except REFUSALS as problem:
        return JsonResponse({"trouble": words_of_refusal(problem)}, status=_UNPROCESSABLE)
    answer = {"upload": str(earlier), "received": received, "piece": PIECE_BYTES}
    return JsonResponse(answer)


def _received(request: Request, uid: uuid.UUID, wanted: Announced) -> int:
    """How much of this very file is here; less than nothing when it must begin anew."""
    try:
        found = incoming_for(request.actor, uid)
    except NotFound:
        return -1
    return found.received_bytes if found.announced == wanted else -1


@respondent("answer", "POST")
def piece(request: Request, link_uid: uuid.UUID, upload_uid: uuid.UUID) -> HttpResponse:
    """One piece; with the last one the file is judged and the card's files are drawn anew."""
    form = PieceForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(status=_BAD_REQUEST)
    actor, now = request.actor, clock.now()
    data = form.cleaned_data["piece"].read(PIECE_BYTES + 1)
    try:
        found = add_piece(
            actor, uid=upload_uid, offset=form.cleaned_data["offset"], data=data, now=now
        )
    except Conflict as problem:
        found = incoming_for(actor, upload_uid)
        if problem.code != "asks.piece_out_of_place":  # nothing more is taken here
            return files_part(request, found.announced.question_key, words_of_refusal(problem))
        return JsonResponse({"received": found.received_bytes}, status=_CONFLICT)
    if not found.is_whole:
        return JsonResponse({"received": found.received_bytes})
    trouble = ""
    try:
        finish_upload(actor, uid=upload_uid, now=now)
    except REFUSALS as problem:
        trouble = words_of_refusal(problem)
    return files_part(request, found.announced.question_key, trouble)
