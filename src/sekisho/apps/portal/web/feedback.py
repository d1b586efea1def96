"""The respondent's own feedback sheet, once the office has sent it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from sekisho.apps.asks.queries.respondent import visit_for
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.pages import about_ask, visit_page
from sekisho.apps.reports.forms.feedback import sheet_words
from sekisho.apps.reports.forms.pdf import feedback_pdf
from sekisho.apps.reports.queries.feedback import sheet_of_link
from sekisho.kernel import clock
from sekisho.ui.entrances import Request, respondent


@respondent("answer", "GET")
def feedback(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """One's own scores, the comparison, and where to begin."""
    now = clock.now()
    visit = visit_for(request.actor, now=now)
    context = {
        "about": about_ask(visit, request.LANGUAGE_CODE),
        "words": sheet_words(sheet_of_link(request.actor, now=now)),
    }
    return visit_page(request, "portal/feedback.html", visit, context)


@respondent("answer", "GET")
def pdf(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """The same, to be kept."""
    now = clock.now()
    words = sheet_words(sheet_of_link(request.actor, now=now))
    data = feedback_pdf(words, now=now)
    return attachment(data, f"feedback-{words['number']}.pdf", "application/pdf")
