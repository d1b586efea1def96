"""What partners last answered to some questions, for rooms that hold it against what was seen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from sekisho.apps.asks.models import Assignment, AssignmentState
from sekisho.apps.asks.queries.letters import assignment_facts
from sekisho.apps.asks.queries.reached import reached_reply
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.organisations.queries import asking_filter
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

_SUBMITTED = (AssignmentState.SUBMITTED, AssignmentState.CLOSED)


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One answer of a partner about itself, with its question as it was asked."""

    assignment_uid: uuid.UUID
    set_key: str
    question_key: str
    question: Bilingual
    answer: Answer


def told_answers(
    actor: Actor, organisation_ids: Iterable[int], wanted: Mapping[str, frozenset[str]]
) -> Mapping[int, tuple[ToldAnswer, ...]]:
    """The answers to wanted questions, by set, of each partner's last submitted reply to that set.

    Only what both the actor reaches and was asked by a company in the actor's part; partners that
    told nothing are absent. Raises Unreadable.
    """
    rows = Assignment.objects.filter(
        part_filter(actor),
        asking_filter(actor, path="ask__organisation"),
        subject_id__in=set(organisation_ids),
        respondent_id=F("subject_id"),
        state__in=_SUBMITTED,
        ask__question_set__key__in=set(wanted),
    ).order_by("-id")
    last: dict[tuple[int, str], int] = {}
    for own, subject, key in rows.values_list("id", "subject_id", "ask__question_set__key"):
        last.setdefault((subject, key), own)
    facts = assignment_facts(last.values())
    found: dict[int, tuple[ToldAnswer, ...]] = {}
    for (subject, key), own in last.items():
        reply = reached_reply(actor, own)
        if reply is None or own not in facts:
            continue
        questions = {one.key: one.text for one in stored_set(facts[own].question_set.id).questions}
        told = tuple(
            ToldAnswer(facts[own].uid, key, name, questions[name], reply.answers[name])
            for name in sorted(wanted[key] & set(reply.answers) & set(questions))
        )
        found[subject] = (*found.get(subject, ()), *told)
    return found
