"""The formal letter in both languages, as it will lie on the table, and as a file."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.apps.papers.actions.choices import save_choices
from sekisho.apps.papers.forms import ChoicesForm
from sekisho.apps.papers.queries.choices import choices_of
from sekisho.apps.papers.queries.previews import (
    Chosen,
    chosen_recipient,
    preview_pdf,
    preview_pictures,
)
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Problem
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of


@office(Capability.RUN, "GET")
def preview(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Japanese and English side by side."""
    chosen = chosen_recipient(request.actor, uid, request.GET.get("to", ""))
    sheets, trouble = _sheets(chosen)
    now_chosen = choices_of(chosen.ask.id)
    english = request.LANGUAGE_CODE.startswith("en")
    one = chosen.recipient
    context = {
        "ask": chosen.ask,
        "chosen": chosen,
        "name": (one.name_en if english else "") or one.name,
        "title": chosen.ask.title.in_language(request.LANGUAGE_CODE) or _("Ask without a title"),
        "sheets": sheets,
        "trouble": trouble,
        "form": ChoicesForm(
            {name: getattr(now_chosen, name) for name in now_chosen.__dataclass_fields__}
        ),
    }
    return render(request, "papers/preview.html", context)


@office(Capability.RUN, "POST")
def choices(request: Request, uid: uuid.UUID) -> HttpResponse:
    form = ChoicesForm(request.POST)
    form.is_valid()  # three switches: nothing can be wrong
    save_choices(request.actor, uid=uid, choices=form.choices(), now=clock.now())
    notify(request, _("Saved."))
    if request.POST.get("back") == "check":
        return redirect("asks:check", uid=uid)
    return redirect("papers:preview", uid=uid)


@office(Capability.RUN, "GET")
def picture(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One page as PNG."""
    chosen = chosen_recipient(request.actor, uid, request.GET.get("to", ""))
    pages = preview_pictures(chosen, _language(request), now=clock.now())
    wanted = request.GET.get("page", "1")
    place = int(wanted) if wanted in {str(n) for n in range(1, len(pages) + 1)} else 1
    return HttpResponse(pages[place - 1], content_type="image/png")


@office(Capability.RUN, "GET")
def letter(request: Request, uid: uuid.UUID) -> HttpResponse:
    chosen = chosen_recipient(request.actor, uid, request.GET.get("to", ""))
    language = _language(request)
    pdf = preview_pdf(chosen, language, now=clock.now())
    return pdf_attachment(f"{chosen.ask.number}-{language}.pdf", pdf)


def pdf_attachment(name: str, data: bytes) -> HttpResponse:
    """A PDF that is saved, never shown inside our pages."""
    response = HttpResponse(data, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _language(request: Request) -> str:
    return "en" if request.GET.get("language") == "en" else "ja"


def _sheets(chosen: Chosen) -> tuple[list[dict[str, object]], str]:
    """For each language the addresses of its pages and of its file, or what is wrong."""
    sheets: list[dict[str, object]] = []
    address, own = reverse("papers:picture", args=[chosen.ask.uid]), chosen.recipient.subject_id
    file = reverse("papers:letter", args=[chosen.ask.uid])
    try:
        for language in LANGUAGES:
            count = len(preview_pictures(chosen, language, now=clock.now()))
            query = f"?to={own}&language={language}"
            pages = [f"{address}{query}&page={place}" for place in range(1, count + 1)]
            sheets.append({"language": language, "pages": pages, "file": f"{file}{query}"})
    except Problem as problem:
        return [], sentence_of(problem)
    return sheets, ""
