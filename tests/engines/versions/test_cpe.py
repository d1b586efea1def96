from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.versions import Cpe, NotACpe, Relation, is_match, parse_cpe, relation
from sekisho.engines.versions.cpe import PARTS
from tests.factories.shared_data import shared_lines

# Both bindings of one name, from the examples of NISTIR 7695, section 6.
BOTH = [
    (
        "cpe:/a:microsoft:internet_explorer:8.0.6001:beta",
        "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
    ),
    (
        "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
        "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
    ),
    (
        "cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~",
        "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*",
    ),
    (
        "cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~",
        r"cpe:2.3:a:foo\\bar:big\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*",
    ),
]


@pytest.mark.parametrize(("uri", "formatted"), BOTH)
def test_both_bindings_of_a_name_are_the_same(uri, formatted):
    assert parse_cpe(uri) == parse_cpe(formatted)
    assert str(parse_cpe(uri)) == formatted


def test_a_colon_within_a_value_does_not_part():
    found = parse_cpe(r"cpe:2.3:a:perl\:\:archive:zip\\:1.0:*:*:*:*:*:*:*")
    assert found.value("vendor") == r"perl\:\:archive"
    assert found.value("product") == r"zip\\"
    assert found.product_key == r"a:perl\:\:archive:zip\\"


@pytest.mark.parametrize(
    "text",
    [
        *("", "cpe:2.3:a:b:c", "cpe:2.3:x:b:c:*:*:*:*:*:*:*:*", "cpe:/a:b:c:d:e:f:g:h"),
        *("cpe:2.3:a:b c:c:*:*:*:*:*:*:*:*", "cpe:2.3:a:b*c:c:*:*:*:*:*:*:*:*", "cpe:/a:b%zz:c"),
        *("cpe:2.3:a:" + "b" * 2000 + ":c:*:*:*:*:*:*:*:*", "cpe:/a:b:c:1::~~x"),
    ],
)
def test_what_is_no_name_is_refused(text):
    with pytest.raises(NotACpe):
        parse_cpe(text)


def named(**values: str) -> Cpe:
    return Cpe(tuple(values.get(part, "*") for part in PARTS))


# NISTIR 7696, table 6-2: source, target, relation of one attribute.
TABLE = [
    *(("*", "*", "equal"), ("*", "-", "superset"), ("*", "1", "superset"), ("-", "*", "subset")),
    *(("-", "-", "equal"), ("-", "1", "disjoint"), ("1", "1", "equal"), ("1", "2", "disjoint")),
    *(("1", "-", "disjoint"), ("1", "*", "subset"), ("1*", "12", "superset")),
    *(("1*", "21", "disjoint"), ("1*", "*", "undefined"), ("1*", "-", "disjoint")),
    *(("1", "1*", "undefined"), ("?1", "21", "superset"), ("?1", "221", "disjoint")),
    *(("1\\*", "1\\*", "equal"), ("1\\*", "12", "disjoint")),
]


@pytest.mark.parametrize(("source", "target", "expected"), TABLE)
def test_values_relate_as_the_table_of_the_standard_says(source, target, expected):
    assert relation(named(version=source), named(version=target)) == Relation(expected)


def test_a_name_matches_what_it_includes():
    family = parse_cpe("cpe:2.3:o:example:gateway_os:*:*:*:*:*:*:*:*")
    one = parse_cpe("cpe:2.3:o:example:gateway_os:7.2.5:*:*:*:*:*:*:*")
    assert is_match(family, one)
    assert not is_match(one, family)
    assert relation(one, family) == Relation.SUBSET
    assert not is_match(family, named(part="a", vendor="example", product="gateway_os"))
    assert relation(named(part="a", version="1"), named(vendor="b", part="a")) == Relation.UNDEFINED


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    for start in ("", "cpe:/", "cpe:2.3:"):
        try:
            found = parse_cpe(start + text)
        except NotACpe:
            continue
        assert parse_cpe(str(found)) == found


@pytest.mark.conformance
def test_names_of_published_records_are_read_and_written_back():
    import json

    seen = wrong = 0
    for line in shared_lines("vulnrichment-cpe.jsonl.gz"):
        for block in json.loads(line)["affected"]:
            for text in block.get("cpes", ()):
                seen += 1
                try:
                    wrong += not text.startswith("cpe:/") and str(parse_cpe(text)) != text.lower()
                except NotACpe:
                    wrong += 1
    assert seen > 20_000
    assert wrong / seen < 0.005
