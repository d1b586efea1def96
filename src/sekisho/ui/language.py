"""Language: chosen once and kept in a cookie; before that the browser's wish, then the setting."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE_NAME = "sekisho_language"


def language_of(request: HttpRequest) -> str:
    """This request's language: the choice made, the browser's first known wish, the default."""
    known = {code for code, _name in settings.LANGUAGES}
    chosen = request.COOKIES.get(COOKIE_NAME, "")
    if chosen in known:
        return chosen
    for wish in request.headers.get("Accept-Language", "").split(","):
        code = wish.split(";")[0].strip().lower().split("-")[0]
        if code in known:
            return code
    return str(settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Activates the reader's language for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate, answer, name the language in the response."""
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
