"""More time for all or some recipients of an ask, and taking an ask back."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.apps.asks.actions.changing import Extension, extend_deadline, withdraw_ask
from sekisho.apps.asks.queries.changing import changeable_of
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.reminders.forms import ExtendForm, only_in
from sekisho.apps.reminders.web.plans import title_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.problems import sentence_of
from sekisho.ui.wording import counted, figure

_DIGITS = 9


@office(Capability.RUN, "GET", "POST")
def extend(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A later deadline for everybody awaited, or for those named in the address."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    given = request.POST if request.method == "POST" else None
    only = only_in((given or request.GET).getlist("only"))
    form = ExtendForm(given)
    if given is not None and form.is_valid():
        extension = Extension(form.cleaned_data["due_on"], only)
        try:
            sent = extend_deadline(
                request.actor,
                uid=uid,
                revision=_number(given.get("revision", "")),
                extension=extension,
                now=clock.now(),
            )
        except (Invalid, Conflict) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            return redirect("work:run", uid=sent.run_uid)
    found = changeable_of(ask.id, only)
    context = {
        "form": form,
        "ask": ask,
        "only": only,
        "found": found,
        "title": title_of(ask),
        "button": ngettext(
            "Extend and tell %(n)s recipient", "Extend and tell %(n)s recipients", found.told
        )
        % {"n": figure(found.told)},
    }
    return render(request, "reminders/extend.html", context, status=200 if given is None else 422)


@office(Capability.RUN, "GET", "POST")
def withdraw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take an ask back."""
    ask = ask_for(request.actor, uid, Capability.RUN)
    if request.method == "POST":
        revision = _number(request.POST.get("revision", ""))
        sent = withdraw_ask(request.actor, uid=uid, revision=revision, now=clock.now())
        return redirect("work:run", uid=sent.run_uid)
    if ask.state != "open":
        raise Conflict("asks.not_open")
    found = changeable_of(ask.id)
    context = {
        "title": _("Withdraw this ask"),
        "summary": title_of(ask),
        "facts": [
            (_("Not answered yet"), counted(found.count, "organisations")),
            (_("Told by letter"), counted(found.told, "letters")),
        ],
        "warning": _("Nobody can answer any more; links go on and say that it was withdrawn."),
        "button": ngettext(
            "Withdraw and tell %(n)s recipient", "Withdraw and tell %(n)s recipients", found.told
        )
        % {"n": figure(found.told)},
        "action_url": reverse("reminders:withdraw", args=[uid]),
        "cancel_url": reverse("reminders:plan", args=[uid]),
        "hidden": {"revision": ask.revision},
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


def _number(text: str) -> int:
    """A number of a hidden field; 0, which fits nothing, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
