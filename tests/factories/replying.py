"""Replies to an ask, written and submitted by the real actions of the respondent's side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.engines.questionnaire import Answer, Plan
from sekisho.kernel.actor import Actor

YES = Answer(("yes",))
PLAN = Plan("多要素認証を入れます", "情報システム課", "2026-12-25")


def respondent(assignment: Assignment, now: datetime) -> Actor:
    """Whoever holds the link of an assignment, the code given."""
    link = link_of_subject(assignment.pk)
    assert link is not None
    return actor_of_link(link.uid, is_confirmed=True, now=now)


def answer(assignment: Assignment, answers: Mapping[str, Answer], now: datetime) -> None:
    """Save these answers one by one."""
    actor = respondent(assignment, now)
    for key, given in answers.items():
        stored = reply_for(actor, now=now).stored.get(key)
        base = stored.revision if stored else 0
        save_answer(actor, question_key=key, answer=given, base_revision=base, now=now)


def answer_all(
    assignment: Assignment, now: datetime, but: Mapping[str, Answer] | None = None
) -> None:
    """Answer every shown question with yes, but these; texts where a kind asks for them."""
    actor, own = respondent(assignment, now), dict(but or {})
    for _round in range(3):
        page = reply_for(actor, now=now)
        left = [one for one in page.shown if one.key not in page.answers]
        for question in left:
            answer(assignment, {question.key: own.get(question.key) or _fitting(question)}, now)


def submit(assignment: Assignment, now: datetime) -> None:
    """Submit what was answered."""
    actor = respondent(assignment, now)
    seen = reply_for(actor, now=now).revision
    signer = Signer("ちか", "総務部", "部長")
    submit_reply(actor, signer=signer, seen_revision=seen, now=now)


def _fitting(question: object) -> Answer:
    kind = question.kind.value  # type: ignore[attr-defined]
    if kind == "yes_no":
        return YES
    if kind in {"single", "multiple"}:
        best = max(question.choices, key=lambda one: one.points or 0)  # type: ignore[attr-defined]
        return Answer((best.key,))
    return Answer(text="架空の回答です", number="3", date="2026-11-01")
