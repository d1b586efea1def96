"""Refuses a request whose body is larger than any form here could need, before it is read.

Reading is what the check of a form's CSRF value does, for anybody: without this a stranger could
fill the disk with what is taken for uploads. Files somewhat too large still come through, so that
the page itself can say so beside the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sekisho.kernel.errors import TooLarge
from sekisho.ui.problems import problem_page

_MIB = 1024 * 1024
_TIMES = 4
_DIGITS = re.compile("[0-9]{1,40}")


def largest_body_bytes() -> int:
    """Four of the largest files that are taken in."""
    return _TIMES * int(settings.SEKISHO_UPLOAD_LIMIT_MB) * _MIB


class BodyMiddleware:
    """Stands behind the language, so that the refusal is read, and before all that reads forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go by the announced length: a server hands on no more than that."""
        announced = str(request.META.get("CONTENT_LENGTH") or "")
        if _DIGITS.fullmatch(announced) and int(announced) > largest_body_bytes():
            return problem_page(request, TooLarge("entrance.too_large"))
        return self.get_response(request)
