"""The suites of purl-spec, vers-spec and osv-scalibr. What we answer otherwise is listed here,
line by line, and argued in docs/*/rules/versions.md; a line that no longer differs fails too."""

from __future__ import annotations

import json
import re

import pytest

from sekisho.engines.versions import (
    NotAPurl,
    NotARange,
    Parts,
    build_purl,
    canonical_purl,
    canonical_range,
    contains,
    order,
    parse_purl,
    parse_range,
    range_from_native,
    sort_key,
)
from tests.factories.shared_data import shared_files, shared_lines

pytestmark = pytest.mark.conformance

LISTS = {
    "alpine-versions-generated": ("apk", 8_413),
    "alpine-versions": ("apk", 778),
    "debian-versions-generated": ("deb", 8_589),
    "debian-versions": ("deb", 30),
    "maven-versions-generated": ("maven", 8_869),
    "maven-versions": ("maven", 102),
    "nuget-versions": ("nuget", 35),
    "packagist-versions-generated": ("composer", 6_354),
    "packagist-versions": ("composer", 95),
    "pypi-versions-generated": ("pypi", 7_456),
    "pypi-versions": ("pypi", 37),
    "redhat-versions": ("rpm", 165),
    "rubygems-versions-generated": ("gem", 2_412),
    "rubygems-versions": ("gem", 25),
    "semver-versions": ("semver", 86),
}
SIGN = {"<": -1, "=": 0, ">": 1}
# Alpine: one side is no version to apk itself ("apk version --check"), so that we do not order it.
NOT_OF_ALPINE = 32
# PHP takes a literal # for every number at once: 1 = # = 2. No order can hold that.
OF_PHP = re.compile(r"\.#")
# Older Maven kept a zero before a word: 1 < 1.sp < 1.0.alpha < 1 is then a ring.
# The others of its lines rank ".word" below "-word", which the specification calls equal.
OF_OLD_MAVEN = {
    *("2.9.0-1 < 2.9.0.RC1", "3.5.0-CR-2 < 3.5.0.Beta-1", "1.1.0-01-glassfish < 1.1.0.Beta1"),
    *("6.1.12.rc5 < 6.1.12rc1", "1.2.8.sec10_noneautotype < 1.2.8_noneautotype"),
    *(f"1.{a}.sec10 < 1.{a}_noneautotype" for a in ("1.31", "1.34", "2.31", "2.50")),
    *(f"1.{a}.sec10 < 1.{a}_noneautotype" for a in ("2.57", "2.60", "2.67")),
}
OF_OLD_MAVEN_VERS = {("2-1", "2.0.a"), ("2-1", "2.0.0.a")}
# A tilde before a pre-release: npm means "below 0.9.0", the suite's maker "below 0.8.1".
OF_NPM = {">= 0.2.0 <= 0.9.6 || ~0.8.0-pre"}
OUR_SCHEMES = {"npm", "pypi", "gem", "nuget", "maven", "apk"}


def pairs(name: str):
    for line in map(str.strip, shared_lines(f"version-order/{name}.txt.gz")):
        found = re.fullmatch(r"(.*?) ([<=>]) (.*)", line)
        if found and not line.startswith(("#", "//")):
            yield line, found[1].strip(), found[2], found[3].strip()


@pytest.mark.parametrize("name", LISTS)
def test_every_ordered_pair_of_an_ecosystem_stands_in_its_order(name):
    scheme, count = LISTS[name]
    read = list(pairs(name))
    wrong = [(line, a, b) for line, a, s, b in read if order(scheme, a, b) != SIGN[s]]
    assert len(read) >= count
    if name == "alpine-versions":
        assert all(sort_key("apk", a) is None or sort_key("apk", b) is None for _, a, b in wrong)
        assert len(wrong) == NOT_OF_ALPINE
    elif name == "packagist-versions":
        assert len(wrong) == 4
        assert all(OF_PHP.search(line) for line, _, _ in wrong)
    elif name == "maven-versions-generated":
        assert {line for line, _, _ in wrong} == OF_OLD_MAVEN
    else:
        assert not wrong


def purl_cases():
    for name, content in shared_files("purl-spec-tests.tar.xz", ".json"):
        for case in json.loads(content)["tests"]:
            yield name, case


def purl_answer(case):
    given = case["input"]
    try:
        if case["test_type"] == "build":
            parts = {key: value for key, value in given.items() if value is not None}
            return str(build_purl(Parts(**{"type": "", "name": "", **parts})))
        if case["test_type"] == "validate":
            return str(canonical_purl(given))
        found = parse_purl(given)
    except NotAPurl:
        return None
    return {
        "type": found.type,
        "namespace": found.namespace or None,
        "name": found.name,
        "version": found.version or None,
        "qualifiers": dict(found.qualifiers) or None,
        "subpath": found.subpath or None,
    }


def test_all_586_cases_of_the_package_url_suite_hold():
    cases = list(purl_cases())
    wrong = []
    for name, case in cases:
        wanted = None if case.get("expected_failure") else case["expected_output"]
        if isinstance(wanted, dict):
            wanted = {key: value or None for key, value in wanted.items()}
        if purl_answer(case) != wanted:
            wrong.append((name, case))
    assert len(cases) == 586
    assert not wrong


def vers_cases(*kinds: str):
    for _, content in shared_files("vers-spec-tests.tar.xz", ".json"):
        for case in json.loads(content)["tests"]:
            if case["test_type"] in kinds:
                yield case, case["input"]


def test_version_pairs_of_the_range_suite_stand_in_their_order():
    wrong, seen = set(), 0
    for case, given in vers_cases("comparison", "equality"):
        scheme = given["input_scheme"]
        if scheme not in OUR_SCHEMES:
            continue
        one, other = given["versions"]
        seen += 1
        answer = order(scheme, one, other)
        if case["test_type"] == "equality":
            holds = (answer == 0) == case["expected_output"]
        else:
            first, second = case["expected_output"]
            # NuGet's rows write the letters small; only the order is asked for.
            holds = order(scheme, first, second) in {-1, 0}
        if not holds or answer is None:
            wrong.add((one, other))
    assert seen == 716 + 977 + 33
    assert wrong == OF_OLD_MAVEN_VERS


def test_native_ranges_become_the_ranges_of_the_suite():
    wrong, seen = set(), 0
    for case, given in vers_cases("from_native"):
        if given["scheme"] not in OUR_SCHEMES:
            continue
        seen += 1
        if (
            str(range_from_native(given["scheme"], given["native_range"]))
            != case["expected_output"]
        ):
            wrong.add(given["native_range"])
    assert seen == 491 + 3 + 1 + 1
    assert wrong == OF_NPM


def test_versions_lie_inside_where_the_suite_says_so():
    cases = list(vers_cases("containment"))
    answers = [contains(canonical_range(given["vers"]), given["version"]) for _, given in cases]
    assert answers == [case["expected_output"] for case, _ in cases]
    assert len(cases) == 11


def test_ranges_are_put_in_canonical_form():
    cases = list(vers_cases("validate"))
    assert [str(canonical_range(given)) for _, given in cases] == [
        case["expected_output"] for case, _ in cases
    ]
    assert len(cases) == 19


def test_only_canonical_ranges_are_parsed():
    cases = list(vers_cases("parse"))
    assert len(cases) == 12
    for case, given in cases:
        if case.get("expected_failure"):
            with pytest.raises(NotARange):
                parse_range(given)
        else:
            found = parse_range(given)
            bounds = [[one.comparator, one.version] for one in found.constraints]
            assert {"scheme": found.scheme, "version_constraints": bounds} == case[
                "expected_output"
            ]
