from __future__ import annotations

import pytest

from sekisho.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    Unreadable,
)
from sekisho.kernel.text import Bilingual
from sekisho.kernel.verdict import Check, Outcome, Verdict

PASS, FAIL, UNKNOWN = (Check(one.value, one) for one in Outcome)


@pytest.mark.parametrize(
    ("checks", "outcome"),
    [
        ((), Outcome.UNKNOWN),
        ((PASS,), Outcome.PASS),
        ((PASS, UNKNOWN), Outcome.UNKNOWN),
        ((PASS, UNKNOWN, FAIL), Outcome.FAIL),
    ],
)
def test_unknown_is_never_safe_and_a_failure_decides(
    checks: tuple[Check, ...], outcome: Outcome
) -> None:
    assert Verdict(checks).outcome is outcome


def test_a_missing_language_is_stood_in_for_by_the_other() -> None:
    assert Bilingual(ja="関所", en="").in_language("en") == "関所"
    assert Bilingual(ja="", en="Checkpoint").in_language("ja") == "Checkpoint"
    assert Bilingual(ja="関所", en="Checkpoint").in_language("en-gb") == "Checkpoint"
    assert not Bilingual(ja="関所", en=" ").is_complete


def test_bilingual_text_survives_its_stored_form() -> None:
    text = Bilingual(ja="関所", en="Checkpoint")
    assert Bilingual.from_dict(text.as_dict()) == text


def test_every_family_of_problems_has_a_status_and_an_exit_code_of_its_own() -> None:
    families = [Invalid, Unreadable, Forbidden, NotFound, Conflict, TooLarge, Unavailable]
    assert len({kind.http_status for kind in families}) == len(families)
    assert len({kind.exit_code for kind in families}) == len(families)
    assert all(issubclass(kind, Problem) for kind in families)


def test_a_problem_names_its_code_and_params_in_order() -> None:
    assert str(Invalid("a.code", row=3, column="B")) == "a.code (column='B', row=3)"
    assert str(Invalid("a.code")) == "a.code"
