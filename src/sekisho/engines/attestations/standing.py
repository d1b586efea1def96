"""What one answer to an attestation amounts to; nothing is inferred.

An attestation counts once it is submitted: what is only saved may still change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sekisho.engines.attestations.questions import (
    EXCEPT,
    KEPT,
    MOST_EXCEPTIONS,
    NO,
    YES,
    exception_key,
)
from sekisho.engines.questionnaire import Answer


class Attested(StrEnum):
    """The states of whoever was asked, in the order of a board."""

    SILENT = "silent"
    NOT_KEPT = "not_kept"
    WITH_EXCEPTIONS = "with_exceptions"
    KEPT = "kept"

    @property
    def is_attested(self) -> bool:
        """Whether somebody said that the rule is kept, with or without exceptions."""
        return self in {Attested.KEPT, Attested.WITH_EXCEPTIONS}


@dataclass(frozen=True, slots=True)
class AnsweredException:
    """One exception as it was answered; `number` is its place in the reply, from 1."""

    number: int
    passage: str
    reason: str
    instead: str
    until: date | None


_SAID = {YES: Attested.KEPT, EXCEPT: Attested.WITH_EXCEPTIONS, NO: Attested.NOT_KEPT}


def attested_of(answers: Mapping[str, Answer], *, is_submitted: bool) -> Attested:
    """The state of one answer."""
    if not is_submitted:
        return Attested.SILENT
    return _SAID.get(_choice(answers, KEPT), Attested.SILENT)


def exceptions_in(answers: Mapping[str, Answer]) -> tuple[AnsweredException, ...]:
    """The exceptions of an answer that says "with exceptions"; those left empty are left out."""
    return tuple(_exceptions(answers)) if _choice(answers, KEPT) == EXCEPT else ()


def _exceptions(answers: Mapping[str, Answer]) -> Iterator[AnsweredException]:
    for number in range(1, MOST_EXCEPTIONS + 1):
        words = [
            answers.get(exception_key(number, part), Answer()).text.strip()
            for part in ("PASSAGE", "REASON", "INSTEAD")
        ]
        if any(words):
            until = answers.get(exception_key(number, "UNTIL"), Answer()).date
            yield AnsweredException(number, words[0], words[1], words[2], _day(until))
        if _choice(answers, exception_key(number, "MORE")) != YES:
            return


def _choice(answers: Mapping[str, Answer], key: str) -> str:
    chosen = answers.get(key, Answer()).choice_keys
    return chosen[0] if len(chosen) == 1 else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
