from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.versions import NotAPurl, Parts, build_purl, canonical_purl, parse_purl
from sekisho.engines.versions.purl import LONGEST_PURL


def test_parts_are_read_and_written_in_canonical_form():
    found = canonical_purl("pkg:PYPI/Django_package@1.11?File_Name=a%2Fb&x=#/./a//b/../c/")
    assert (found.type, found.name, found.version) == ("pypi", "django-package", "1.11")
    assert found.qualifiers == (("file_name", "a/b"),)
    assert found.qualifier("file_name") == "a/b"
    assert found.qualifier("arch") == ""
    assert str(found) == "pkg:pypi/django-package@1.11?file_name=a%2Fb#a/b/c"


def test_a_scope_written_bare_is_no_version():
    assert parse_purl("pkg:npm/@angular/core@12.0.0").namespace == "@angular"
    assert parse_purl("pkg:npm/@angular/core").version == ""


def test_names_of_go_keep_a_canonical_key_in_small_letters():
    assert str(parse_purl("pkg:golang/github.com/BurntSushi/toml@v1.0.0")) == (
        "pkg:golang/github.com/burntsushi/toml@v1.0.0"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "npm/a@1", "pkg:npm", "pkg:npm/", "pkg:3d/a", "pkg:npm/a?b", "pkg:npm/a?x=1&x=2"),
        *("pkg:npm/a%FF", "pkg:npm/a\n", "pkg:npm/" + "a" * LONGEST_PURL, "pkg:pypi/ns/a"),
        "pkg:julia/Dates",
    ],
)
def test_what_has_no_reading_is_refused(text):
    with pytest.raises(NotAPurl):
        canonical_purl(text)


plain = st.text("abcXYZ019.-_~ %@+:/é日", min_size=1, max_size=8)


@given(plain, plain, st.dictionaries(st.sampled_from(["a", "b.c"]), plain, max_size=2), plain)
def test_a_built_package_url_is_read_back_the_same(name, version, qualifiers, subpath):
    built = build_purl(Parts("generic", name, "n s", version, qualifiers, subpath))
    assert parse_purl(str(built)) == built


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for given_text in (text, f"pkg:{text}", f"pkg:npm/{text}"):
        try:
            found = canonical_purl(given_text)
        except NotAPurl:
            continue
        assert canonical_purl(str(found)) == found
