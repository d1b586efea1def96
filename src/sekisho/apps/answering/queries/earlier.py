"""What the same partner answered last time, for confirmation question by question.

Only answers to the same asking company about the same subject, of the same question set in any
version: what was said to another company of the group stays there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sekisho.apps.asks.queries.earlier import submitted_before
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.editor.queries.carry import carry_between
from sekisho.engines.question_diff import carried_answers
from sekisho.engines.questionnaire import (
    Answer,
    Plan,
    Question,
    check_answer,
    is_answered,
    read_date,
)
from sekisho.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Earlier:
    """One answer of last time as it may be confirmed: without files, and without a plan whose day
    is over. `has_old_plan` tells that one was left out.
    """

    question_key: str
    answer: Answer
    at: datetime
    has_old_plan: bool = False


def earlier_for(
    actor: Actor, *, now: datetime, reply: ReplyView | None = None
) -> dict[str, Earlier]:
    """The last submitted answers by question key, for questions that have none yet in this reply.

    Raises NotFound before the code.
    """
    reply = reply or reply_for(actor, now=now)
    found = submitted_before(actor, now=now)
    if found is None:
        return {}
    questions = {one.key: one for one in reply.asked}
    chosen = carry_between(found.set_key, found.version, reply.question_set.version)
    out = {}
    for key, answer in carried_answers(found.answers, chosen, reply.question_set).items():
        question = questions.get(key)
        if question is None or is_answered(question, reply.answers.get(key)):
            continue
        kept = fitting_answer(question, answer, now.date())
        if kept is not None:
            is_cut = answer.plan is not None and kept.plan is None
            out[key] = Earlier(key, kept, found.at, has_old_plan=is_cut)
    return out


def fitting_answer(question: Question, answer: Answer, today: date) -> Answer | None:
    """The answer as it may be given today: without files, without a plan whose day is over; None
    where it no longer fits the question.
    """
    kept = replace(answer, evidence_ids=(), plan=_future(answer.plan, today))
    if not is_answered(question, kept) or check_answer(question, kept):
        return None
    return kept


def _future(plan: Plan | None, today: date) -> Plan | None:
    due = read_date(plan.due) if plan and plan.due else None
    return plan if plan and (due is None or due >= today) else None
