"""The way in: a neutral page, a human choice, then a code by mail.

Reading any of these pages changes nothing, and neither does sending a form without the choice: what
mail scanners do leaves no trace that anybody could take for an answer.
"""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from sekisho.apps.accounts.actions import mark_token_used
from sekisho.apps.accounts.queries import LinkView, link_by_token
from sekisho.apps.organisations.queries import has_home, home_view
from sekisho.apps.portal.forms.entry import ADDRESSEE, EntryForm
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, ActorKind
from sekisho.kernel.entropy import random_bytes
from sekisho.ui.entrances import Request, public

LINKS_KEY = "links"
MOST_LINKS = 30
OPEN_POINTS = "open"  # what the address of a letter about open points says
_BROWSER_BYTES = 24
_FIRST_PAGES = {"part": "portal:part"}  # by the purpose of the link


@public("GET", "POST", because="the personal link itself; shows nothing stored")
@sensitive_variables()
def link(request: Request, token: str) -> HttpResponse:
    """The neutral page; the token is looked at only after the human choice."""
    form = EntryForm(request.POST if request.method == "POST" else None)
    form.use_required_attribute = False
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "asker": asker_name(request)}
        response = render(request, "portal/link.html", context, status=status)
        # Not even our own pages learn the token: only the host is named as where one came from.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
    now = clock.now()
    found = link_by_token(token, now=now)
    if found is None:
        return redirect("portal:closed")
    holder = Actor(kind=ActorKind.LINK, uid=found.uid)
    mark_token_used(holder, token=token, now=now)
    remember(request, found, is_addressee=form.cleaned_data["who"] == ADDRESSEE)
    if found.purpose in _FIRST_PAGES:
        return redirect(_FIRST_PAGES[found.purpose], link_uid=found.uid)
    to = OPEN_POINTS if request.GET.get("to") == OPEN_POINTS else ""
    change_entry(request, found.uid, to=to)
    return redirect(landing(request, found.uid), link_uid=found.uid)


@public("GET", because="what an unknown, expired or revoked link leads to; shows nothing stored")
def closed(request: Request) -> HttpResponse:
    """The same page for every link that does not open, without the token in its address."""
    return render(request, "portal/closed.html", {"asker": asker_name(request)}, status=404)


def asker_name(request: Request) -> str:
    """The lead company's name in the reader's language; empty before it has one."""
    return home_view().names.in_language(request.LANGUAGE_CODE) if has_home() else ""


def remember(request: Request, found: LinkView, *, is_addressee: bool) -> None:
    """Keep the exchanged link in this browser's session; a link already there stays confirmed."""
    links = dict(request.session.get(LINKS_KEY, {}))
    entry = links.pop(str(found.uid), None) or {
        "is_confirmed": False,
        "browser": random_bytes(_BROWSER_BYTES).hex(),
    }
    links[str(found.uid)] = {**entry, "is_addressee": is_addressee}
    request.session[LINKS_KEY] = dict(list(links.items())[-MOST_LINKS:])


def entry_of(request: Request, link_uid: uuid.UUID) -> dict[str, object]:
    """What this browser's session keeps of a link."""
    return dict(request.session.get(LINKS_KEY, {}).get(str(link_uid), {}))


def landing(request: Request, link_uid: uuid.UUID) -> str:
    """The page to which the letter leads: the open points, or the first page."""
    return "portal:open" if entry_of(request, link_uid).get("to") == OPEN_POINTS else "portal:start"


def change_entry(request: Request, link_uid: uuid.UUID, **values: object) -> None:
    """Change what is kept of a link."""
    links = dict(request.session.get(LINKS_KEY, {}))
    links[str(link_uid)] = {**links.get(str(link_uid), {}), **values}
    request.session[LINKS_KEY] = links
