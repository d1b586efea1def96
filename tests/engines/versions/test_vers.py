from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.versions import (
    NotARange,
    canonical_range,
    contains,
    order,
    parse_range,
    range_from_native,
)


@pytest.mark.parametrize(
    ("text", "version", "answer"),
    [
        ("vers:npm/*", "1.0.0", True),
        ("vers:npm/>=1.0.0|<2.0.0", "1.9.9", True),
        ("vers:npm/>=1.0.0|<2.0.0", "2.0.0", False),
        ("vers:npm/>=1.0.0|<2.0.0|>=3.0.0", "3.1.0", True),
        ("vers:npm/>=1.0.0|<2.0.0|>=3.0.0", "2.5.0", False),
        ("vers:npm/<1.0.0|>=2.0.0|<=2.1.0", "0.1.0", True),
        ("vers:npm/!=1.0.0", "1.0.0", False),
        ("vers:npm/!=1.0.0", "1.0.1", True),
        ("vers:npm/1.0.0|2.0.0", "2.0.0", True),
        ("vers:npm/1.0.0|2.0.0", "1.5.0", False),
        ("vers:deb/<1.0-1", "1.0~rc1-1", True),
        ("vers:npm/<1.0.0", "latest", None),
    ],
)
def test_a_version_lies_inside_or_not(text, version, answer):
    assert contains(canonical_range(text), version) is answer


@pytest.mark.parametrize(
    "text", ["", "npm/1", "vers:npm/", "vers:conan/1", "vers:npm/a|<b", "vers:npm/%g"]
)
def test_what_is_no_range_is_refused(text):
    with pytest.raises(NotARange):
        canonical_range(text)


def test_only_the_canonical_text_is_parsed_as_it_stands():
    assert str(parse_range("vers:npm/>=1.0.0|<2.0.0")) == "vers:npm/>=1.0.0|<2.0.0"
    for text in ("vers:npm/<2.0.0|>=1.0.0", "vers:npm/ 1.0", "vers:npm/1.%30"):
        with pytest.raises(NotARange):
            parse_range(text)


@pytest.mark.parametrize(
    ("scheme", "text", "range_text"),
    [
        ("npm", "^0.2.3", ">=0.2.3|<0.3.0"),
        ("npm", "^0.0.3", ">=0.0.3|<0.0.4"),
        ("npm", "~1", ">=1.0.0|<2.0.0"),
        ("npm", "1.2.3 - 2.0.0", ">=1.2.3|<=2.0.0"),
        ("npm", "", "*"),
        ("pypi", ">=1.0,<2.0,!=1.5", ">=1.0|!=1.5|<2.0"),
        ("gem", "~> 2.0.8", ">=2.0.8|<2.1"),
        ("gem", "~> 2", ">=2|<3"),
        ("nuget", "1.0", ">=1.0"),
        ("nuget", "[1.0]", "1.0"),
        ("maven", "(,1.0],[1.2,)", "<=1.0|>=1.2"),
    ],
)
def test_a_range_of_a_package_manager_becomes_one_of_vers(scheme, text, range_text):
    assert str(range_from_native(scheme, text)) == f"vers:{scheme}/{range_text}"


@pytest.mark.parametrize(
    ("scheme", "text"),
    [("npm", "latest"), ("npm", ">=a"), ("pypi", "~=1.0"), ("maven", "[1,2"), ("conan", "1")],
)
def test_a_range_that_cannot_be_said_is_refused(scheme, text):
    with pytest.raises(NotARange):
        range_from_native(scheme, text)


bounds = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1])


@given(bounds, st.integers(0, 9))
def test_inside_means_not_before_the_first_and_before_the_second(pair, number):
    low, high = (f"{part}.0.0" for part in pair)
    place = f"{number}.0.0"
    found = contains(canonical_range(f"vers:npm/>={low}|<{high}"), place)
    assert found == (order("npm", low, place) <= 0 and order("npm", place, high) < 0)
