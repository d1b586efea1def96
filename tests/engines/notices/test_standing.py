"""How far a recipient has come."""

from __future__ import annotations

import itertools

import pytest

from sekisho.engines.notices import Progress, StaffTold, Standing, staff_told, standing_of
from sekisho.engines.questionnaire import Answer

OPEN, SENT, TAKEN = Progress(), Progress(is_submitted=True), Progress(True, True)


def reply(state="", **actions):
    given = {f"N-A-{key[1:]}": Answer((choice,)) for key, choice in actions.items()}
    return given | ({"N-STATE": Answer((state,))} if state else {})


@pytest.mark.parametrize(
    ("answers", "progress", "expected"),
    [
        (reply(), OPEN, Standing.SILENT),
        (reply(), SENT, Standing.SILENT),
        (reply("received"), OPEN, Standing.RECEIVED),
        (reply("acting"), OPEN, Standing.ACTING),
        (reply("done", a01="yes"), OPEN, Standing.ACTING),
        (reply("done", a01="yes"), SENT, Standing.DONE),
        (reply("done", a01="yes", a02="na"), TAKEN, Standing.PROVEN),
        (reply("done", a01="yes", a02="partial"), TAKEN, Standing.ACTING),
        (reply("done", a01="unknown"), SENT, Standing.ACTING),
        (reply("na"), OPEN, Standing.RECEIVED),
        (reply("na"), SENT, Standing.NOT_APPLICABLE),
    ],
)
def test_a_state_is_what_was_chosen_and_accepted_and_never_inferred(answers, progress, expected):
    assert standing_of(answers, progress) is expected


def test_nothing_is_proven_that_the_office_did_not_accept():
    choices = ("", "received", "acting", "done", "na")
    actions = ("yes", "no", "partial", "na", "unknown")
    for state, action, progress in itertools.product(choices, actions, (OPEN, SENT)):
        assert standing_of(reply(state, a01=action), progress) is not Standing.PROVEN


def test_people_told_are_read_as_written():
    answers = {"N-TOLD": Answer(number="１２０"), "N-OF": Answer(number="1,200")}
    assert staff_told(answers) == StaffTold(120, 1200)
    assert staff_told({"N-TOLD": Answer(number="many")}) == StaffTold()
