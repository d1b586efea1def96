from __future__ import annotations

import pytest

from sekisho.engines.chain.parameters import DeviceFacts, breach_chance, parse_parameters
from sekisho.kernel.errors import Invalid

ROW = {"unit": "ratio", "ja": "あ", "en": "a", "source": "test", "low": 0, "high": 9}
ROWS = [
    {**ROW, "key": "c0", "likely": 0.2},
    {**ROW, "key": "known_exploited_factor", "likely": 3},
    {**ROW, "key": "inside_factor", "likely": 0.1},
]
GIVEN = parse_parameters({"version": "1.0", "parameters": ROWS})


@pytest.mark.parametrize(
    ("facts", "factors", "days", "expected"),
    [
        ((0.5, True, False), (), 30, 0.1),
        ((0.5, True, True), (), 30, 0.3),
        ((0.5, False, False), (), 30, 0.01),
        ((0.5, True, False), (0.1, 0.5), 30, 0.005),
        ((0.5, True, False), (), 60, 1 - 0.9**2),
        ((0.5, True, False), (), 15, 1 - 0.9**0.5),
        ((0.0, True, True), (), 365, 0.0),
    ],
)
def test_the_chance_of_a_device_follows_its_formula(facts, factors, days, expected):
    found = breach_chance(DeviceFacts(*facts), factors, days=days, parameters=GIVEN)
    assert found == pytest.approx(expected)


def test_what_is_unknown_counts_as_the_worst_and_is_said():
    unknown = DeviceFacts(None, None, None)
    assert unknown.is_unknown
    assert not DeviceFacts(0.1, False, False).is_unknown
    worst = breach_chance(DeviceFacts(1.0, True, True), (), days=30, parameters=GIVEN)
    assert breach_chance(unknown, (), days=30, parameters=GIVEN) == worst == pytest.approx(0.6)


def test_no_chance_passes_the_highest_that_is_believed():
    given = GIVEN.with_value("c0", 9.0)
    found = breach_chance(DeviceFacts(1.0, True, True), (), days=30, parameters=given)
    assert found == pytest.approx(0.95)
    assert GIVEN["c0"] == 0.2


@pytest.mark.parametrize("likely", [-1, 10])
def test_a_range_that_is_none_is_refused(likely):
    with pytest.raises(Invalid):
        parse_parameters({"version": "1.0", "parameters": [{**ROW, "key": "a", "likely": likely}]})


def test_a_key_given_twice_is_refused():
    with pytest.raises(Invalid):
        parse_parameters({"version": "1.0", "parameters": [ROWS[0], ROWS[0]]})
