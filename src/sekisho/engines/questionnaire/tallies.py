"""Counts for boards: how often each choice was given, per question and slice.

A slice is any part of the audience that a board shows apart (a wave, a group company, a tier).
The worker keeps one tally per ask: it adds what a reply says now and takes away what it said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.engines.questionnaire.answers import Answer, chosen, is_answered
from sekisho.engines.questionnaire.conditions import shown_questions
from sekisho.engines.questionnaire.questions import (
    CHOICE_KINDS,
    Question,
    QuestionSetVersion,
    Respondent,
)
from sekisho.kernel.errors import Conflict, Unreadable

EVERYBODY = "all"  # the slice in which every reply is counted
ANSWERED, UNANSWERED = "answered", "unanswered"
_FORM = 1

_Counts = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class TallyEntry:
    """What one reply adds to a tally: its counted keys per question, and its slices."""

    keys: Mapping[str, tuple[str, ...]]
    slices: tuple[str, ...] = ()

    def as_json(self) -> bytes:
        """The stored form, UTF-8."""
        return _dumped({"form": _FORM, "keys": self.keys, "slices": self.slices})

    @classmethod
    def from_json(cls, stored: bytes) -> TallyEntry:
        """The entry that `as_json` wrote. Raises Unreadable."""
        loaded = _loaded(stored)
        try:
            keys = {question: tuple(keys) for question, keys in loaded["keys"].items()}
            return cls(keys, tuple(loaded["slices"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise Unreadable("questionnaire.tally.unreadable") from error


@dataclass(frozen=True, slots=True)
class TallyDelta:
    """What one reply said before and what it says now; None for nothing."""

    before: TallyEntry | None = None
    after: TallyEntry | None = None

    @property
    def is_empty(self) -> bool:
        """Whether applying it changes nothing."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Tally:
    """Replies per slice, and counts per slice, question and key; zeros are left out."""

    replies: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)

    def counts_of(self, question_key: str, slice_key: str = EVERYBODY) -> Mapping[str, int]:
        """How often each key was given at this question in this slice; empty when never."""
        return self.counts.get(slice_key, {}).get(question_key, {})

    def add(self, entry: TallyEntry) -> Tally:
        """The tally with one more reply."""
        return self._moved(entry, 1)

    def subtract(self, entry: TallyEntry) -> Tally:
        """The tally without this reply. Raises Conflict when a count would fall below zero."""
        return self._moved(entry, -1)

    def apply(self, delta: TallyDelta) -> Tally:
        """The tally after a reply changed. Raises Conflict as `subtract` does."""
        if delta.is_empty:
            return self
        without = self if delta.before is None else self.subtract(delta.before)
        return without if delta.after is None else without.add(delta.after)

    def as_json(self) -> bytes:
        """The stored form, UTF-8."""
        return _dumped({"form": _FORM, "replies": self.replies, "counts": self.counts})

    @classmethod
    def from_json(cls, stored: bytes) -> Tally:
        """The tally that `as_json` wrote. Raises Unreadable."""
        loaded = _loaded(stored)
        if not isinstance(loaded.get("replies"), dict) or not isinstance(
            loaded.get("counts"), dict
        ):
            raise Unreadable("questionnaire.tally.unreadable")
        return cls(loaded["replies"], loaded["counts"])

    def _moved(self, entry: TallyEntry, step: int) -> Tally:
        replies, counts = dict(self.replies), dict(self.counts)
        for slice_key in _slices(entry):
            _move(replies, slice_key, step, slice_key)
            questions = dict(counts.get(slice_key, {}))
            for question_key, keys in entry.keys.items():
                given = dict(questions.get(question_key, {}))
                for key in keys:
                    _move(given, key, step, f"{slice_key} / {question_key} / {key}")
                questions[question_key] = given
            counts[slice_key] = questions
        return _settled(replies, counts)


def tally_of(
    question_set: QuestionSetVersion,
    answers: Mapping[str, Answer],
    role: Respondent = Respondent.BOTH,
) -> dict[str, tuple[str, ...]]:
    """The keys that a board counts, per shown question, in the order of the set.

    Choice keys as given; `answered` where no choices are offered; `unanswered` where left open.
    """
    return {
        question.key: _counted(question, answers.get(question.key))
        for question in shown_questions(question_set, answers, role)
    }


def recount(entries: Iterable[TallyEntry]) -> Tally:
    """The tally of these replies, counted from nothing."""
    replies: dict[str, int] = {}
    counts: _Counts = {}
    for entry in entries:
        for slice_key in _slices(entry):
            replies[slice_key] = replies.get(slice_key, 0) + 1
            questions = counts.setdefault(slice_key, {})
            for question_key, keys in entry.keys.items():
                given = questions.setdefault(question_key, {})
                for key in keys:
                    given[key] = given.get(key, 0) + 1
    return _settled(replies, counts)


def merge(*tallies: Tally) -> Tally:
    """The sum of tallies of different replies."""
    replies: dict[str, int] = {}
    counts: _Counts = {}
    for tally in tallies:
        for slice_key, count in tally.replies.items():
            replies[slice_key] = replies.get(slice_key, 0) + count
        for slice_key, questions in tally.counts.items():
            for question_key, keys in questions.items():
                given = counts.setdefault(slice_key, {}).setdefault(question_key, {})
                for key, count in keys.items():
                    given[key] = given.get(key, 0) + count
    return _settled(replies, counts)


def less(whole: Tally, part: Tally) -> Tally:
    """What is left of a tally without another; negative where the other was never in it."""
    counts = {
        slice_key: {
            question: {key: -count for key, count in keys.items()}
            for question, keys in questions.items()
        }
        for slice_key, questions in part.counts.items()
    }
    return merge(whole, Tally({key: -count for key, count in part.replies.items()}, counts))


def _counted(question: Question, answer: Answer | None) -> tuple[str, ...]:
    if not is_answered(question, answer):
        return (UNANSWERED,)
    if question.kind in CHOICE_KINDS:
        return tuple(choice.key for choice in chosen(question, answer))
    return (ANSWERED,)


def _slices(entry: TallyEntry) -> tuple[str, ...]:
    return tuple(dict.fromkeys((EVERYBODY, *entry.slices)))


def _move(counts: dict[str, int], key: str, step: int, place: str) -> None:
    count = counts.get(key, 0) + step
    if count < 0:
        raise Conflict("questionnaire.tally.below_zero", place=place)
    counts[key] = count


def _settled(
    replies: Mapping[str, int], counts: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> Tally:
    """A tally without zeros, so that equal counts are equal values."""
    settled: _Counts = {}
    for slice_key, questions in counts.items():
        kept = {
            question_key: {key: count for key, count in keys.items() if count}
            for question_key, keys in questions.items()
        }
        settled[slice_key] = {question_key: keys for question_key, keys in kept.items() if keys}
    return Tally(
        {slice_key: count for slice_key, count in replies.items() if count},
        {slice_key: questions for slice_key, questions in settled.items() if questions},
    )


def _dumped(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _loaded(stored: bytes) -> dict[str, Any]:
    try:
        loaded = json.loads(stored)
    except ValueError as error:
        raise Unreadable("questionnaire.tally.unreadable") from error
    if not isinstance(loaded, dict) or loaded.get("form") != _FORM:
        raise Unreadable("questionnaire.tally.unreadable")
    return loaded
