"""Several findings at once: look over what would happen, then do it, with the number on the
button.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sekisho.apps.measures.actions.looks import EMERGENCY, EXPLAINED, NOT_APPLICABLE, PointReply
from sekisho.apps.measures.actions.together import (
    Outcome,
    Proposal,
    confirm_all,
    points_of,
    propose_to_all,
    remind_all,
)
from sekisho.apps.measures.forms import ProposalForm
from sekisho.apps.measures.queries.findings import uids_of_gap
from sekisho.apps.measures.queries.letters import sample_of
from sekisho.apps.measures.queries.looks import Point
from sekisho.apps.measures.queries.together import FITTING, Together, together_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.wording import counted

_LETTERS = {"remind": "open-again", "propose": "open-news"}


@office(Capability.FOLLOW_UP, "POST")
def look_over(request: Request) -> HttpResponse:
    """What doing this with the ticked ones would mean; nothing is changed yet."""
    picks = _picks(request)
    if not picks or request.POST.get("action") not in FITTING:
        return _nothing(request)
    return _page(request, picks, ProposalForm())


@office(Capability.FOLLOW_UP, "POST")
def do(request: Request) -> HttpResponse:
    """Do it, once it was looked over."""
    picks, action, now = _picks(request), request.POST.get("action", ""), clock.now()
    if action not in FITTING or not picks:
        return _nothing(request)
    form = ProposalForm(request.POST if action == "propose" else None)
    if action == "confirm":
        outcome, left = confirm_all(request.actor, seen=picks, now=now)
        text = _("Confirmed as proven: %(n)s.") % {"n": counted(outcome.changed, "findings")}
        if left:
            text += " " + _("Left alone, because they moved on meanwhile: %(n)s.") % {
                "n": counted(left, "findings")
            }
        notify(request, text)
        return redirect(_back(request))
    try:
        outcome = _write(request, action, list(picks), form)
    except Invalid as problem:
        points: tuple[Point, ...] = ()
        if problem.code == "measures.points_unanswered":
            proposal = _proposal(request, form)
            points = points_of(request.actor, uids=list(picks), proposal=proposal, now=now)
        form.add_error(None, words_for(problem)[0])
        return _page(request, picks, form, points=points)
    text = _("%(n)s changed, %(letters)s queued.") % {
        "n": counted(outcome.changed, "findings"),
        "letters": counted(outcome.letters, "letters"),
    }
    notify(request, text)
    return redirect(_back(request))


def _nothing(request: Request) -> HttpResponse:
    notify(request, _("Tick at least one finding."), tone="neutral")
    return redirect(_back(request))


def _write(request: Request, action: str, uids: list[uuid.UUID], form: ProposalForm) -> Outcome:
    now = clock.now()
    if action == "remind":
        return remind_all(request.actor, uids=uids, now=now)
    if not form.is_valid():
        raise Invalid("measures.words_missing", field="advice")
    proposal = _proposal(request, form)
    return propose_to_all(request.actor, uids=uids, proposal=proposal, now=now)


def _proposal(request: Request, form: ProposalForm) -> Proposal:
    given = form.cleaned_data
    advice = Bilingual(ja=given["advice_ja"], en=given["advice_en"])
    return Proposal(advice, given["proposed_on"], given["with_letter"], _replies(request))


def _replies(request: Request) -> dict[str, PointReply]:
    """What was said to each point that was shown; one reason for all comes first."""
    sent, found = request.POST, {}
    for key in sent.getlist("point"):
        if sent.get("reason-all", "").strip():
            found[key] = PointReply(EMERGENCY, sent["reason-all"])
        elif sent.get(f"apart-{key}"):
            found[key] = PointReply(NOT_APPLICABLE)
        else:
            found[key] = PointReply(EXPLAINED, sent.get(f"reason-{key}", ""))
    return found


def _page(
    request: Request,
    picks: dict[uuid.UUID, int],
    form: ProposalForm,
    *,
    points: tuple[Point, ...] = (),
) -> HttpResponse:
    action = request.POST.get("action", "")
    found = together_for(request.actor, uids=picks, action=action, now=clock.now())
    title, button = _words(action, found)
    context = {
        "title": title,
        "summary": _("Nothing has been changed yet."),
        "facts": _facts(action, found),
        "button": button,
        "action_url": reverse("measures:do"),
        "cancel_url": _back(request),
        "hidden": {
            "action": action,
            "address": request.POST.get("address", ""),
            "picks": " ".join(f"{uid}:{picks[uid]}" for uid in found.fits),
        },
        "form": form if action == "propose" else None,
        "letters": sample_of(_LETTERS[action]) if action in _LETTERS else (),
        "can_do": bool(found.fits),
        "points": [(one, request.POST.get(f"reason-{one.key}", "")) for one in points],
    }
    status = 422 if form.errors and form.is_bound else 200
    return render(request, "measures/together.html", context, status=status)


def _words(action: str, found: Together) -> tuple[str, str]:
    n = {"n": counted(len(found.fits), "findings"), "letters": counted(found.letters, "letters")}
    return {
        "remind": (_("Remind partners now"), _("Send %(letters)s") % n),
        "propose": (_("Propose a measure and a date"), _("Propose at %(n)s") % n),
        "confirm": (_("Confirm what was reported as done"), _("Confirm %(n)s") % n),
    }[action]


def _facts(action: str, found: Together) -> list[tuple[str, Any]]:
    facts = [
        (_("Findings"), counted(len(found.fits), "findings")),
        (_("Partners"), counted(found.partners, "organisations")),
        (_("Left out, because their state does not fit"), counted(found.left_out, "findings")),
    ]
    if action == "confirm":
        return facts
    return [
        *facts,
        (_("With a plan of their own, which stays"), counted(found.planned, "findings")),
        (_("Letters"), counted(found.letters, "letters")),
        (_("Had a letter today and get none"), counted(found.written_today, "people")),
        (
            _("Partners whom nobody can write to"),
            counted(found.unreachable, "organisations"),
        ),
    ]


def _picks(request: Request) -> dict[uuid.UUID, int]:
    """What was ticked, each with the revision that was seen; or all of one gap."""
    given = [*request.POST.getlist("pick"), *request.POST.get("picks", "").split()]
    picks: dict[uuid.UUID, int] = {}
    for text in given:
        uid, _colon, revision = text.partition(":")
        try:
            picks[uuid.UUID(uid)] = int(revision)
        except ValueError:
            continue
    gap = request.POST.get("gap", "")
    if gap and not picks:
        return dict.fromkeys(uids_of_gap(request.actor, gap), 0)
    return picks


def _back(request: Request) -> str:
    """The list from which one came; only an address of this room."""
    address, home = request.POST.get("address", ""), reverse("measures:findings")
    is_ours = address.startswith(home) and url_has_allowed_host_and_scheme(address, None)
    return address if is_ours else home
