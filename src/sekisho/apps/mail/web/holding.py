"""Holding all mail and releasing it, each after one question."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.mail.actions import hold_mail, release_mail
from sekisho.apps.mail.queries import Waiting, mail_state, waiting_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.wording import counted, moment_text


@office(Capability.ADMINISTER, "GET", "POST")
def hold(request: Request) -> HttpResponse:
    if request.method == "POST":
        hold_mail(request.actor, now=clock.now())
        notify(request, _("All mail is held."), tone="attention")
        return redirect("mail:outbox")
    waiting = waiting_for(request.actor)
    context = {
        "title": _("Hold all mail"),
        "summary": _("Nothing leaves until an administrator releases it. Nothing is lost."),
        "facts": _facts(waiting),
        "warning": _("Confirmation codes are held too: partners cannot open stored answers."),
        "button": _("Hold all mail"),
        "action_url": reverse("mail:hold"),
        "cancel_url": reverse("mail:outbox"),
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.ADMINISTER, "GET", "POST")
def release(request: Request) -> HttpResponse:
    if request.method == "POST":
        release_mail(request.actor, now=clock.now())
        notify(request, _("Mail is released."))
        return redirect("mail:outbox")
    waiting = waiting_for(request.actor)
    if not mail_state().is_held:
        return redirect("mail:outbox")
    count = sum(row.count for row in waiting)
    context = {
        "title": _("Release mail"),
        "summary": _("These letters leave as soon as you release them."),
        "facts": _facts(waiting),
        "warning": _(
            "After a restore some of them may have been sent already, before the back-up was "
            "brought back. Close an ask first whose letters must not go out twice."
        ),
        "button": ngettext("Release and send %(n)s letter", "Release and send %(n)s letters", count)
        % {"n": count},
        "action_url": reverse("mail:release"),
        "cancel_url": reverse("mail:outbox"),
    }
    return render(request, "ui/confirm.html", context)


def _facts(waiting: tuple[Waiting, ...]) -> list[tuple[str, str]]:
    """Each kind of letter that waits, and how long the oldest has."""
    if not waiting:
        return [(_("Waiting letters"), counted(0, "letters"))]
    return [
        (
            row.label,
            _("%(n)s, the oldest since %(day)s")
            % {"n": counted(row.count, "letters"), "day": moment_text(row.oldest_at)},
        )
        for row in waiting
    ]
