"""What every page of a conversation shares: the recipient's zone, who asks, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sekisho.apps.asks.queries.respondent import ReplyView
from sekisho.apps.asks.queries.respondent_standing import Visit
from sekisho.apps.asks.queries.sets import minutes_for
from sekisho.apps.portal.web.drawing import draw_card
from sekisho.kernel import clock
from sekisho.ui.entrances import Request


def visit_page(
    request: Request, template: str, visit: Visit, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render in the recipient's zone, with the words about the request."""
    language = request.LANGUAGE_CODE
    shared = {
        "visit": visit,
        "standing": visit.standing.value,
        "title": visit.title.in_language(language),
        "asker": visit.asker.in_language(language),
        "subject": visit.subject.in_language(language),
        "handling": visit.handling.in_language(language),
        "link_uid": request.actor.uid,
        "draw_card": draw_card,
    }
    with timezone.override(visit.zone):
        return render(request, template, {**shared, **context}, status=status)


def about_ask(visit: Visit, language: str, question_count: int = 0) -> dict[str, Any]:
    """The box at the top: who asks, until when, how long, whom to call, why."""
    department = visit.department.in_language(language)
    asker = visit.asker.in_language(language)
    return {
        "asker": f"{asker} {department}".strip(),
        "due": visit.due_at,
        "days_left": _days_left(visit),
        "minutes": minutes_for(question_count) if question_count else 0,
        "contact_name": visit.contact_name.in_language(language),
        "contact_phone": visit.contact_phone,
        "contact_mail": visit.contact_email,
        "reason": visit.reason.in_language(language),
    }


def _days_left(visit: Visit) -> int | None:
    """Business days; None when counting them would mislead or blame.

    No business day may lie between now and a deadline that is not today, before or behind it; and
    who has submitted is not late.
    """
    days = visit.business_days_left
    is_today = (
        timezone.localdate(clock.now(), visit.zone) == visit.due_at.astimezone(visit.zone).date()
    )
    is_quiet = visit.is_overdue and visit.submitted_at is not None
    return None if is_quiet or (days == 0 and not is_today) else days


def about_reply(request: Request, reply: ReplyView) -> dict[str, Any]:
    """The box for a reply that has been opened."""
    left = len(reply.shown) if reply.visit.standing.can_write else 0
    return about_ask(reply.visit, request.LANGUAGE_CODE, left)
