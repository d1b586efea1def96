"""The consultation log over all partners and of one, and its files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.accounts.queries import names_of
from sekisho.apps.fairness.actions.consultations import NewTalk, add_talk, note_export
from sekisho.apps.fairness.forms import STATE_WORDS, TalkForm
from sekisho.apps.fairness.queries.consultations import (
    TalkView,
    every_talk,
    talk_counts,
    talks_for,
    talks_with,
)
from sekisho.apps.fairness.queries.cover import cover_of_partner
from sekisho.apps.fairness.web.words import cover_words, said
from sekisho.apps.organisations.queries import OrganisationView, group_members_for, organisation_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound, Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import page_number
from sekisho.ui.problems import sentence_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONES = {"wanted": "attention", "held": "accent", "agreed": "done", "not_agreed": "attention"}


@office(Capability.VIEW, "GET")
def listing(request: Request) -> HttpResponse:
    """Every entry within sight, newest first; wishes of partners that wait stand apart."""
    state = request.GET.get("state", "")
    page = talks_for(request.actor, state=state, page=page_number(request.GET))
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "counts": talk_counts(request.actor),
        "is_narrow": bool(state),
        "can_run": request.actor.can(Capability.RUN),
    }
    return render(request, "fairness/log.html", context)


@office(Capability.VIEW, "GET")
def partner(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The log of one partner."""
    found = organisation_for(request.actor, uid)
    form = None
    if request.actor.can(Capability.FOLLOW_UP):
        form = _form(request, found, _uuid(request.GET.get("follows", "")))
    return _page(request, found, form)


@office(Capability.FOLLOW_UP, "POST")
def add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Add an entry; a wrong form comes back with what was typed."""
    found = organisation_for(request.actor, uid, Capability.FOLLOW_UP)
    form = _form(request, found, None)
    if form.is_valid() and _added(request, form, uid):
        notify(request, _("The entry is kept."))
        return redirect("fairness:partner", uid=uid)
    return _page(request, found, form, status=422)


def _page(
    request: Request, found: OrganisationView, form: TalkForm | None, *, status: int = 200
) -> HttpResponse:
    talks = talks_with(request.actor, found.id)
    names = names_of({one.by_uid for one in talks if one.by_uid})
    follows = request.POST.get("follows", "") or request.GET.get("follows", "")
    context = {
        "partner": found,
        "name": said(found.names),
        "rows": [_row(one, names) for one in talks],
        "covers": [
            (said(one.buyer.names), cover_words(one.coverage))
            for one in cover_of_partner(request.actor, found.uid)
        ],
        "form": form,
        "follows": follows,
        "is_open": bool(follows) or (form is not None and form.is_bound),
    }
    return render(request, "fairness/partner.html", context, status=status)


@office(Capability.VIEW, "GET")
def export(request: Request) -> HttpResponse:
    """The whole log within sight as a file."""
    talks = every_talk(request.actor)
    note_export(request.actor, partner_uid=None, count=len(talks), now=clock.now())
    return _file(request, talks, "consultations")


@office(Capability.VIEW, "GET")
def export_partner(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The log of one partner as a file."""
    found = organisation_for(request.actor, uid)
    talks = tuple(reversed(talks_with(request.actor, found.id)))
    note_export(request.actor, partner_uid=uid, count=len(talks), now=clock.now())
    return _file(request, talks, "consultations")


def _added(request: Request, form: TalkForm, uid: uuid.UUID) -> bool:
    data = form.cleaned_data
    talk = NewTalk(
        organisation_uid=form.company_uid(),
        partner_uid=uid,
        held_on=data["held_on"],
        state=data["state"],
        words=form.words(),
        ask_uid=_uuid(request.POST.get("ask", "")),
        follows_uid=_uuid(request.POST.get("follows", "")),
    )
    try:
        add_talk(request.actor, talk=talk, now=clock.now())
    except NotFound:
        raise
    except Problem as problem:
        form.add_error(None, sentence_of(problem))
        return False
    return True


def _form(request: Request, found: OrganisationView, follows: uuid.UUID | None) -> TalkForm:
    given = request.POST if request.method == "POST" else None
    initial = _initial(request.actor, found, follows)
    return TalkForm(given, initial=initial, companies=_companies(request.actor))


def _initial(actor: Actor, found: OrganisationView, follows: uuid.UUID | None) -> dict[str, Any]:
    """Today and, where an entry is followed, what it was about."""
    first: dict[str, Any] = {"held_on": timezone.localdate(), "state": "held"}
    if follows is None:
        return first
    before = next((one for one in talks_with(actor, found.id) if one.uid == follows), None)
    if before is None:
        return first
    words = before.words
    return {
        **first,
        "company": str(before.organisation.uid),
        "with_whom": words.with_whom,
        "asked": words.asked,
    }


def _companies(actor: Actor) -> list[tuple[str, str]]:
    members = group_members_for(actor, Capability.FOLLOW_UP)
    return [(str(one.uid), said(one.names)) for one in members]


def _row(talk: TalkView, names: Any = None) -> dict[str, Any]:
    return {
        "talk": talk,
        "partner": said(talk.partner.names),
        "company": said(talk.organisation.names),
        "ask": said(talk.ask[1]) if talk.ask else "",
        "ask_uid": talk.ask[0] if talk.ask else None,
        "state": STATE_WORDS[talk.state],
        "tone": _TONES.get(talk.state, "neutral"),
        "by": (names or {}).get(talk.by_uid, ""),
    }


def _file(request: Request, talks: Sequence[TalkView], name: str) -> HttpResponse:
    headings, rows = _headings(), [_cells(one) for one in talks]
    if request.GET.get("format") == "csv":
        data, media, ending = write_csv([headings, *rows]).data, "text/csv; charset=utf-8", "csv"
    else:
        out = BytesIO()
        columns = tuple(Column(one) for one in headings)
        write_xlsx(out, [SheetData(_("Consultation log"), columns, rows, frozen_columns=2)])
        data, media, ending = out.getvalue(), _XLSX, "xlsx"
    response = HttpResponse(data, content_type=media)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{ending}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _headings() -> list[str]:
    return [
        *(
            _("Date"),
            _("Partner"),
            _("Talking company"),
            _("How it stands"),
            _("Asked for by partner"),
        ),
        *(_("Ask"), _("With whom"), _("What is asked of them, and why"), _("Who bears what")),
        *(_("Documents"), _("Note"), _("Written down")),
    ]


def _cells(talk: TalkView) -> list[Cell]:
    words = talk.words
    return [
        talk.held_on,
        said(talk.partner.names),
        said(talk.organisation.names),
        str(STATE_WORDS[talk.state]),
        _("yes") if talk.is_from_partner else _("no"),
        said(talk.ask[1]) if talk.ask else "",
        *(words.with_whom, words.asked, words.bearing, words.documents, words.note),
        timezone.localtime(talk.at).replace(tzinfo=None),
    ]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
