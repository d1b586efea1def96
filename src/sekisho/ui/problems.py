"""The web's one translator: turns a Problem into a page with a sentence and a next step.

Rooms register the sentences of their codes; a code without one gets its family's sentence.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    Unreadable,
)

_RESPONDENTS = "/r/"
_log = logging.getLogger(__name__)
_PLACE = re.compile(r"%\((\w+)\)[sd]")
Sentence = tuple[str | Promise, str | Promise]

_FAMILIES: dict[type[Problem], Sentence] = {
    Invalid: (_("This cannot be accepted."), _("Please correct it and try again.")),
    Unreadable: (_("This could not be read."), _("Please check the file and try again.")),
    Forbidden: (
        _("Your role does not allow this."),
        _("Ask an administrator if you need it."),
    ),
    NotFound: (
        _("There is nothing here for you."),
        _("The address may be old, or it belongs to somebody else."),
    ),
    Conflict: (
        _("Somebody changed this in the meantime."),
        _("Look at the present state and decide again."),
    ),
    TooLarge: (_("This is too large."), _("Please send a smaller one.")),
    Unavailable: (_("This cannot be reached just now."), _("Please try again in a few minutes.")),
}
_sentences: dict[str, Sentence] = {
    "entrance.signed_out": (
        _("Your session has ended."),
        _("Sign in again; what you typed is kept in this browser."),
    ),
    "entrance.link_closed": (
        _("This link is no longer open."),
        _("Please use the newest letter, or ask the sender for a new link."),
    ),
}

_value_words: dict[str, Mapping[str, str | Promise]] = {}


def register_sentences(sentences: Mapping[str, Sentence]) -> None:
    """Add a room's sentences: code to (what happened, what to do), with %(param)s places."""
    _sentences.update(sentences)


def register_value_words(param: str, words: Mapping[str, str | Promise]) -> None:
    """Say values of this parameter in words; "minItems …" stands for the value "minItems 3"."""
    _value_words[param] = words


def known_codes() -> frozenset[str]:
    """The codes that have a sentence of their own."""
    return frozenset(_sentences)


def places_of(code: str) -> frozenset[str]:
    """The names of the params that the sentence of this code shows."""
    return frozenset(_PLACE.findall("".join(map(str, _sentences.get(code, ())))))


def words_for(problem: Problem) -> tuple[str, str]:
    """What happened and what to do, in the reader's language."""
    family = next((words for kind, words in _FAMILIES.items() if isinstance(problem, kind)), None)
    what, hint = _sentences.get(problem.code) or family or _FAMILIES[Invalid]
    return _filled(what, problem.params), _filled(hint, problem.params)


def sentence_for_code(code: str, params: Mapping[str, str | int]) -> str:
    """What happened and what to do as one text, for faults that are values beside a field."""
    return sentence_of(Invalid(code, **params))


def sentence_of(problem: Problem) -> str:
    """What happened and what to do as one text."""
    what, hint = words_for(problem)
    # Japanese sets no blank between sentences.
    return (f"{what}{hint}" if what.endswith("。") else f"{what} {hint}").strip()


def _filled(text: str | Promise, params: Mapping[str, str | int]) -> str:
    """The text with its places filled; a page about a problem must never fail itself."""
    worded = {
        name: _in_words(_value_words[name], str(value)) if name in _value_words else value
        for name, value in params.items()
    }
    try:
        return str(text) % worded
    except KeyError:
        _log.exception("A sentence has a place that the problem does not name: %s", text)
        return str(text) % defaultdict(lambda: "…", worded)


def _in_words(words: Mapping[str, str | Promise], value: str) -> str:
    if value in words:
        return str(words[value])
    rule, _space, limit = value.partition(" ")
    found = words.get(f"{rule} …")
    return value if found is None else str(found) % {"limit": limit}


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page (or, for htmx, the part of a page) that tells a problem."""
    what, hint = words_for(problem)
    is_part = request.headers.get("HX-Request") == "true"
    template = "ui/problem_part.html" if is_part else "ui/error.html"
    context = {"what": what, "hint": hint, "code": problem.code, "status": problem.http_status}
    context["first_url"] = _first_url(request)
    return TemplateResponse(request, template, context, status=problem.http_status).render()


def problem_document(problem: Problem) -> JsonResponse:
    """A problem for a program (RFC 9457)."""
    what, hint = words_for(problem)
    status = problem.http_status
    document = {"type": "about:blank", "status": status, "title": what, "detail": hint}
    document["code"] = problem.code
    return JsonResponse(document, status=status, content_type="application/problem+json")


def _first_url(request: HttpRequest) -> str:
    """Where to begin anew: a respondent's own first page, none behind a closed link; else "/"."""
    if not request.path.startswith(_RESPONDENTS):
        return "/"
    actor = getattr(request, "actor", None)
    if actor is None or actor.link is None:
        return ""
    own = reverse("portal:start", kwargs={"link_uid": actor.uid})
    return "" if own == request.path else own


class ProblemMiddleware:
    """Answers with a page when a view raises a Problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Translate our own errors only; anything else is a failure and is logged as one."""
        return problem_page(request, error) if isinstance(error, Problem) else None


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that does not exist looks like one that is not yours."""
    return problem_page(request, NotFound("entrance.no_page"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed on our side; nothing about it is shown."""
    return problem_page(request, Unavailable("entrance.failed"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid check value: usually a page left open over a sign-out."""
    _log.info("A form was refused: %s", reason)
    return problem_page(request, Forbidden("entrance.signed_out"))
