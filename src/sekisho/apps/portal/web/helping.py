"""Who can help a small firm: a page for everybody, without a link or a code."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from sekisho.apps.answering.queries.hints import help_services
from sekisho.ui.entrances import Request, public


@public("GET", because="a list of public services; shows nothing of anybody")
def help_page(request: Request) -> HttpResponse:
    """The catalogue in the reader's language."""
    language = request.LANGUAGE_CODE
    rows = [
        {
            "key": one.key,
            "name": one.name.in_language(language),
            "what": one.what.in_language(language),
            "cost": one.cost.in_language(language),
            "source": one.source.in_language(language),
            "url": one.url,
            "is_checked": one.is_checked,
            "page_of": date.fromisoformat(one.page_of) if one.page_of else None,
        }
        for one in help_services()
    ]
    return render(request, "portal/help.html", {"rows": rows})
