"""How far one recipient has come with a notice, read from the answers; nothing is inferred.

A state is only ever what somebody chose and, for the last one, what the office accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sekisho.engines.notices.hunts import hunt_report
from sekisho.engines.notices.questions import ACTING, ACTION, DONE, NA, OF, RECEIVED, STATE, TOLD
from sekisho.engines.questionnaire import Answer, read_number

_FINISHED = frozenset({"yes", "na"})


class Standing(StrEnum):
    """The states of a recipient, kept apart; the order is that of a board."""

    SILENT = "silent"
    RECEIVED = "received"
    ACTING = "acting"
    DONE = "done"
    PROVEN = "proven"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of a reply beside its answers."""

    is_submitted: bool = False
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class StaffTold:
    """How many people were told, of how many; None where nothing was given."""

    told: int | None = None
    of: int | None = None


def standing_of(answers: Mapping[str, Answer], progress: Progress) -> Standing:
    """The state of one recipient.

    "Done" and "does not apply" count once they are submitted; before that the recipient is acting
    or has received it. A reply that says done while an action is open, while not all
    could be searched or after a search that found something is still acting.
    """
    chosen = answers.get(STATE, Answer()).choice_keys
    state = chosen[0] if chosen else ""
    if state == NA:
        return Standing.NOT_APPLICABLE if progress.is_submitted else Standing.RECEIVED
    if state == DONE:
        done, of = actions_done(answers)
        is_finished = done >= of and hunt_report(answers).is_finished
        if not progress.is_submitted or not is_finished:
            return Standing.ACTING
        return Standing.PROVEN if progress.is_accepted else Standing.DONE
    return {RECEIVED: Standing.RECEIVED, ACTING: Standing.ACTING}.get(state, Standing.SILENT)


def actions_done(answers: Mapping[str, Answer]) -> tuple[int, int]:
    """How many demanded actions are done or do not apply, of those that were answered."""
    given = [
        answer.choice_keys[0]
        for key, answer in answers.items()
        if key.startswith(f"{ACTION}-") and answer.choice_keys
    ]
    return sum(choice in _FINISHED for choice in given), len(given)


def staff_told(answers: Mapping[str, Answer]) -> StaffTold:
    """The counts of people as they were written."""
    return StaffTold(_whole(answers.get(TOLD)), _whole(answers.get(OF)))


def _whole(answer: Answer | None) -> int | None:
    value = read_number(answer.number) if answer and answer.number else None
    return int(value) if value is not None else None
