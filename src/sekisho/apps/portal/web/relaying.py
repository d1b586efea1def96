"""Passing a notice on to one's own suppliers, and saying how many it reached."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.apps.alerts.actions.relays import report_relay
from sekisho.apps.alerts.queries.relays import Relaying, RelayView, relaying_of_link
from sekisho.apps.asks.queries.respondent import holder_name, visit_for
from sekisho.apps.asks.queries.respondent_standing import Visit
from sekisho.apps.portal.forms.relaying import RelayForm
from sekisho.apps.portal.web.entry import entry_of
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.pages import about_ask, visit_page
from sekisho.engines.notices import RelayText
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_of

_LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


@respondent("answer", "GET", "POST")
def relay(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """The text to pass on, the counts to report, and what was reported before."""
    now = clock.now()
    visit, found = visit_for(request.actor, now=now), _found(request)
    given = request.POST if request.method == "POST" else None
    today = timezone.localdate(now, visit.zone)
    form = RelayForm(given, initial={"as_of": today, "by": _name(request, link_uid)})
    if form.is_valid():
        try:
            report_relay(request.actor, words=form.words(), today=today, now=now)
        except (Conflict, Invalid) as problem:
            form.add_error(None, sentence_of(problem))
        else:
            notify(request, _("Thank you. Your counts have arrived."))
            return redirect("portal:relay", link_uid=link_uid)
    return _page(request, visit, found, form)


@respondent("answer", "GET")
def relay_text(request: Request, link_uid: uuid.UUID, language: str) -> HttpResponse:
    """The text as a file of its own."""
    for text in _found(request).texts:
        if text.language == language:
            content = f"{text.subject}\r\n\r\n{_mail_lines(text)}\r\n".encode("utf-8-sig")
            return attachment(content, f"notice-{language}.txt", "text/plain; charset=utf-8")
    raise NotFound("alerts.no_notice")


def _found(request: Request) -> Relaying:
    found = relaying_of_link(request.actor)
    if found is None:
        raise NotFound("alerts.no_notice")
    return found


def _page(request: Request, visit: Visit, found: Relaying, form: RelayForm) -> HttpResponse:
    context: dict[str, Any] = {
        "about": about_ask(visit, request.LANGUAGE_CODE),
        "found": found,
        "texts": [_shown(text) for text in _ordered(found.texts, request.LANGUAGE_CODE)],
        "form": form,
        "reports": [_report(one) for one in found.reports],
    }
    status = 422 if form.errors else 200
    return visit_page(request, "portal/relay.html", visit, context, status=status)


def _ordered(texts: tuple[RelayText, ...], language: str) -> list[RelayText]:
    """The reader's language first."""
    return sorted(texts, key=lambda text: text.language != language)


def _shown(text: RelayText) -> dict[str, str]:
    return {
        "language": text.language,
        "name": _LANGUAGE_NAMES[text.language],
        "subject": text.subject,
        "body": text.body,
        "all": f"{text.subject}\n\n{text.body}",
        "mailto": f"mailto:?subject={quote(text.subject)}&body={quote(_mail_lines(text))}",
    }


def _mail_lines(text: RelayText) -> str:
    return text.body.replace("\n", "\r\n")


def _report(one: RelayView) -> dict[str, Any]:
    return {"one": one, "counts": one.counts}


def _name(request: Request, link_uid: uuid.UUID) -> str:
    is_addressee = entry_of(request, link_uid).get("is_addressee", True)
    return holder_name(request.actor) if is_addressee else ""
