"""Looking at feedback sheets before they are sent, and sending them."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.asks.queries.lines import BoardFilter, assignments_for
from sekisho.apps.reports.actions.feedback import send_feedback
from sekisho.apps.reports.forms.feedback import sheet_words
from sekisho.apps.reports.forms.pdf import feedback_pdf
from sekisho.apps.reports.forms.report import said
from sekisho.apps.reports.queries.executive import sent_ask_for
from sekisho.apps.reports.queries.feedback import FeedbackState, feedback_state_for, sheet_for
from sekisho.apps.reports.web.reports import attachment
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.wording import counted, figure


@office(Capability.VIEW, "GET")
def feedback(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who has submitted, with a look at each sheet, and the way to send them."""
    now = clock.now()
    ask = sent_ask_for(request.actor, uid)
    state = feedback_state_for(request.actor, uid)
    shown = BoardFilter(state=_chosen(request.GET.get("state", "")), sort="name")
    page = assignments_for(request.actor, ask, shown, now=now, page=page_number(request.GET))
    context = {
        "ask": ask,
        "title": said(ask.title),
        "state": state,
        "page": page,
        "rows": [
            {"uid": line.uid, "name": said(line.subject.names)}
            for line in page
            if line.respondent is None
        ],
        "chosen": shown.state,
        "can_run": request.actor.can(Capability.RUN),
        "on_feedback": True,
    }
    return render(request, "reports/feedback.html", context)


@office(Capability.VIEW, "GET")
def sheet(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One partner's sheet as it would read."""
    found = sheet_for(request.actor, uid, now=clock.now())
    context = {"ask": found.ask, "words": sheet_words(found), "assignment_uid": uid}
    return render(request, "reports/sheet.html", {**context, "title": said(found.ask.title)})


@office(Capability.VIEW, "GET")
def sheet_pdf(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The same as PDF."""
    now = clock.now()
    words = sheet_words(sheet_for(request.actor, uid, now=now))
    return attachment(feedback_pdf(words, now=now), f"feedback-{words['number']}.pdf")


@office(Capability.RUN, "GET", "POST")
def send(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Send the letters, after one look at how many."""
    if request.method == "POST":
        count = send_feedback(request.actor, uid=uid, now=clock.now())
        letters = counted(count, "letters")
        notify(request, _("On their way: %(letters)s.") % {"letters": letters})
        return redirect("reports:feedback", uid=uid)
    state = feedback_state_for(request.actor, uid, Capability.RUN)
    context = {
        "title": _("Send feedback to partners"),
        "summary": said(state.ask.title),
        "facts": _facts(state),
        "warning": _("Letters that have left cannot be called back."),
        "button": ngettext(
            "Send feedback to %(n)s partner", "Send feedback to %(n)s partners", state.recipients
        )
        % {"n": figure(state.recipients)},
        "action_url": reverse("reports:send", args=[uid]),
        "cancel_url": reverse("reports:feedback", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


def _facts(state: FeedbackState) -> list[tuple[str, str]]:
    return [
        (_("Have submitted and can be written to"), counted(state.answered, "partners")),
        (_("Told once only"), _("Who has been told before gets no second letter.")),
        (_("Comparison"), _("Frozen now; it changes only when five or more have moved.")),
    ]


def _chosen(text: str) -> str:
    return text if text in {"submitted", "closed"} else "submitted"
