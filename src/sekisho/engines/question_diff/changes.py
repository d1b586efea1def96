"""The changes themselves: each part of each question before and after, and what is material.

A change is material when an earlier answer might not answer the question any more: another kind, a
choice taken away or worded anew, another unit, another respondent, other words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sekisho.engines.question_diff.pairs import Guess, guess_renames, moved_keys
from sekisho.engines.question_diff.words import is_small_change
from sekisho.engines.questionnaire import (
    AllOf,
    Choice,
    Condition,
    Is,
    Not,
    NumberRule,
    Question,
    QuestionSetVersion,
)
from sekisho.kernel.text import Bilingual


class Part(StrEnum):
    """What of a question, a section or the set has changed."""

    KEY = "key"
    PLACE = "place"
    SECTION = "section"
    TEXT_JA = "text_ja"
    TEXT_EN = "text_en"
    HELP_JA = "help_ja"
    HELP_EN = "help_en"
    FOLLOWUP_JA = "followup_ja"
    FOLLOWUP_EN = "followup_en"
    FOLLOWUP_WHEN = "followup_when"
    KIND = "kind"
    CHOICES = "choices"
    NUMBER = "number"
    WEIGHT = "weight"
    CRITICAL = "critical"
    REQUIRED = "required"
    EVIDENCE = "evidence"
    NA_REASON = "na_reason"
    CONDITION = "condition"
    RESPONDENT = "respondent"
    MAPS = "maps"
    NOTICE_JA = "notice_ja"
    NOTICE_EN = "notice_en"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part before and after, as plain text; lists have one entry a line."""

    part: Part
    before: str
    after: str
    is_material: bool = False


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question: `old_key` empty when added, `new_key` empty when removed."""

    old_key: str
    new_key: str
    text: Bilingual
    fields: tuple[FieldChange, ...] = ()

    @property
    def is_added(self) -> bool:
        """Whether the old version has no such question."""
        return not self.old_key

    @property
    def is_removed(self) -> bool:
        """Whether the new version has no such question."""
        return not self.new_key

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than before."""
        return any(one.part in (Part.PLACE, Part.SECTION) for one in self.fields)

    @property
    def is_material(self) -> bool:
        """Whether an earlier answer must not simply be carried over."""
        return any(one.is_material for one in self.fields)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section, as QuestionChange."""

    old_key: str
    new_key: str
    label: Bilingual
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SetDiff:
    """All that differs: questions in the new order, removed ones last; guesses to be confirmed."""

    head: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]
    questions: tuple[QuestionChange, ...]
    guesses: tuple[Guess, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether the versions say the same."""
        return not (self.head or self.sections or self.questions)

    @property
    def added(self) -> tuple[QuestionChange, ...]:
        """Questions of the new version alone."""
        return tuple(one for one in self.questions if one.is_added)

    @property
    def removed(self) -> tuple[QuestionChange, ...]:
        """Questions of the old version alone."""
        return tuple(one for one in self.questions if one.is_removed)

    @property
    def material(self) -> tuple[QuestionChange, ...]:
        """Questions in both whose earlier answers must not simply be carried over."""
        return tuple(one for one in self.questions if one.is_material)


def diff_sets(
    old: QuestionSetVersion,
    new: QuestionSetVersion,
    renamed: Mapping[str, str] | None = None,
) -> SetDiff:
    """What differs between two versions.

    `renamed` gives old keys their confirmed new keys, empty for "none of them"; without it
    questions are paired by key and look-alikes among the others are guessed.
    """
    pairs = _pairs(old, new, renamed or {})
    by_new = {new_key: old_key for old_key, new_key in pairs.items()}
    earlier = {question.key: question for question in old.questions}
    places = {question.key: place for place, question in enumerate(old.questions)}
    stays = [(places[by_new[q.key]], q.key) for q in new.questions if q.key in by_new]
    moved = moved_keys(stays)
    changed = []
    for question in new.questions:
        before = earlier.get(by_new.get(question.key, ""))
        if before is None:
            changed.append(QuestionChange("", question.key, question.text))
        elif fields := _fields(before, question, pairs, is_moved=question.key in moved):
            changed.append(QuestionChange(before.key, question.key, question.text, fields))
    unchanged = len(new.questions) - len(changed)
    gone = [question for question in old.questions if question.key not in pairs]
    fresh = [question for question in new.questions if question.key not in by_new]
    changed += [QuestionChange(question.key, "", question.text) for question in gone]
    guesses = guess_renames(gone, fresh)
    return SetDiff(_head(old, new), _sections(old, new), tuple(changed), guesses, unchanged)


def _pairs(
    old: QuestionSetVersion, new: QuestionSetVersion, renamed: Mapping[str, str]
) -> dict[str, str]:
    keys = {question.key for question in new.questions}
    pairs: dict[str, str] = {}
    free = set(keys)
    for question in old.questions:
        target = renamed.get(question.key, "")
        if target in free:
            pairs[question.key] = target
            free.remove(target)
    for question in old.questions:
        if question.key in free and question.key not in renamed:
            pairs[question.key] = question.key
    return pairs


def _when(question: Question) -> str:
    if question.followup is None:
        return ""
    keys = question.followup.choice_keys
    return "any" if keys is None else " | ".join(keys)


def _choice(choice: Choice) -> str:
    points = "" if choice.points is None else f" = {choice.points.normalize():f}"
    return f"{choice.key}: {choice.label.ja} / {choice.label.en}{points}"


