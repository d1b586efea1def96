from __future__ import annotations

import re
import subprocess
from functools import cmp_to_key
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from sekisho.engines.versions import (
    LONGEST_KEY_BYTES,
    LONGEST_VERSION,
    SCHEMES,
    order,
    scheme_of,
    sort_key,
)

# Rising rows of each scheme; neighbours differ by one step of its rule. Quoted in the rules page.
RISING = {
    "semver": "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 "
    "1.0.0-rc.1 1.0.0 1.0.1 1.10.0",
    "npm": "0.9.9 v1.0.0-0 1.0.0 1.2 1.2.1 10",
    "golang": "v0.0.0-20190101000000-abcdef v0.0.0-20200101000000-000000 v0.1.0 "
    "v1.0.0+incompatible v2.0.0",
    "cargo": "0.1.0-alpha.9 0.1.0-alpha.10 0.1.0 0.2.0",
    "nuget": "1.0.0-ALPHA 1.0.0-beta 1.0.0 1.0.0.1 1.0.1",
    "pypi": "1.0.dev1 1.0a1.dev2 1.0a1 1.0b1 1.0rc1 1.0 1.0+local 1.0+1 "
    "1.0.post1.dev1 1.0.post1 1.1 1!0.1",
    "maven": "1-alpha-1 1-beta 1-milestone 1-rc 1-SNAPSHOT 1 1-sp 1-abc 1-xyz 1-1 1.1 2",
    "gem": "1.0.a.0.b 1.0.a 1.0.b 1.0 1.0.0.1 1.0.1.a 1.0.1 1.10",
    "composer": "1.0-foo 1.0-dev 1.0-alpha1 1.0-beta1 1.0-RC1 1.0 1.0.0 1.0-pl1",
    "deb": "1.0~rc1-1 1.0-1 1.0-1+deb12u1 1.0a-1 1.0.1-1 1:0.1-1",
    "rpm": "1.0~rc1-1 1.0-1 1.0^git1-1 1.0a-1 1.0.1-1 1.1-1 1:0.1-1",
    "apk": "1.0_alpha1-r0 1.0_rc2-r0 1.0-r0 1.0-r1 1.0_p1-r0 1.0a-r0 1.0.01-r0 1.0.1-r0 1.1-r0",
    "generic": "1.0-alpha 1.0-beta2 1.0-rc1 1.0 1.0a 1.0.2a 1.0.2k 7.2.5 v7.2.10",
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_has_a_rising_row_and_keeps_it(scheme):
    row = RISING[scheme].split()
    keys = [sort_key(scheme, version) for version in row]
    assert None not in keys
    wrong = [(a, b) for a, b in pairwise(row) if order(scheme, a, b) != -1]
    assert not wrong


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        ("semver", "1.0.0+a", "1.0.0+b"),
        ("npm", "=1.2", "v1.2.0"),
        ("nuget", "1.0.0-BETA", "1.0.0.0-beta"),
        ("pypi", "1.0.0-RC.1", "1rc1"),
        ("maven", "1.0.0.GA", "1"),
        ("maven", "1.0.alpha", "1-alpha"),
        ("gem", "1.0.0", "1"),
        ("deb", "0:1.0", "1.0-0"),
        ("rpm", "1.0.", "1..0"),
        ("apk", "1-r01", "1-r1"),
        ("generic", "V2.0.0 GA", "2"),
    ],
)
def test_two_spellings_of_one_version_have_one_key(scheme, one, other):
    assert sort_key(scheme, one) == sort_key(scheme, other) is not None


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        *(("semver", text) for text in ("", "latest", "1.0.0 beta", "1..2", "1.0.0-")),
        *(("deb", text) for text in ("1.0 beta", "1_0/2")),
        *(("apk", text) for text in ("1.0_blah", "v1", "1..0")),
        *(("gem", text) for text in ("a.1", "1 2")),
        ("generic", "unknown"),
        ("maven", "1" * (LONGEST_VERSION + 1)),
        ("pypi", "1\x000"),
        ("pypi", "1" * 200),
    ],
)
def test_what_is_no_version_of_the_scheme_has_no_key_and_no_order(scheme, text):
    assert sort_key(scheme, text) is None
    assert order(scheme, text, "1.0") is None


def test_an_ecosystem_without_a_declared_order_is_not_assessed():
    assert scheme_of("PyPI") == "pypi"
    assert scheme_of("crates.io") == "cargo"
    assert scheme_of("Debian:12") == "deb"
    assert scheme_of("Go") == "golang"
    assert [scheme_of(name) for name in ("Hackage", "conan", "Pub", "")] == [None] * 4


@given(st.sampled_from(SCHEMES), st.text(alphabet="0123456789abcxyzrcALPHA.-+~^_:!*", max_size=256))
def test_a_key_is_never_longer_than_stated(scheme, text):
    key = sort_key(scheme, text)
    assert key is None or len(key) <= LONGEST_KEY_BYTES


@given(st.sampled_from(SCHEMES), st.lists(st.text("0129abrc.-~", max_size=12), max_size=8))
def test_order_is_total_and_the_same_from_both_sides(scheme, texts):
    known = [text for text in texts if sort_key(scheme, text) is not None]
    row = sorted(known, key=cmp_to_key(lambda a, b: order(scheme, a, b)))
    assert [sort_key(scheme, a) for a in row] == sorted(sort_key(scheme, a) for a in known)
    for one in known:
        for other in known:
            assert order(scheme, one, other) == -order(scheme, other, one)


# ---- oracles: others' programs, or the rule written out step by step --------------------------

numbers = st.integers(0, 30).map(str)
dotted = st.lists(numbers, min_size=1, max_size=4).map(".".join)


