"""All open points of a respondent on one short page: each saved by itself, then sent."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.respondent import visit_for
from sekisho.apps.asks.queries.respondent_standing import Visit
from sekisho.apps.measures.actions.answers import finish_answers
from sekisho.apps.measures.actions.reports import Upload, report_step
from sekisho.apps.measures.actions.steps import Step
from sekisho.apps.measures.queries.findings import FindingView, finding_for, open_points_for
from sekisho.apps.portal.forms.open_points import CHANGED, DONE, LATER, PointForm
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.web.entry import change_entry, entry_of
from sekisho.apps.portal.web.finding_lines import line_of
from sekisho.apps.portal.web.findings import Tried, writer_of
from sekisho.apps.portal.web.pages import about_ask, visit_page
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge, Unreadable
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for


@respondent("answer", "GET")
def open_points(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """What is still open, what has been told, and the button that says so."""
    return _page(request)


@respondent("answer", "POST")
def save(request: Request, link_uid: uuid.UUID, finding_uid: uuid.UUID) -> HttpResponse:
    """Keep what is said about one point; what was typed is kept when it cannot be taken."""
    visit = visit_for(request.actor, now=clock.now())
    found = _found(request, finding_uid, visit)
    form = PointForm(
        today=_today(visit), key=str(found.uid)[-6:], data=request.POST, files=request.FILES
    )
    if not form.is_valid():
        return _page(request, tried=(found.uid, Tried(form)), status=422)
    given = form.cleaned_data
    upload = Upload(given["file"].file, given["file"].name) if given.get("file") else None
    try:
        report_step(
            request.actor,
            uid=found.uid,
            step=_step(found, given),
            revision=given["revision"],
            upload=upload,
            now=clock.now(),
        )
    except Conflict as problem:
        what, hint = words_for(problem)
        return _page(request, tried=(found.uid, Tried(form, what, hint)), status=409)
    except (Invalid, TooLarge, Unreadable) as problem:
        is_file = problem.code.startswith("intake.")
        form.add_error("file" if is_file else None, words_of_refusal(problem))
        return _page(request, tried=(found.uid, Tried(form)), status=422)
    notify(request, _("Saved."))
    return redirect(reverse("portal:open", kwargs={"link_uid": link_uid}))


@respondent("answer", "POST")
def send(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Tell the other side that one is through for now."""
    now = clock.now()
    finish_answers(request.actor, now=now)
    change_entry(request, link_uid, open_sent_at=now.isoformat())
    return redirect("portal:open", link_uid=link_uid)


def _step(found: FindingView, given: dict[str, Any]) -> Step:
    words, by, choice = given["words"], given["by"], given["choice"]
    if choice == DONE:
        return Step("done", proof=words, by=by)
    if choice == LATER:
        what = found.words.what or words
        return Step("planned", what=what, due_on=given["due_on"], remark=words, by=by)
    if choice == CHANGED:
        return Step("planned", what=words, due_on=given["due_on"], by=by)
    return Step("asked", wish="help", remark=words or None, by=by)


def _found(request: Request, uid: uuid.UUID, visit: Visit) -> FindingView:
    try:
        return finding_for(request.actor, uid, today=_today(visit))
    except NotFound as problem:
        raise NotFound("portal.no_finding") from problem


def _today(visit: Visit) -> date:
    return timezone.localdate(clock.now(), visit.zone)


def _page(
    request: Request, *, tried: tuple[uuid.UUID, Tried] | None = None, status: int = 200
) -> HttpResponse:
    visit, language = visit_for(request.actor, now=clock.now()), request.LANGUAGE_CODE
    today = _today(visit)
    found = open_points_for(request.actor, today=today)
    waiting = [one for one in found if _waits(one, today)]
    context = {
        "about": about_ask(visit, language),
        "waiting": [_point(request, one, today, tried) for one in waiting],
        "told": [line_of(one, language) for one in found if not _waits(one, today)],
        "form": tried[1].form if tried else None,
        "sent_at": _sent_at(request),
        "limit_mb": int(settings.SEKISHO_UPLOAD_LIMIT_MB),
    }
    return visit_page(request, "portal/open.html", visit, context, status=status)


def _waits(found: FindingView, today: date) -> bool:
    """Nothing planned yet, the day has come, or our side has said something since."""
    if found.state == "planned":
        last = found.words.steps[-1] if found.words.steps else None
        is_ours = last is not None and not last.is_partner
        return is_ours or found.due_on is None or found.due_on <= today
    return found.state == "open"


def _point(
    request: Request, found: FindingView, today: date, tried: tuple[uuid.UUID, Tried] | None
) -> dict[str, Any]:
    mine = tried[1] if tried is not None and tried[0] == found.uid else None
    initial = {"revision": found.revision, "by": writer_of(request, found)}
    form = mine.form if mine else PointForm(today=today, key=str(found.uid)[-6:], initial=initial)
    last = found.words.steps[-1] if found.words.steps else None
    ours = last.said if last is not None and not last.is_partner else ""
    return {
        "line": line_of(found, request.LANGUAGE_CODE),
        "form": form,
        "revision": found.revision,
        "last": "" if ours in {found.words.advice.ja, found.words.advice.en} else ours,
        "what": mine.what if mine else "",
        "hint": mine.hint if mine else "",
    }


def _sent_at(request: Request) -> datetime | None:
    uid = request.actor.uid
    text = entry_of(request, uid).get("open_sent_at") if uid else None
    return datetime.fromisoformat(str(text)) if text else None
