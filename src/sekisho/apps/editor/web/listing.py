"""The list of question sets being written; beginning one; taking one out as a file; discarding."""

from __future__ import annotations

import uuid
from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.question_sets import check_types, load_schema
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.apps.accounts.queries import names_of
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.editor.actions.drafts import (
    begin_draft,
    begin_empty,
    begin_from_set,
    discard_draft,
)
from sekisho.apps.editor.forms import BeginForm
from sekisho.apps.editor.queries.drafts import draft_for, drafts_for, find_drafts
from sekisho.apps.editor.web.words import said
from sekisho.apps.organisations.queries import group_members_for
from sekisho.engines.question_drafts import document_from
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Invalid
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of
from sekisho.ui.slots import Found

_LARGEST_BYTES = 1_000_000


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every set being written within sight, last changed first."""
    page = drafts_for(request.actor, page=page_number(request.GET))
    names = names_of({line.updated_by_uid for line in page})
    rows = [
        {
            "line": line,
            "title": said(line.title) or _("Set without a title"),
            "by": names.get(line.updated_by_uid, ""),
            "company": said(line.organisation.names),
        }
        for line in page
    ]
    can_run = request.actor.can(Capability.RUN)
    return render(request, "editor/list.html", {"page": page, "rows": rows, "can_run": can_run})


@office(Capability.RUN, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Begin empty, from a version, or from a file."""
    places = [
        (str(one.uid), said(one.names)) for one in group_members_for(request.actor, Capability.RUN)
    ]
    sets = [(str(one.uid), f"{said(one.title)} {one.version}") for one in sets_for(request.actor)]
    given = request.POST if request.method == "POST" else None
    initial = {"question_set": request.GET.get("from", "")}
    initial["begin"] = "set" if initial["question_set"] else "empty"
    form = BeginForm(given, request.FILES or None, places=places, sets=sets, initial=initial)
    if given is not None and form.is_valid():
        try:
            return redirect("editor:draft", uid=_begun(request.actor, form.cleaned_data))
        except Invalid as problem:
            form.add_error("file", sentence_of(problem))
    return render(request, "editor/new.html", {"form": form}, status=422 if form.errors else 200)


def _begun(actor: Actor, given: dict[str, Any]) -> uuid.UUID:
    company, now = uuid.UUID(given["organisation"]), clock.now()
    if given["begin"] == "set":
        set_uid = uuid.UUID(given["question_set"])
        return begin_from_set(actor, organisation_uid=company, set_uid=set_uid, now=now)
    if given["begin"] == "file":
        document = _document(given["file"])
        return begin_draft(actor, organisation_uid=company, document=document, now=now)
    title = {"ja": given["title_ja"], "en": given["title_en"]}
    return begin_empty(actor, organisation_uid=company, key=given["key"], title=title, now=now)


def _document(uploaded: Any) -> dict[str, Any]:
    """The data of an uploaded file; the page tells what its questions lack."""
    if uploaded.size > _LARGEST_BYTES:
        raise Invalid("editor.file_too_large", limit_mb=_LARGEST_BYTES // 1_000_000)
    try:
        text = uploaded.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("editor.file_unreadable") from error
    read = read_yaml(text, file=uploaded.name)
    if not isinstance(read, dict) or not read.get("questions"):
        raise Invalid("editor.file_unreadable")
    found: dict[str, Any] = _said(read)
    check_types(found, file=uploaded.name, schema=load_schema(content_folder() / "question-sets"))
    return found


def _said(part: Any) -> Any:
    """The data without fields that say nothing: in a draft they are as good as absent."""
    if isinstance(part, dict):
        return {name: _said(value) for name, value in part.items() if value is not None}
    return [_said(value) for value in part] if isinstance(part, list) else part


@office(Capability.VIEW, "GET")
def export(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The set as a YAML file that another installation, or this one, takes in again."""
    view = draft_for(request.actor, uid)
    document = document_from(view.draft)
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    name = f"{document['id']}-{document['version']}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    return answer


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-._"))


@office(Capability.RUN, "GET", "POST")
def discard(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Throw a set being written away, after one look."""
    view = draft_for(request.actor, uid, Capability.RUN)
    if request.method == "POST":
        discard_draft(request.actor, uid=uid, now=clock.now())
        notify(request, _("The question set being written was thrown away."))
        return redirect("editor:list")
    context = {
        "title": _("Throw this question set away"),
        "summary": said(view.line.title),
        "facts": [(_("Questions"), view.line.question_count)],
        "warning": _("What has been published from it stays. The draft cannot be brought back."),
        "button": _("Throw away"),
        "action_url": reverse("editor:discard", args=[uid]),
        "cancel_url": reverse("editor:draft", args=[uid]),
        "is_erasing": True,
    }
    return render(request, "ui/confirm.html", context)


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Question sets being written, for the palette."""
    return tuple(
        Found(said(one.title), _("Question set"), reverse("editor:draft", args=[one.uid]))
        for one in find_drafts(actor, words)
    )
