"""The board's list and all answers as xlsx or CSV, with the filters of the page.

A small file comes at once. A large one would hold a page for a minute: it is prepared by a worker
and fetched from the page that shows the progress.
"""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.apps.asks.actions.exports import RUN_KIND, ask_export, note_export, take_export
from sekisho.apps.asks.forms.sheets import FORMS, MEDIA_TYPES, WHATS, Wanted, sheet_of
from sekisho.apps.asks.forms.words import language, said
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.exports import export_ids
from sekisho.apps.asks.queries.prepared import KEPT_FOR, Wish, is_ready
from sekisho.apps.asks.web.board import criteria_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui import slots
from sekisho.ui.entrances import Request, office
from sekisho.ui.wording import counted

AT_ONCE = 2_000  # rows


def register() -> None:
    """What the room's apps.py calls: the page of a file in the making."""
    kept = _lazy("Preparing a file, kept for 24 hours and for you alone")
    slots.register_run(RUN_KIND, kept, prepared_address, _lazy("Download the file"))


@office(Capability.VIEW, "GET", "POST")
def export(request: Request, uid: uuid.UUID, what: str, form: str) -> HttpResponse:
    if what not in WHATS or form not in FORMS:
        raise NotFound("asks.not_there")
    now = clock.now()
    ask = ask_for(request.actor, uid)
    ids = export_ids(request.actor, ask, criteria_of(request.GET), now=now)
    wanted = Wanted(ask, what, form, ids)
    if len(ids) > AT_ONCE:
        return _start(request, wanted) if request.method == "POST" else _offer(request, wanted)
    if request.method == "POST":  # it became small meanwhile
        return redirect(request.get_full_path())
    note_export(request.actor, uid=uid, what=what, count=len(ids), now=now)
    return _attachment(wanted.name, form, sheet_of(request.actor, wanted, now=now))


@office(Capability.VIEW, "GET")
def prepared(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The file that one had prepared; the right to it is checked anew."""
    wish, data = take_export(request.actor, uid=uid, now=clock.now())
    ask = ask_for(request.actor, uuid.UUID(wish.ask_uid))
    return _attachment(Wanted(ask, wish.what, wish.form, ()).name, wish.form, data)


def prepared_address(uid: uuid.UUID | None) -> str:
    """Where a prepared file is fetched; empty while there is none."""
    if uid is None or not is_ready(uid, now=clock.now()):
        return ""
    return reverse("asks:prepared", args=[uid])


def _offer(request: Request, wanted: Wanted) -> HttpResponse:
    rows = counted(len(wanted.ids), "organisations")
    context = {
        "title": _("Prepare the file"),
        "summary": said(wanted.ask.title),
        "facts": [
            (_("In the file"), rows),
            (_("Kept"), _("%(hours)s hours, for you alone") % {"hours": _hours()}),
        ],
        "button": _("Prepare the file (%(rows)s)") % {"rows": rows},
        "action_url": request.get_full_path(),
        "cancel_url": reverse("asks:board", args=[wanted.ask.uid]),
    }
    return render(request, "ui/confirm.html", context)


def _start(request: Request, wanted: Wanted) -> HttpResponse:
    wish = Wish(
        person_uid=str(request.actor.uid),
        ask_uid=str(wanted.ask.uid),
        what=wanted.what,
        form=wanted.form,
        language=language(),
        ids=wanted.ids,
    )
    person_id = request.user.pk or 0
    run = ask_export(request.actor, wish=wish, person_id=person_id, now=clock.now())
    return redirect("work:run", uid=run)


def _hours() -> int:
    return int(KEPT_FOR.total_seconds() // 3600)


def _attachment(name: str, form: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
