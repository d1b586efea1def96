"""The outbox page: what waits, what left, what failed and why; sending again; the test letter."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.mail.actions import retry_letter, retry_letters, send_test_letter
from sekisho.apps.mail.queries import counts_for, mail_state, outbox_for, reading_for, trouble_for
from sekisho.apps.mail.web.words import reason_words, shown
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Unavailable
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.wording import counted


@office(Capability.ADMINISTER, "GET")
def outbox(request: Request) -> HttpResponse:
    counts = counts_for(request.actor)
    page = outbox_for(
        request.actor, state=request.GET.get("state", ""), page=page_number(request.GET)
    )
    trouble = trouble_for(request.actor, now=clock.now())
    reading = reading_for(request.actor)
    context = {
        "counts": counts,
        "total": sum(counts.values()),
        "page": page,
        "rows": [shown(row) for row in page],
        "mail": mail_state(),
        "reading": reading,
        "reading_why": reason_words(reading.problem),
        "stuck": trouble.stuck,
        "stuck_why": reason_words(trouble.stuck_reason)[0],
    }
    return render(request, "mail/outbox.html", context)


@office(Capability.ADMINISTER, "GET", "POST")
def retry_failed(request: Request) -> HttpResponse:
    if request.method == "POST":
        count = retry_letters(request.actor, now=clock.now())
        notify(request, _("%(n)s queued again.") % {"n": counted(count, "letters")})
        return redirect("mail:outbox")
    count = counts_for(request.actor)["failed"]
    if not count:
        return redirect("mail:outbox")
    context = {
        "title": _("Send failed letters again"),
        "summary": _("They are rendered anew and keep their Message-ID."),
        "facts": [(_("Letters that failed"), counted(count, "letters"))],
        "warning": _("If the reason still stands, they fail again. Look at the reasons first."),
        "button": ngettext("Send %(n)s letter again", "Send %(n)s letters again", count)
        % {"n": count},
        "action_url": reverse("mail:retry"),
        "cancel_url": f"{reverse('mail:outbox')}?state=failed",
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.ADMINISTER, "POST")
def retry_one(request: Request, uid: uuid.UUID) -> HttpResponse:
    retry_letter(request.actor, uid=uid, now=clock.now())
    notify(request, _("The letter is queued again."))
    return redirect("mail:outbox")


@office(Capability.ADMINISTER, "POST")
def test_letter(request: Request) -> HttpResponse:
    try:
        address = send_test_letter(request.actor, now=clock.now())
    except Unavailable as problem:
        why = " ".join(reason_words(str(problem.params.get("reason", problem.code))))
        reply = problem.params.get("reply")
        text = _("The test letter did not leave. %(why)s") % {"why": why}
        notify(request, f"{text} ({reply})" if reply else text, tone="critical")
    else:
        notify(request, _("The test letter to %(to)s has left.") % {"to": address})
    return redirect("mail:outbox")
