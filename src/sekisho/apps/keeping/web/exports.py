"""Everything about a partner as ZIP files, made in memory when they are asked for."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from sekisho.apps.asks.forms.words import said
from sekisho.apps.keeping.actions.dossier import TakenPart, note_taken
from sekisho.apps.keeping.forms.dossier import zip_part
from sekisho.apps.keeping.queries.dossier import (
    dossier_for,
    file_refs,
    left_out,
    parts_of,
    safe_name,
)
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, office


@office(Capability.RUN, "GET")
def everything(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What would be in the file, and its parts."""
    found = dossier_for(request.actor, uid, now=clock.now())
    context = {
        "found": found,
        "organisation": found.partner.organisation,
        "name": said(found.partner.organisation.names),
        "people": len(found.partner.contacts) + len(found.partner.former_contacts),
        "letters": sum(len(one.letters) for one in found.conversations),
        "parts": parts_of(file_refs(found)),
        "left_out": left_out(found),
    }
    return render(request, "keeping/everything.html", context)


@office(Capability.RUN, "POST")
def take(request: Request, uid: uuid.UUID, part: int) -> HttpResponse:
    """One part as a file; it is on record before it leaves."""
    now = clock.now()
    found = dossier_for(request.actor, uid, now=now)
    refs = file_refs(found)
    parts = parts_of(refs)
    chosen = next((one for one in parts if one.number == part), None)
    if chosen is None:
        raise NotFound("keeping.no_part")
    data = zip_part(request.actor, found, part=part, refs=refs, now=now)
    taken = TakenPart(part, len(parts), chosen.files)
    note_taken(request.actor, uid=uid, taken=taken, now=now)
    name = f"{safe_name(found.partner.organisation.name)}-{part}-{len(parts)}.zip"
    response = HttpResponse(data, content_type="application/zip")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
