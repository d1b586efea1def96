"""The edition of a rule that a link's ask has attested: its text, and its file."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sekisho.apps.rules.queries.attested import edition_of_link
from sekisho.apps.rules.queries.rules import file_of
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, respondent


def rule_words(request: Request) -> dict[str, Any] | None:
    """The edition in the reader's language; None for an ask about something else."""
    found = edition_of_link(request.actor)
    if found is None:
        return None
    rule, edition = found
    language = request.LANGUAGE_CODE
    return {
        "title": rule.words.title.in_language(language),
        "number": edition.number,
        "first_day": edition.first_day,
        "summary": edition.words.summary.in_language(language),
        "text": edition.words.text.in_language(language),
        "ended_at": rule.ended_at,
        "ended_because": rule.ended_because.in_language(language),
        "file_name": edition.words.file_name,
    }


@respondent("answer", "GET")
def rule_file(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """The file of the edition, as an attachment."""
    found = edition_of_link(request.actor)
    if found is None:
        raise NotFound("rules.no_file")
    response = HttpResponse(file_of(found[1]), content_type="application/octet-stream")
    name = found[1].words.file_name
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
