"""The executive page of an ask, its PDF, and the same questions over time."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from sekisho.apps.reports.forms.pdf import report_pdf
from sekisho.apps.reports.forms.report import report_words, said, trend_words
from sekisho.apps.reports.queries.executive import report_for, trend_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office


@office(Capability.VIEW, "GET")
def report(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One ask on one page."""
    found = report_for(request.actor, uid, now=clock.now())
    context = {
        "ask": found.ask,
        "title": said(found.ask.title),
        "words": report_words(found),
        "can_run": request.actor.can(Capability.RUN),
        "on_report": True,
    }
    return render(request, "reports/report.html", context)


@office(Capability.VIEW, "GET")
def pdf(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The same as PDF, in the language of the page."""
    now = clock.now()
    found = report_for(request.actor, uid, now=now)
    return attachment(report_pdf(report_words(found), now=now), f"report-{found.ask.number}.pdf")


@office(Capability.VIEW, "GET")
def trend(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The asks of the same question set, side by side."""
    found = trend_for(request.actor, uid, now=clock.now())
    context = {"ask": found.ask, "title": said(found.ask.title), "words": trend_words(found)}
    return render(request, "reports/trend.html", {**context, "on_trend": True})


def attachment(data: bytes, name: str) -> HttpResponse:
    """A PDF to be kept."""
    response = HttpResponse(data, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
