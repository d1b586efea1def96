"""The local mailbox: what recipients would have read, while no mail server is set."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from sekisho.apps.mail.forms import MailboxSearchForm
from sekisho.apps.mail.queries import local_letter_for, local_letters_for
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import page_number


@office(Capability.ADMINISTER, "GET")
def mailbox(request: Request) -> HttpResponse:
    form = MailboxSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = local_letters_for(request.actor, words=words, page=page_number(request.GET))
    context = {"form": form, "words": words, "page": page}
    return render(request, "mail/local.html", context)


@office(Capability.ADMINISTER, "GET")
def letter(request: Request, uid: uuid.UUID) -> HttpResponse:
    return render(
        request, "mail/local_letter.html", {"letter": local_letter_for(request.actor, uid)}
    )
