"""Files brought in, the columns asked, the result, and what a person makes of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.observing.actions.deciding import confirm_notices, take_values
from sekisho.apps.observing.actions.uploads import (
    Upload,
    begin_reading,
    erase_observation,
    take_upload,
)
from sekisho.apps.observing.forms import KIND_WORDS, ColumnsForm, UploadForm
from sekisho.apps.observing.queries.observations import (
    ASKED,
    DONE,
    MACHINES,
    ObservationView,
    latest_observations,
    links_for,
    observation_for,
)
from sekisho.apps.observing.web.words import CODES, finding_words, seen_words
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number, slice_of
from sekisho.ui.problems import sentence_for_code, words_for
from sekisho.ui.wording import counted

_MAY = Capability.RUN


@office(_MAY, "GET", "POST")
def listing(request: Request) -> HttpResponse:
    """Bring a file, see what earlier ones showed."""
    is_post = request.method == "POST"
    form = UploadForm(request.POST if is_post else None, request.FILES if is_post else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        given = Upload(file.file, file.name)
        try:
            uid = take_upload(
                request.actor, kind=form.cleaned_data["kind"], upload=given, now=clock.now()
            )
        except Problem as problem:
            form.add_error("file", " ".join(words_for(problem)))
        else:
            return redirect("observing:observation", uid=uid)
    rows = [_line(one) for one in latest_observations(request.actor)]
    status = 422 if is_post else 200
    return render(request, "observing/list.html", {"form": form, "rows": rows}, status=status)


def _line(one: ObservationView) -> dict[str, Any]:
    notices = one.content.get("notices", ())
    contrary = sum("contrary" in notice for notice in notices)
    return {
        "is": one,
        "file": one.content.get("file", ""),
        "kind": KIND_WORDS[one.kind],
        "notices": len(notices) + sum(one.content.get("left", {}).values()),
        "contrary": contrary,
    }


@office(_MAY, "GET")
def observation(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The columns while they are asked, the result when it is there."""
    found = observation_for(request.actor, uid)
    if found.state == ASKED:
        return _columns_page(request, found, _columns_form(found, None))
    if found.state == DONE:
        return _result_page(request, found)
    run_url = reverse("work:run", args=[found.run_uid]) if found.run_uid else ""
    fault = str(found.content.get("fault", ""))
    context = {"found": found, "run_url": run_url, "kind": KIND_WORDS[found.kind]}
    context["fault"] = sentence_for_code(fault, {}) if fault and fault != "cancelled" else fault
    return render(request, "observing/waiting.html", context)