def sign(one, other):
    return (one > other) - (one < other)


python_versions = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "0!", "2!"]),
    dotted,
    st.sampled_from(["", "a1", "-b.2", "rc", "c3", "pre1", "_alpha"]),
    st.sampled_from(["", ".post", "-1", ".rev2", "post3"]),
    st.sampled_from(["", ".dev", "dev1", "_dev2"]),
    st.sampled_from(["", "+a", "+1", "+a.1", "+A-2", "+10", "+ubuntu.1"]),
)


@given(python_versions, python_versions)
def test_python_versions_stand_as_the_packaging_library_has_them(one, other):
    assert order("pypi", one, other) == sign(Version(one), Version(other))


debian_versions = st.from_regex(
    r"([01]:)?[0-9][0-9a-b.+~]{0,5}(-[0-9a-b.+~]{1,4})?", fullmatch=True
)


@settings(max_examples=40, deadline=None)
@given(debian_versions, debian_versions)
def test_debian_versions_stand_as_dpkg_has_them(one, other):
    def holds(word):
        command = ["/usr/bin/dpkg", "--compare-versions", one, word, other]
        return subprocess.run(command, check=False).returncode == 0

    assert order("deb", one, other) == (-1 if holds("lt") else 0 if holds("eq") else 1)


def rpm_by_steps(one, other):  # noqa: C901 - the steps of one document, in its order
    """rpmvercmp as its documentation tells it, one segment after the other."""
    while True:
        one, other = (re.sub(r"^[^0-9A-Za-z~^]+", "", text) for text in (one, other))
        if "~" in {one[:1], other[:1]}:
            if one[:1] != other[:1]:
                return -1 if one[:1] == "~" else 1
            one, other = one[1:], other[1:]
            continue
        if "^" in {one[:1], other[:1]}:
            if one[:1] == other[:1]:
                one, other = one[1:], other[1:]
                continue
            if not one or not other:
                return -1 if not one else 1
            return -1 if one[:1] == "^" else 1
        if not one or not other:
            return sign(bool(one), bool(other))
        kind = r"[0-9]*" if one[0].isdigit() else r"[A-Za-z]*"
        a, b = (re.match(kind, text)[0] for text in (one, other))
        if not b:
            return 1 if one[0].isdigit() else -1
        one, other = one[len(a) :], other[len(b) :]
        if a.isdigit():
            a, b = int(a), int(b)
        if a != b:
            return sign(a, b)


rpm_texts = st.text("019ab.~^_+", min_size=1, max_size=8)


@given(rpm_texts, rpm_texts)
def test_rpm_versions_stand_as_the_documented_steps_have_them(one, other):
    assert order("rpm", one, other) == rpm_by_steps(one, other)


def gem_by_steps(one, other):
    """Gem::Version: zeros trimmed before the first word and at the end, then padded by zeros."""

    def segments(text):
        parts = [int(p) if p.isdigit() else p for p in re.findall(r"[0-9]+|[a-z]+", text)]
        cut = next((n for n, part in enumerate(parts) if isinstance(part, str)), len(parts))
        kept = []
        for half in (parts[:cut], parts[cut:]):
            while half and half[-1] == 0:
                half.pop()
            kept += half
        return kept

    for a, b in zip_longest(segments(one), segments(other), fillvalue=0):
        if a == b:
            continue
        if isinstance(a, str) != isinstance(b, str):
            return -1 if isinstance(a, str) else 1
        return sign(a, b)
    return 0


gems = st.lists(st.sampled_from(["0", "0", "1", "2", "10", "a", "b", "rc"]), max_size=5).map(
    lambda parts: ".".join(["1", *parts])
)


@given(gems, gems)
def test_gem_versions_stand_as_the_documented_steps_have_them(one, other):
    assert order("gem", one, other) == gem_by_steps(one, other)


def php_by_steps(one, other):
    """version_compare of PHP's manual: parts, then the longer one judged by its next part."""
    ranks = ["dev", "alpha", "beta", "RC", "#", "pl"]

    def parts(text):
        return re.findall(r"[0-9]+|[A-Za-z]+", text)

    def rank(part):
        return (
            ranks.index("#" if part.isdigit() else part) if part.isdigit() or part in ranks else -1
        )

    for a, b in zip_longest(parts(one), parts(other)):
        if a is None or b is None:
            there = a if b is None else b
            way = 1 if there.isdigit() else sign(rank(there), rank("0"))
            return way if b is None else -way
        found = sign(int(a), int(b)) if a.isdigit() and b.isdigit() else sign(rank(a), rank(b))
        if found:
            return found
    return 0


php_texts = st.lists(
    st.sampled_from(["0", "1", "2", "10", "dev", "alpha", "beta", "RC", "pl", "foo"]),
    min_size=1,
    max_size=5,
).map(".".join)


@given(php_texts, php_texts)
def test_packagist_versions_stand_as_the_documented_steps_have_them(one, other):
    assert order("composer", one, other) == php_by_steps(one, other)


before = st.lists(st.sampled_from(["0", "1", "10", "a", "ab", "-", "rc1"]), max_size=3)


@given(st.tuples(dotted, before), st.tuples(dotted, before))
def test_semantic_versions_stand_as_section_11_has_them(one, other):
    def spelled(pair):
        return pair[0] + ("-" + ".".join(pair[1]) if pair[1] else "")

    def value(pair):
        parts = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in pair[1]]
        return [*map(int, pair[0].split(".")), 0, 0, 0][:4], not pair[1], parts

    assert order("semver", spelled(one), spelled(other)) == sign(value(one), value(other))