def _number(rule: NumberRule | None) -> str:
    if rule is None:
        return ""
    bounds = f"{_bound(rule.minimum)}..{_bound(rule.maximum)}"
    unit = f" {rule.unit.ja} / {rule.unit.en}" if rule.unit else ""
    return f"{bounds}{' whole' if rule.is_whole else ''}{unit}"


def _bound(value: object) -> str:
    return "" if value is None else str(value)


def _unit(question: Question) -> Bilingual | None:
    return question.number_rule.unit if question.number_rule else None


def _flag(value: object) -> str:
    return "yes" if value else "no"


_Read = Callable[[Question], str]


def _both(name: str, words: Callable[[Question], Bilingual | None]) -> dict[Part, _Read]:
    return {
        Part(f"{name}_ja"): lambda question: (words(question) or Bilingual()).ja,
        Part(f"{name}_en"): lambda question: (words(question) or Bilingual()).en,
    }


_READ: dict[Part, _Read] = {
    Part.SECTION: lambda question: question.category,
    **_both("text", lambda question: question.text),
    **_both("help", lambda question: question.help),
    **_both("followup", lambda question: question.followup.text if question.followup else None),
    Part.FOLLOWUP_WHEN: _when,
    Part.KIND: lambda question: question.kind.value,
    Part.CHOICES: lambda question: "\n".join(_choice(one) for one in question.choices),
    Part.NUMBER: lambda question: _number(question.number_rule),
    Part.WEIGHT: lambda question: str(question.weight),
    Part.CRITICAL: lambda question: _flag(question.is_critical),
    Part.REQUIRED: lambda question: _flag(question.is_required),
    Part.EVIDENCE: lambda question: _flag(question.needs_evidence),
    Part.NA_REASON: lambda question: _flag(question.na_needs_reason),
    Part.RESPONDENT: lambda question: question.respondent.value,
    Part.MAPS: lambda question: "\n".join((*question.maps, *question.reference_ids)),
}


def _fields(
    old: Question, new: Question, pairs: Mapping[str, str], *, is_moved: bool
) -> tuple[FieldChange, ...]:
    found = []
    if old.key != new.key:
        found.append(FieldChange(Part.KEY, old.key, new.key))
    if is_moved:
        found.append(FieldChange(Part.PLACE, "", ""))
    for part, read in _READ.items():
        before, after = read(old), read(new)
        if before != after:
            found.append(FieldChange(part, before, after, _is_material(part, old, new)))
    before = condition_text(old.condition, pairs)
    after = condition_text(new.condition, {})
    if before != after:
        found.append(FieldChange(Part.CONDITION, before, after))
    return tuple(found)


def _is_material(part: Part, old: Question, new: Question) -> bool:
    match part:
        case Part.TEXT_JA:
            return _is_reworded(old.text.ja, new.text.ja)
        case Part.TEXT_EN:
            return _is_reworded(old.text.en, new.text.en)
        case Part.CHOICES:
            return _choices_differ(old, new)
        case Part.NUMBER:
            return _unit(old) != _unit(new)
        case _:
            return part in (Part.KIND, Part.RESPONDENT)


def _is_reworded(before: str, after: str) -> bool:
    """A translation that is added says nothing new."""
    return bool(before.strip()) and not is_small_change(before, after)


def _choices_differ(old: Question, new: Question) -> bool:
    """Whether a choice that could have been chosen is gone or means something else."""
    later = {choice.key: choice.label for choice in new.choices}
    return any(
        choice.key not in later
        or _is_reworded(choice.label.ja, later[choice.key].ja)
        or _is_reworded(choice.label.en, later[choice.key].en)
        for choice in old.choices
    )


def condition_text(condition: Condition | None, names: Mapping[str, str]) -> str:
    """A condition in a plain form to compare; `names` gives keys the names they have now."""
    if condition is None:
        return ""
    if isinstance(condition, Is):
        key = names.get(condition.question_key, condition.question_key)
        return f"{key} = {' | '.join(condition.choice_keys)}"
    if isinstance(condition, Not):
        return f"not ({condition_text(condition.part, names)})"
    word = " and " if isinstance(condition, AllOf) else " or "
    return word.join(f"({condition_text(part, names)})" for part in condition.parts)


def _head(old: QuestionSetVersion, new: QuestionSetVersion) -> tuple[FieldChange, ...]:
    nothing = Bilingual()
    rows = (
        (Part.TEXT_JA, old.title.ja, new.title.ja),
        (Part.TEXT_EN, old.title.en, new.title.en),
        (Part.NOTICE_JA, (old.notice or nothing).ja, (new.notice or nothing).ja),
        (Part.NOTICE_EN, (old.notice or nothing).en, (new.notice or nothing).en),
        (Part.RESPONDENT, old.respondent.value, new.respondent.value),
    )
    return tuple(FieldChange(*row) for row in rows if row[1] != row[2])


def _sections(old: QuestionSetVersion, new: QuestionSetVersion) -> tuple[SectionChange, ...]:
    earlier = {section.key: section for section in old.categories}
    later = {section.key for section in new.categories}
    found = []
    for section in new.categories:
        before = earlier.get(section.key)
        if before is None:
            found.append(SectionChange("", section.key, section.label))
            continue
        rows = (
            (Part.TEXT_JA, before.label.ja, section.label.ja),
            (Part.TEXT_EN, before.label.en, section.label.en),
            (Part.WEIGHT, str(before.weight), str(section.weight)),
        )
        fields = tuple(FieldChange(*row) for row in rows if row[1] != row[2])
        if fields:
            found.append(SectionChange(section.key, section.key, section.label, fields))
    gone = [section for section in old.categories if section.key not in later]
    return (*found, *(SectionChange(section.key, "", section.label) for section in gone))
