"""Letters on paper of one ask: print them, and say when they were posted."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sekisho.apps.papers.actions.packs import mark_printed, prepare_pack
from sekisho.apps.papers.actions.posting import confirm_posted
from sekisho.apps.papers.forms import PackForm, PostedForm
from sekisho.apps.papers.queries.board import paper_board
from sekisho.apps.papers.queries.packs import pack_pdf
from sekisho.apps.papers.queries.slips import shown_number
from sekisho.apps.papers.web.previews import pdf_attachment
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import counted


@office(Capability.RUN, "GET")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who gets a letter on paper, and where each one is."""
    return _page(request, uid, PostedForm())


@office(Capability.RUN, "POST")
@sensitive_variables()
def pack(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The pack as a file: of the ticked letters, else of those that the page named as the next.

    It is made for this answer and kept nowhere.
    """
    form = PackForm(request.POST)
    if not form.is_valid():
        raise Invalid("papers.choice_wrong")
    given = form.cleaned_data
    now, actor = clock.now(), request.actor
    only = given["only"] or given["due"]
    found = prepare_pack(actor, uid=uid, only=only, is_new=given["is_new"], now=now)
    pdf = pack_pdf(found, duplex=given["duplex"], now=now)
    mark_printed(actor, pack=found, now=now)
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
    found = paper_board(request.actor, uid, page=page_number(request.GET), now=clock.now())
    language = request.LANGUAGE_CODE
    context = {
        "ask": found.ask,
        "title": found.ask.title.in_language(language),
        "form": form,
        "today": clock.now(),
        "page": found.page,
        "due": found.due,
        "unposted": found.unposted,
        **asdict(found.counts),
        "rows": [
            {
                "line": line,
                "name": line.case.names.in_language(language),
                "number": shown_number(line.number) if line.printed_at else "",
            }
            for line in found.page
        ],
    }
    return render(request, "papers/board.html", context, status=status)
