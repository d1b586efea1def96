"""What the same partner answered last time, for confirmation question by question.

Only answers to the same asking company about the same subject, of the same question set in any
version: what was said to another company of the group stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sekisho.apps.asks.queries.earlier import submitted_before
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.engines.questionnaire import (
    Answer,
    Plan,
    Question,
    check_answer,
    is_answered,
    read_date,
)
from sekisho.kernel.actor import Actor

# Gives, for a set's key and the version answered then, the present key of each key of then.
KeyMap = Callable[[str, str, str], Mapping[str, str]]
_maps: dict[str, KeyMap] = {}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One answer of last time as it may be confirmed: without files, and without a plan whose day
    is over. `has_old_plan` tells that one was left out.
    """

    question_key: str
    answer: Answer
    at: datetime
    has_old_plan: bool = False


def register_key_map(name: str, source: KeyMap) -> None:
    """Let a room above say which question of an older version became which; same name replaces."""
    _maps[name] = source


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
    renamed = _renamed(found.set_key, found.version, reply.question_set.version)
    out = {}
    for old_key, answer in found.answers.items():
        key = renamed.get(old_key, old_key)
        question = questions.get(key)
        if question is None or is_answered(question, reply.answers.get(key)):
            continue
        kept = _fitting(question, answer, now.date())
        if kept is not None:
            is_cut = answer.plan is not None and kept.plan is None
            out[key] = Earlier(key, kept, found.at, has_old_plan=is_cut)
    return out


def _renamed(set_key: str, then: str, present: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for source in _maps.values():
        found.update(source(set_key, then, present))
    return found


def _fitting(question: Question, answer: Answer, today: date) -> Answer | None:
    """The answer as it may be given today, None where it no longer fits the question."""
    kept = replace(answer, evidence_ids=(), plan=_future(answer.plan, today))
    if not is_answered(question, kept) or check_answer(question, kept):
        return None
    return kept


def _future(plan: Plan | None, today: date) -> Plan | None:
    due = read_date(plan.due) if plan and plan.due else None
    return plan if plan and (due is None or due >= today) else None
