"""The one address at which a mail service tells what came back. Its signature is its key.

    POST /hooks/mail/returned/
    X-Sekisho-Signature: t=<seconds since 1970>,v1=<hex HMAC-SHA-256 over "<t>." and the body>

Told again within the five minutes for which a signature holds, the news has one effect, because
each carries an id.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sekisho.apps.mail.actions import Noted, note_return
from sekisho.apps.mail.schemas import report_from_json
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Forbidden, NotFound, Problem, TooLarge
from sekisho.ui.entrances import Request, public
from sekisho.ui.problems import problem_document

MOST_BYTES = 16 * 1024
WINDOW_SECONDS = 300
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),\s?v1=([0-9a-f]{64})")
_BECAUSE = "a mail service tells what came back; HMAC over time and body, off without a secret"
_View = Callable[[Request], HttpResponse]


def _as_document(view: _View) -> _View:
    """A Problem as a document that programs read, not as a page."""

    @wraps(view)
    def answered(request: Request) -> HttpResponse:
        try:
            return view(request)
        except Problem as problem:
            return problem_document(problem)

    return answered


@csrf_exempt
@public("POST", because=_BECAUSE)
@_as_document
def returned(request: Request) -> HttpResponse:
    """Take one piece of news about one letter."""
    secret = settings.SEKISHO_BOUNCE_WEBHOOK_SECRET
    if not secret:
        raise NotFound("entrance.no_page")
    body = _body(request)
    _check_signature(secret, request.headers.get("X-Sekisho-Signature", ""), body)
    noted = note_return(SYSTEM, report=report_from_json(body), now=clock.now())
    return JsonResponse({"result": noted.value}, status=202 if noted is Noted.UNKNOWN else 200)


def _body(request: Request) -> bytes:
    """The body, whose announced length is looked at before it is read."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    is_number = announced.isascii() and announced.isdigit()
    if not is_number or int(announced) > MOST_BYTES:
        raise TooLarge("mail.news_too_large", limit=MOST_BYTES)
    return request.body


def _check_signature(secret: str, given: str, body: bytes) -> None:
    """Raise Forbidden unless the secret signed this body within the last five minutes."""
    found = _SIGNATURE.fullmatch(given)
    signed, code = (found[1], found[2]) if found else ("0", "")
    right = hmac.new(secret.encode(), f"{signed}.".encode() + body, hashlib.sha256).hexdigest()
    is_fresh = abs(clock.now().timestamp() - int(signed)) <= WINDOW_SECONDS
    if not (hmac.compare_digest(right.encode(), code.encode()) and is_fresh):
        raise Forbidden("mail.news_not_signed")
