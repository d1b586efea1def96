"""Long work as its starter sees it: one page each, a list, and the note in the top bar."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.work.actions import ask_cancel
from sekisho.apps.work.queries import RunView, run_for, running_for, runs_for, seconds_left
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import Problem
from sekisho.ui.entrances import Request, office, signed_in
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.slots import run_page

_LOOKS = {"waiting": "planned", "done": "finished"}  # the others are states of the kit by name


@dataclass(frozen=True, slots=True)
class Job:
    """What the kit's progress page shows."""

    state: str
    done: int
    total: int
    label: str
    seconds_left: int | None
    is_over: bool
    trouble: str


def _job(run: RunView) -> Job:
    return Job(
        state=_LOOKS.get(run.state, run.state),
        done=run.done,
        total=run.total,
        label=_title(run),
        seconds_left=seconds_left(run, now=clock.now()),
        is_over=run.is_over,
        trouble=_trouble(run),
    )


def _title(run: RunView) -> str:
    """What goes on, or what was done once it is done well."""
    page = run_page(run.kind)
    return str(page.past_label if run.state == "done" and page.past_label else page.label)


def _trouble(run: RunView) -> str:
    if run.code:
        return " ".join(words_for(Problem(run.code)))
    if run.is_cancel_asked and not run.is_over:
        return _("It stops at the next safe place.")
    return ""


def _context(run: RunView) -> dict[str, object]:
    page = run_page(run.kind)
    can_cancel = run.can_cancel and not run.is_cancel_asked
    return {
        "run": run,
        "title": _title(run),
        "job": _job(run),
        "poll_url": reverse("work:part", kwargs={"uid": run.uid}),
        "cancel_url": reverse("work:cancel", kwargs={"uid": run.uid}) if can_cancel else "",
        "next_url": page.url(run.subject_uid) if page.url else reverse("home:today"),
        "next_label": page.next_label or _("Continue"),
    }


@office(Capability.VIEW, "GET")
def run(request: Request, uid: uuid.UUID) -> HttpResponse:
    return render(request, "work/run.html", _context(run_for(request.actor, uid)))


@office(Capability.VIEW, "GET")
def part(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = run_for(request.actor, uid)
    response = render(request, "ui/progress_part.html", _context(found))
    if found.is_over:
        response.headers["HX-Refresh"] = "true"  # heading and title of the page tell it too
    return response


@office(Capability.VIEW, "POST")
def cancel(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask_cancel(request.actor, uid=uid)
    notify(request, _("It stops at the next safe place."), tone="neutral")
    return redirect("work:run", uid=uid)


@office(Capability.VIEW, "GET")
def runs(request: Request) -> HttpResponse:
    rows = [(one, _job(one)) for one in runs_for(request.actor, size=50)]
    open_count = sum(not one.is_over for one, _shown in rows)
    return render(request, "work/runs.html", {"rows": rows, "open_count": open_count})


@signed_in("GET")
def progress(request: Request) -> HttpResponse:
    """The note in the top bar of every page; empty while nothing runs."""
    return render(request, "work/note.html", {"runs": running_for(request.actor)})
