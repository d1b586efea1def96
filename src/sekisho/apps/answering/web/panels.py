"""What this room puts into other pages: a reply's page, an ask's board, Today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from sekisho.apps.answering.forms.office import SayForm
from sekisho.apps.answering.forms.words import REASON_WORDS
from sekisho.apps.answering.queries.handovers import HandOverView, handovers_of_reply
from sekisho.apps.answering.queries.refusals import refusal_of_reply
from sekisho.apps.answering.queries.talks import (
    OFFICE,
    ThreadView,
    Waiting,
    clarified_count,
    threads_of_reply,
    waiting_counts,
    waiting_for,
    waiting_in,
)
from sekisho.apps.asks.queries.replies import ReplyPage
from sekisho.engines.questionnaire import QuestionSetVersion
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.slots import Panel

_MOST = 8


def reply_panel(actor: Actor, found: ReplyPage) -> Panel | None:
    """On a reply's page: why it was declined, questions of the partner, who has which part."""
    uid, now = found.line.uid, clock.now()
    threads = threads_of_reply(actor, uid, now=now)
    handovers = handovers_of_reply(actor, uid, now=now)
    refusal = refusal_of_reply(actor, uid, now=now) if found.line.state == "declined" else None
    can_write = actor.can(Capability.FOLLOW_UP) and found.line.state not in {"closed", "declined"}
    can_write = can_write and found.ask.state == "open"
    if not (threads or handovers or refusal or can_write):
        return None
    numbers = {line.question.key: line.number for line in found.questions}
    context = {
        "uid": uid,
        "ask_uid": found.ask.uid,
        "refusal": refusal,
        "reason": REASON_WORDS.get(refusal.reason, "") if refusal else "",
        "threads": [shown_thread(one, found.question_set, numbers) for one in threads],
        "handovers": [_shown_handover(one, found) for one in handovers],
        "can_write": can_write,
        "can_answer": actor.can(Capability.FOLLOW_UP) and found.ask.state == "open",
        "can_clarify": actor.can(Capability.RUN),
    }
    return Panel("answering/parts/of_reply.html", context)


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Questions of partners that wait for an answer."""
    rows = waiting_for(actor)
    if not rows:
        return None
    count, replies = waiting_counts(actor)
    context = {"count": count, "rows": _waiting_rows(rows[:_MOST]), "more": replies - _MOST}
    return Panel("answering/parts/today.html", context)


def ask_panel(actor: Actor, subject: Any) -> Panel | None:
    """On an ask's board: questions that wait, and what was clarified for everybody."""
    waiting = waiting_in(actor, subject.id)
    shown = clarified_count(actor, subject.uid)
    if not waiting and not shown:
        return None
    rows = waiting_for(actor, subject.id) if waiting else ()
    context = {
        "waiting": waiting,
        "clarified": shown,
        "ask": subject,
        "rows": _waiting_rows(rows[:_MOST]),
    }
    return Panel("answering/parts/of_ask.html", context)


def _waiting_rows(rows: Sequence[Waiting]) -> list[dict[str, Any]]:
    language = (get_language() or "ja")[:2]
    return [
        {
            "assignment_uid": one.assignment_uid,
            "name": one.names.in_language(language),
            "title": one.title.in_language(language),
            "since": one.since,
            "count": one.count,
        }
        for one in rows
    ]


def shown_thread(
    one: ThreadView, questions: QuestionSetVersion, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """A thread with its question in the reader's language."""
    question = questions.question(one.question_key)
    language = (get_language() or "ja")[:2]
    return {
        "thread": one,
        "number": numbers.get(one.question_key, ""),
        "text": question.text.in_language(language) if question else one.question_key,
        "is_waiting": one.waits_for == OFFICE,
        "form": SayForm(prefix=f"t{one.id}"),
    }


def _shown_handover(one: HandOverView, found: ReplyPage) -> dict[str, Any]:
    answered = {line.question.key for line in found.questions if line.stored}
    return {
        "one": one,
        "count": len(one.question_keys),
        "done": sum(key in answered for key in one.question_keys),
    }
