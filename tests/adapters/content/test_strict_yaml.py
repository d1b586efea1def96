from __future__ import annotations

import pytest
import yaml
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.kernel.errors import Invalid

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text("abcはい、 yesno"),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text("abyesno"), part, max_size=3),
)


@settings(deadline=None)
@for_all(PLAIN)
def test_what_pyyaml_writes_is_read_back(data):
    if not isinstance(data, str):
        written = yaml.safe_dump(data, allow_unicode=True)
        assert read_yaml(written, file="x.yaml") == data


def test_quoted_yes_and_no_are_text_and_true_and_false_are_not():
    text = 'a: ["yes", \'no\']\nb: true\nc: False\n"on": off-line\n'
    expected = {"a": ["yes", "no"], "b": True, "c": False, "on": "off-line"}
    assert read_yaml(text, file="x.yaml") == expected


@pytest.mark.parametrize(
    ("text", "code", "line", "params"),
    [
        ("a: 1\nwhen: [no]", "bare_boolean", 2, {"word": "no", "instead": '"no"'}),
        ("a: 1\n\nyes: {ja: はい}", "bare_boolean", 3, {"word": "yes", "instead": '"yes"'}),
        ("a: On", "bare_boolean", 1, {"word": "On", "instead": '"On"'}),
        ("true: 1", "key_not_text", 1, {"key": "true"}),
        ("a:\n  3: x", "key_not_text", 2, {"key": "3"}),
        ("? [a, b]\n: x", "key_not_text", 1, None),
        ("a: 1\nb: 2\na: 3", "key_twice", 3, {"key": "a"}),
        ("a: &x [1]\nb: *x", "alias", 2, {}),
        ("a: &x\n  - *x", "alias", 2, {}),
        ("a: [1\nb: 2", "not_yaml", 2, {}),
        ("a: 1\n---\nb: 2", "not_yaml", 2, {}),
        ("a: !!python/object:os.system x", "not_yaml", 1, {}),
        ("a: 1\nb: \x07", "not_yaml", 2, {}),
        ("[" * 5000, "not_yaml", 1, {}),
        ("a: " + "9" * 5000, "not_yaml", 1, {}),
        ("a: 2026-13-99", "not_yaml", 1, {}),
    ],
)
def test_what_could_mean_something_else_is_refused_with_file_and_line(text, code, line, params):
    with pytest.raises(Invalid) as caught:
        read_yaml(text, file="x.yaml")
    assert caught.value.code == f"content.{code}"
    assert (caught.value.params["file"], caught.value.params["line"]) == ("x.yaml", line)
    if params is not None:
        assert caught.value.params == {"file": "x.yaml", "line": line, **params}


def test_an_empty_file_is_nothing():
    assert read_yaml("", file="x.yaml") is None
