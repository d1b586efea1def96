"""The list of asks; beginning, copying, deleting and closing one; the question sets."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sekisho.apps.asks.actions.drafts import copy_ask, create_draft, delete_draft
from sekisho.apps.asks.actions.waves import close_ask, resume_preparation
from sekisho.apps.asks.forms.compose_profile import AskerForm
from sekisho.apps.asks.forms.words import LOOKS, MARK_LOOKS
from sekisho.apps.asks.queries.ask_list import (
    AskFilter,
    AskLine,
    ask_counts,
    asks_for,
    find_asks,
)
from sekisho.apps.asks.queries.drafts import ask_for, recipients_of
from sekisho.apps.asks.queries.profiles import profiles_for
from sekisho.apps.asks.queries.sets import minutes_for, set_for, sets_for
from sekisho.apps.asks.web.compose_parts import said, title_of
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.slots import Found
from sekisho.ui.wording import counted

_LONG = timedelta(minutes=5)  # preparing takes seconds; after that a job must have failed
_STATES = ("draft", "preparing", "open", "closed")


def _address(actor: Actor, line: AskLine) -> str:
    """Where an ask opens; empty for a draft that the actor may only know of."""
    if line.state != "draft":
        return reverse("asks:board", args=[line.uid])
    return reverse("asks:draft", args=[line.uid]) if actor.can(Capability.RUN) else ""


def find(actor: Actor, query: str) -> tuple[Found, ...]:
    """What the palette finds among asks."""
    rows = ((said(line.title), _address(actor, line)) for line in find_asks(actor, query))
    return tuple(Found(title, pgettext("noun", "Ask"), url) for title, url in rows if url)


def _row(actor: Actor, line: AskLine) -> dict[str, object]:
    return {
        "line": line,
        "title": said(line.title) or _("Ask without a title"),
        "organisation": said(line.organisation),
        "url": _address(actor, line),
        "needs": _needs(line),
        "is_stuck": line.state == "preparing" and clock.now() - line.updated_at > _LONG,
    }


def _needs(line: AskLine) -> list[dict[str, str]]:
    """What waits for the office, each with its number and the list behind it."""
    board, counts = reverse("asks:board", args=[line.uid]), line.counts
    found = (
        ("state=submitted", counts.states.get("submitted", 0), LOOKS["submitted"]),
        ("mark=overdue", counts.overdue, MARK_LOOKS["overdue"]),
        ("mark=bounced", counts.bounced, MARK_LOOKS["bounced"]),
    )
    return [
        {
            "url": f"{board}?{part}",
            "look": look,
            "words": _("%(word)s: %(who)s")
            % {"word": word, "who": counted(number, "organisations")},
        }
        for part, number, (look, word) in found
        if number
    ]


@office(Capability.VIEW, "GET")
def asks(request: Request) -> HttpResponse:
    wanted = request.GET.get("state", "")
    criteria = AskFilter(wanted if wanted in _STATES else "", page_number(request.GET))
    page = asks_for(request.actor, criteria, now=clock.now())
    counts = ask_counts(request.actor)
    context = {
        "page": page,
        "rows": [_row(request.actor, line) for line in page],
        "counts": {name: counts.get(name, 0) for name in _STATES},
        "total": sum(counts.values()),
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "asks/compose/list.html", context)


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    profiles = profiles_for(request.actor)
    places = [(str(one.organisation.uid), said(one.organisation.names)) for one in profiles]
    given = request.POST if request.method == "POST" else None
    form = AskerForm(given, places=places)
    if form.is_valid():
        chosen = uuid.UUID(form.cleaned_data["organisation"])
        uid = create_draft(request.actor, organisation_uid=chosen, now=clock.now())
        return redirect("asks:draft", uid=uid)
    context = {"form": form, "profiles": profiles, "is_set": any(one.is_set for one in profiles)}
    return render(request, "asks/compose/new.html", context, status=422 if form.is_bound else 200)


@office(Capability.RUN, "POST")
def copy(request: Request, uid: uuid.UUID) -> HttpResponse:
    made = copy_ask(request.actor, uid=uid, now=clock.now())
    notify(request, _("Copied. This is the new draft."))
    return redirect("asks:draft", uid=made)


@office(Capability.RUN, "GET", "POST")
def delete(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = ask_for(request.actor, uid, Capability.RUN)
    if request.method == "POST":
        delete_draft(request.actor, uid=uid, now=clock.now())
        notify(request, _("The draft was deleted."))
        return redirect("asks:list")
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    context = {
        "title": _("Delete this draft"),
        "summary": title_of(ask),
        "warning": _("It cannot be brought back."),
        "button": _("Delete the draft"),
        "action_url": reverse("asks:delete", args=[uid]),
        "cancel_url": reverse("asks:draft", args=[uid]),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.RUN, "GET", "POST")
def close(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = ask_for(request.actor, uid, Capability.RUN)
    if request.method == "POST":
        close_ask(request.actor, uid=uid, now=clock.now())
        notify(request, _("The ask is closed."))
        return redirect("asks:board", uid=uid)
    waiting = recipients_of(request.actor, ask.id).open
    shown = counted(waiting, "organisations")
    context = {
        "title": _("Close this ask"),
        "summary": title_of(ask),
        "facts": [(_("Not answered yet"), shown)],
        "warning": _("Links stop working and nobody can answer or correct any more."),
        "button": ngettext(
            "Close; %(who)s can no longer answer",
            "Close; %(who)s can no longer answer",
            waiting,
        )
        % {"who": shown},
        "action_url": reverse("asks:close", args=[uid]),
        "cancel_url": reverse("asks:board", args=[uid]),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


@office(Capability.RUN, "POST")
def resume(request: Request, uid: uuid.UUID) -> HttpResponse:
    run_uid = resume_preparation(request.actor, uid=uid, now=clock.now())
    return redirect("work:run", uid=run_uid)


@office(Capability.VIEW, "GET")
def sets(request: Request) -> HttpResponse:
    rows = [
        {"set": one, "title": said(one.title), "minutes": minutes_for(one.question_count)}
        for one in sets_for(request.actor)
    ]
    return render(request, "asks/compose/sets.html", {"rows": rows})


@office(Capability.VIEW, "GET")
def question_set(request: Request, uid: uuid.UUID) -> HttpResponse:
    view, value = set_for(request.actor, uid)
    groups = [
        (category, [one for one in value.questions if one.category == category.key])
        for category in value.categories
    ]
    context = {
        "view": view,
        "value": value,
        "groups": groups,
        "title": said(view.title),
        "minutes": minutes_for(view.question_count),
    }
    return render(request, "asks/compose/set.html", context)
