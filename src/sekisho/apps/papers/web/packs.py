"""Letters on paper of one ask: print them, and say when they were posted."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sekisho.apps.papers.actions.packs import PackWish, confirm_posted, print_pack
from sekisho.apps.papers.forms import PackForm, PostedForm
from sekisho.apps.papers.queries.packs import MOST_AT_ONCE, pack_pdf, paper_board
from sekisho.apps.papers.queries.slips import shown_number
from sekisho.apps.papers.web.previews import pdf_attachment
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import counted


@office(Capability.RUN, "GET")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who gets a letter on paper, and where each one is."""
    return _page(request, uid, PostedForm())


@office(Capability.RUN, "POST")
@sensitive_variables()
def pack(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The pack as a file. It is made for this answer and kept nowhere."""
    form = PackForm(request.POST)
    form.is_valid()  # ticks and switches: what is not understood counts as not given
    given = form.cleaned_data
    now = clock.now()
    wish = PackWish(only=given.get("only", ()), is_new=given["is_new"])
    ids = print_pack(request.actor, uid=uid, wish=wish, now=now)
    found = paper_board(request.actor, uid, now=now)
    pdf = pack_pdf(ids, duplex=given["duplex"], now=now)
    return pdf_attachment(f"{found.ask.number}-letters.pdf", pdf)


@office(Capability.RUN, "POST")
def posted(request: Request, uid: uuid.UUID) -> HttpResponse:
    form = PostedForm(request.POST)
    if not form.is_valid():
        return _page(request, uid, form, status=422)
    given = form.cleaned_data
    try:
        count = confirm_posted(
            request.actor,
            uid=uid,
            only=given["only"],
            posted_on=given["posted_on"],
            now=clock.now(),
        )
    except Invalid as problem:
        form.add_error("posted_on", sentence_of(problem))
        return _page(request, uid, form, status=422)
    notify(request, _("Handed over on paper: %(n)s.") % {"n": counted(count, "letters")})
    return redirect("papers:board", uid=uid)


def _page(request: Request, uid: uuid.UUID, form: PostedForm, *, status: int = 200) -> HttpResponse:
    found = paper_board(request.actor, uid, now=clock.now())
    language = request.LANGUAGE_CODE
    context = {
        "ask": found.ask,
        "title": found.ask.title.in_language(language),
        "form": form,
        "today": clock.now(),
        "to_print": found.count("to_print"),
        "printed": found.count("printed"),
        "posted": found.count("posted"),
        "next": min(found.count("to_print"), MOST_AT_ONCE),
        "rows": [
            {
                "line": line,
                "name": line.case.names.in_language(language),
                "number": shown_number(line.number) if line.number else "",
            }
            for line in found.lines
        ],
    }
    return render(request, "papers/board.html", context, status=status)
