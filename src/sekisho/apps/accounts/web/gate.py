"""Fills `request.actor`: the signed-in person, the holder of an exchanged link, or nobody."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sekisho.apps.accounts.queries import actor_of_link, actor_of_user
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY, Actor, Capability
from sekisho.kernel.reading import reading
from sekisho.ui.entrances import Face, Request, rule_of

LINKS_KEY = "links"
_READING = ("GET", "HEAD")


class ActorMiddleware:
    """Decides who acts before the view's rule is checked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Start every request as nobody; one that only reads may remember what it looked up."""
        incoming = cast("Request", request)
        incoming.actor, incoming.enrolment_url = NOBODY, ""
        with reading() if request.method in _READING else nullcontext():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """A respondent's route is entered by its link only, any other by the signed-in person."""
        incoming = cast("Request", request)
        rule = rule_of(view)
        if rule is not None and rule.face is Face.RESPONDENT:
            incoming.actor = _link_actor(request, kwargs.get("link_uid"), clock.now())
        elif request.user.is_authenticated:
            incoming.actor = actor_of_user(request.user)
            incoming.enrolment_url = _enrolment_url(request, incoming.actor)


def _link_actor(request: HttpRequest, uid: uuid.UUID | None, now: datetime) -> Actor:
    entry = request.session.get(LINKS_KEY, {}).get(str(uid))
    if uid is None or entry is None:
        return NOBODY
    return actor_of_link(uid, is_confirmed=bool(entry.get("is_confirmed")), now=now)


def _enrolment_url(request: HttpRequest, actor: Actor) -> str:
    """Administrators need a second factor as soon as partners can reach the installation."""
    if not settings.SEKISHO_BASE_URL or not actor.can(Capability.ADMINISTER):
        return ""
    return "" if is_mfa_enabled(request.user) else reverse("mfa_activate_totp")
