"""Pairs of questions that ask the same."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.engines.questionnaire import Choice, Question, QuestionSetVersion
from sekisho.kernel.text import Bilingual


def same_questions(
    there: QuestionSetVersion,
    here: QuestionSetVersion,
    *,
    carried: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The questions of `there` that `here` asks too: key there -> key here, in the order of there.

    `carried` is the confirmed map between two versions of one set (empty text: lives on nowhere);
    where there is one, it alone decides, as far as the kind of answer stayed. Without one a
    question is the same when its key, kind, words and choices are.
    """
    pairs = {}
    for question in there.questions:
        key = question.key if carried is None else carried.get(question.key, "")
        other = here.question(key)
        if other is None or other.kind is not question.kind:
            continue
        if carried is not None or is_same_question(question, other):
            pairs[question.key] = key
    return pairs


def is_same_question(one: Question, other: Question) -> bool:
    """Whether both ask the same with the same choices; weights, help and conditions may differ."""
    return (
        one.kind is other.kind
        and _words(one.text) == _words(other.text)
        and _choices(one.choices) == _choices(other.choices)
        and _rule(one) == _rule(other)
    )


def _words(text: Bilingual) -> tuple[str, str]:
    """Both languages, however they are spaced and broken into lines."""
    return "".join(text.ja.split()), " ".join(text.en.split())


def _choices(choices: tuple[Choice, ...]) -> dict[str, tuple[str, str]]:
    return {choice.key: _words(choice.label) for choice in choices}


def _rule(question: Question) -> tuple[str, str] | None:
    """The unit of a number: three people are not three devices."""
    rule = question.number_rule
    return _words(rule.unit) if rule and rule.unit else None