@office(_MAY, "POST")
def begin(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Read the file with the chosen columns."""
    found = observation_for(request.actor, uid)
    if found.state != ASKED:
        raise Conflict("observing.moved_on")
    form = _columns_form(found, request)
    if not form.is_valid():
        return _columns_page(request, found, form)
    run = begin_reading(request.actor, uid=uid, choice=form.choice(), now=clock.now())
    return redirect("work:run", uid=run)


@office(_MAY, "POST")
def confirm(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Open findings for what was ticked, or write what was seen into the inventory."""
    found = observation_for(request.actor, uid)
    revision = int(request.POST.get("revision", "")[:9] or 0) if _is_number(request) else 0
    if request.POST.get("what") == "values":
        count = take_values(request.actor, uid=uid, revision=revision, now=clock.now())
        notify(request, _("Written into the inventory: %(n)s.") % {"n": counted(count, "entries")})
        return redirect("observing:observation", uid=uid)
    ticked = set(request.POST.getlist("n"))
    chosen = [one for one in found.content.get("notices", ()) if str(one["n"]) in ticked]
    words = {one["n"]: finding_words(one) for one in chosen}
    count = confirm_notices(request.actor, uid=uid, revision=revision, words=words, now=clock.now())
    notify(request, _("Findings opened: %(n)s.") % {"n": counted(count, "entries")})
    return redirect("observing:observation", uid=uid)


def _is_number(request: HttpRequest) -> bool:
    return request.POST.get("revision", "").isdecimal()


@office(_MAY, "POST")
def erase(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Erase a file or a summary."""
    erase_observation(request.actor, uid=uid, now=clock.now())
    notify(request, _("Erased. Findings and values taken from it stay."))
    return redirect("observing:list")


def _columns_form(found: ObservationView, request: HttpRequest | None) -> ColumnsForm:
    begun = {f"c_{role}": name for role, name in found.content["guess"].items()}
    given = request.POST if request is not None else None
    return ColumnsForm(given, kind=found.kind, columns=found.content["columns"], initial=begun)


def _columns_page(request: Request, found: ObservationView, form: ColumnsForm) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "file": found.content["file"],
        "kind": KIND_WORDS[found.kind],
        "columns": found.content["columns"],
        "rows": found.content["rows"],
    }
    status = 422 if form.is_bound else 200
    return render(request, "observing/columns.html", context, status=status)


def _result_page(request: Request, found: ObservationView) -> HttpResponse:
    notices = list(found.content["notices"])
    wanted = request.GET.get("code", "")
    shown = [one for one in notices if _is_wanted(one, wanted)]
    shown.sort(key=lambda one: ("contrary" not in one, one["n"]))
    number = page_number(request.GET)
    page = Paged(shown[slice_of(number)], number, len(shown))
    names = _names(request.actor, page.rows)
    left: Mapping[str, int] = found.content["left"]
    counts = [(code, CODES[code][1], _count(notices, code)) for code in CODES]
    context = {
        "found": found,
        "file": found.content["file"],
        "kind": KIND_WORDS[found.kind],
        "page": page,
        "rows": [_row(one, names) for one in page.rows],
        "chips": [chip for chip in counts if chip[2]],
        "contrary": sum("contrary" in one for one in notices),
        "total": len(notices),
        "left": sum(left.values()),
        "summary": found.content,
        "can_take": found.kind != MACHINES and not found.content.get("taken"),
    }
    return render(request, "observing/result.html", context)


def _is_wanted(notice: Mapping[str, Any], wanted: str) -> bool:
    if wanted == "contrary":
        return "contrary" in notice
    return not wanted or notice["code"] == wanted


def _count(notices: Sequence[Mapping[str, Any]], code: str) -> int:
    return sum(one["code"] == code for one in notices)


def _names(actor: Actor, notices: Sequence[Mapping[str, Any]]) -> dict[int, tuple[str, uuid.UUID]]:
    at = organisations_by_ids(actor, {one["at"] for one in notices if one["at"]})
    language = get_language() or "ja"
    return {own: (one.names.in_language(language), one.uid) for own, one in at.items()}


def _row(one: Mapping[str, Any], names: Mapping[int, tuple[str, uuid.UUID]]) -> dict[str, Any]:
    tone, word, icon = CODES[one["code"]]
    contrary = one.get("contrary")
    language = (get_language() or "ja")[:2]
    detail = one["detail"]
    return {
        "n": one["n"],
        "tone": tone,
        "word": word,
        "icon": icon,
        "company": names.get(one["at"]),
        "told": detail.get("partner", ""),
        "seen": seen_words(one),
        "rows": detail.get("rows"),
        "entry": detail.get("entry", ""),
        "question": contrary and (contrary[language] or contrary["ja"]),
        "reply": contrary and contrary["uid"],
        "is_confirmed": one.get("confirmed", False),
        "can_confirm": one["at"] in names and not one.get("confirmed", False),
    }


def observation_url(uid: uuid.UUID | None) -> str:
    """Where a file stands."""
    return reverse("observing:observation", args=[uid])


def source_links(actor: Actor, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Where findings were found: the file and the page of its result."""
    found = links_for(actor, list(ids))
    return {own: (name, observation_url(uid)) for own, (name, uid) in found.items()}
