"""The stored form of a reply, compact and quick to read, and what changed between two replies.

Columns instead of rows: question keys once, then choices, revisions, times and authors in the same
order; what else was written stands under `rest` by question key, one letter per field. A column
entry of `choices` is one key, or a list of none or several. The apps encrypt these bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from sekisho.engines.questionnaire.answers import Answer, Plan, StoredAnswer
from sekisho.kernel.errors import Unreadable

_FORM = 1
_LETTERS = {"text": "t", "number": "n", "date": "d", "reason": "r", "followup": "f"}
_SIGNS_OF_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question whose answer differs; None where there is no answer on that side."""

    question_key: str
    before: Answer | None
    after: Answer | None
    fields: tuple[str, ...]


def reply_as_json(reply: Mapping[str, StoredAnswer]) -> bytes:
    """The stored form of a reply, UTF-8, questions in the order given."""
    stored = reply.values()
    people = list(dict.fromkeys(one.saved_by for one in stored))
    index = {person: place for place, person in enumerate(people)}
    rests = {key: _rest(one.answer) for key, one in reply.items()}
    document = {
        "form": _FORM,
        "keys": list(reply),
        "choices": [_choices(one.answer) for one in stored],
        "revisions": [one.revision for one in stored],
        "times": [one.saved_at for one in stored],
        "people": people,
        "by": [index[one.saved_by] for one in stored],
        "rest": {key: rest for key, rest in rests.items() if rest},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def reply_from_json(stored: bytes) -> dict[str, StoredAnswer]:
    """The reply that `reply_as_json` wrote, in the same order. Raises Unreadable."""
    try:
        document = _document(stored)
        answers, people = _answers(document), document["people"]
        columns = zip(
            *(answers.items(), document["revisions"], document["times"], document["by"]),
            strict=True,
        )
        return {
            key: StoredAnswer(answer, revision, saved_at, people[by])
            for (key, answer), revision, saved_at, by in columns
        }
    except _SIGNS_OF_DAMAGE as error:
        raise Unreadable("questionnaire.reply.unreadable") from error


def answers_from_json(stored: bytes) -> dict[str, Answer]:
    """The bare answers of a stored reply, in its order: the quick way for boards and reports.

    Raises Unreadable.
    """
    try:
        return _answers(_document(stored))
    except _SIGNS_OF_DAMAGE as error:
        raise Unreadable("questionnaire.reply.unreadable") from error


def diff_answers(
    before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> tuple[AnswerChange, ...]:
    """The questions whose answers differ: those of `before` in its order, then the new ones.

    `fields` names what differs; an answer that came or went names the fields that say something.
    """
    blank = Answer()
    changes = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            names = tuple(
                field.name
                for field in fields(Answer)
                if getattr(old or blank, field.name) != getattr(new or blank, field.name)
            )
            changes.append(AnswerChange(key, old, new, names))
    return tuple(changes)


def _choices(answer: Answer) -> str | tuple[str, ...]:
    return answer.choice_keys[0] if len(answer.choice_keys) == 1 else answer.choice_keys


def _rest(answer: Answer) -> dict[str, object]:
    rest: dict[str, object] = {
        letter: getattr(answer, name) for name, letter in _LETTERS.items() if getattr(answer, name)
    }
    if answer.plan is not None:
        rest["p"] = (answer.plan.what, answer.plan.who, answer.plan.due)
    if answer.evidence_ids:
        rest["e"] = answer.evidence_ids
    return rest


def _document(stored: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(stored)
    if document["form"] != _FORM:
        raise Unreadable("questionnaire.reply.form_unknown", form=str(document["form"]))
    return document


def _answers(document: dict[str, Any]) -> dict[str, Answer]:
    answers = {
        key: _bare(choices if isinstance(choices, str) else tuple(choices))
        for key, choices in zip(document["keys"], document["choices"], strict=True)
    }
    for key, rest in document["rest"].items():
        answers[key] = _full(answers[key].choice_keys, rest)
    return answers


@lru_cache(maxsize=1024)
def _bare(choices: str | tuple[str, ...]) -> Answer:
    """Most answers are a bare choice: equal ones share one value, which makes reading quick."""
    return Answer((choices,) if isinstance(choices, str) else choices)


def _full(keys: tuple[str, ...], rest: dict[str, Any]) -> Answer:
    get, plan = rest.get, rest.get("p")
    return Answer(
        keys,
        get("t", ""),
        get("n", ""),
        get("d", ""),
        get("r", ""),
        get("f", ""),
        Plan(*plan) if plan else None,
        tuple(get("e", ())),
    )
