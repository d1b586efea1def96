"""The carry-over map: which earlier answer answers which question of the new version.

A guess never moves an answer: only what a person confirmed does, and never across a material change
unless that person said so for this very question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.engines.question_diff.changes import SetDiff
from sekisho.engines.questionnaire import Answer, QuestionSetVersion


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What becomes of the answers to one old question: the new key, or empty for none."""

    old_key: str
    new_key: str
    is_guess: bool = False
    is_material: bool = False


def default_carry(old: QuestionSetVersion, diff: SetDiff) -> tuple[CarryOver, ...]:
    """The proposal for every old question, in the old order.

    Unchanged and slightly changed questions carry on; a look-alike is proposed as a guess; a
    materially changed or removed question carries nothing.
    """
    guessed = {guess.old_key: guess.new_key for guess in diff.guesses}
    removed = {change.old_key for change in diff.removed}
    changed = {change.old_key: change for change in diff.questions if change.old_key}
    found = []
    for question in old.questions:
        key = question.key
        if key in removed:
            found.append(CarryOver(key, guessed.get(key, ""), is_guess=key in guessed))
            continue
        change = changed.get(key)
        is_material = change is not None and change.is_material
        target = "" if is_material else change.new_key if change else key
        found.append(CarryOver(key, target, is_material=is_material))
    return tuple(found)


def carry_faults(
    old: QuestionSetVersion, new: QuestionSetVersion, chosen: Mapping[str, str]
) -> tuple[str, ...]:
    """The old keys whose choice cannot stand: unknown, of another kind, or one target twice."""
    targets = Counter(target for target in chosen.values() if target)
    kinds = {question.key: question.kind for question in new.questions}
    known = {question.key: question.kind for question in old.questions}
    return tuple(
        key
        for key, target in chosen.items()
        if key not in known
        or (target and (kinds.get(target) is not known[key] or targets[target] > 1))
    )


def carried_answers(
    answers: Mapping[str, Answer], chosen: Mapping[str, str], new: QuestionSetVersion
) -> dict[str, Answer]:
    """Earlier answers under their new keys, as a confirmed map says, in the new order.

    An answer that chose something which the new question does not offer stays behind.
    """
    sources = {target: key for key, target in chosen.items() if target}
    found = {}
    for question in new.questions:
        answer = answers.get(sources.get(question.key, ""))
        offered = {choice.key for choice in question.choices}
        if answer is not None and offered.issuperset(answer.choice_keys):
            found[question.key] = answer
    return found
