"""The rule that each route declares, and the contract of `request.actor`.

A view without one of these decorators fails the build (tests/house). The decorator checks method
and kind of actor; which object an actor may see is decided by the query that fetches it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url

from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import Forbidden, NotFound


class Request(HttpRequest):
    """A request after the accounts room has filled in who acts.

    `enrolment_url` is set when this person must set up a second factor before anything else.
    """

    actor: Actor
    enrolment_url: str
    LANGUAGE_CODE: str


class Face(StrEnum):
    """Which side of the house a route belongs to."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OFFICE = "office"
    RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route demands before its view runs."""

    face: Face
    methods: tuple[str, ...]
    capability: Capability | None = None
    verb: str = ""
    needs_code: bool = True
    because: str = ""


View = Callable[..., HttpResponseBase]
_Check = Callable[[Request], HttpResponseBase | None]


def public(*methods: str, because: str) -> Callable[[View], View]:
    """Open to anybody; the reason stands in the role matrix."""
    return _declare(Rule(Face.PUBLIC, _with_head(methods), because=because), lambda request: None)


def signed_in(*methods: str) -> Callable[[View], View]:
    """Open to every person who has signed in, whatever the grants."""
    return _declare(Rule(Face.SIGNED_IN, _with_head(methods)), _check_person)


def office(capability: Capability, *methods: str) -> Callable[[View], View]:
    """Open to persons with a grant that has the capability at some organisation."""

    def check(request: Request) -> HttpResponseBase | None:
        answer = _check_person(request)
        if answer is not None:
            return answer
        if request.enrolment_url:
            return redirect(request.enrolment_url)
        if not request.actor.can(capability):
            raise Forbidden("entrance.not_granted", capability=capability.value)
        return None

    return _declare(Rule(Face.OFFICE, _with_head(methods), capability=capability), check)


def respondent(verb: str, *methods: str, needs_code: bool = True) -> Callable[[View], View]:
    """Open to the holder of the personal link named by the route's `link_uid`."""

    def check(request: Request) -> HttpResponseBase | None:
        link = request.actor.link
        if request.actor.kind is not ActorKind.LINK or link is None or verb not in link.verbs:
            raise NotFound("entrance.link_closed")
        if needs_code and not link.is_confirmed:
            return redirect(_CODE_PAGES[verb], link_uid=request.actor.uid)
        return None

    rule = Rule(Face.RESPONDENT, _with_head(methods), verb=verb, needs_code=needs_code)
    return _declare(rule, check)


# Where the code is asked for, by the verb of the link.
_CODE_PAGES = {"answer": "portal:code", "part": "portal:part-code"}


def _with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    return (*methods, "HEAD") if "GET" in methods else methods


def _check_person(request: Request) -> HttpResponseBase | None:
    if request.actor.kind is ActorKind.PERSON:
        return None
    if request.method in {"GET", "HEAD"}:
        target = resolve_url(settings.LOGIN_URL)
        return redirect(f"{target}?{urlencode({'next': request.get_full_path()})}")
    raise Forbidden("entrance.signed_out")


def _declare(rule: Rule, check: _Check) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in rule.methods:
                return HttpResponseNotAllowed(rule.methods)
            return check(request) or _private(view(request, *args, **kwargs), rule)

        guarded.rule = rule  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def _private(response: HttpResponseBase, rule: Rule) -> HttpResponseBase:
    """No page of a signed-in person or a link holder stays in a shared or browser cache."""
    if rule.face is not Face.PUBLIC and isinstance(response, HttpResponse):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def rule_of(view: Any) -> Rule | None:
    """The rule a view declares, None when it has none."""
    return getattr(view, "rule", None)
