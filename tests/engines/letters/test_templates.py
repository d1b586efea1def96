from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.letters import (
    FIELDS,
    Fault,
    Template,
    one_line,
    parse_template,
    render,
    sample_values,
)
from sekisho.kernel.errors import Invalid

NAMES = [field.name for field in FIELDS]


def parsed(text):
    template = parse_template(text)
    assert isinstance(template, Template)
    return template


def test_a_template_is_filled_with_its_values():
    template = parsed("{{contact}}様 {{ deadline }}まで: {{link}}")
    assert template.fields == ("contact", "deadline", "link")
    values = {"contact": "チカ", "deadline": "12月7日", "link": "https://sekisho.example/r/1"}
    assert render(template, values) == "チカ様 12月7日まで: https://sekisho.example/r/1"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        # The rows of docs/en/rules/letters.md.
        ("Dear {{password}}", [("unknown_field", 5, "password")]),
        ("Dear {{contact", [("unclosed", 5, "{{")]),
        ("Dear contact}}", [("unopened", 12, "}}")]),
        ("{{a {{link}} }}", [("unclosed", 0, "{{"), ("unopened", 13, "}}")]),
        ("{{contact.__class__}}", [("unknown_field", 0, "contact.__class__")]),
        ("{{}} {{link|safe}}", [("unknown_field", 0, ""), ("unknown_field", 5, "link|safe")]),
        ("{{con\ntact}}", [("unclosed", 0, "{{"), ("unopened", 10, "}}")]),
        ("x" * 20_001, [("too_long", 20_000, "20001")]),
    ],
)
def test_all_that_is_wrong_with_a_template_is_told_with_its_place(text, faults):
    expected = tuple(Fault(f"letters.{code}", at, found) for code, at, found in faults)
    assert parse_template(text) == expected


@pytest.mark.parametrize("text", ["", "{", "{a}", "{% now %}", "${x}", "%(a)s", "a } b"])
def test_every_other_sign_is_plain_text(text):
    assert render(parsed(text), {}) == text


@given(st.text("{}{{}}linkcode \n", max_size=40))
def test_any_text_is_either_a_template_or_at_fault(text):
    result = parse_template(text)
    if isinstance(result, Template):
        assert len(result.texts) == len(result.fields) + 1
        assert set(result.fields) <= set(NAMES)
    else:
        assert result


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=20), min_size=1))
def test_a_value_is_never_read_as_a_template(values):
    tricky = {name: f"{value}{{{{link}}}}" for name, value in values.items()}
    text = " ".join(f"{{{{{name}}}}}" for name in tricky)
    assert render(parsed(text), tricky).count("{{link}}") >= len(tricky)


@pytest.mark.parametrize(
    "break_", ["\r\n", "\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029", "\x1c", "\t"]
)
def test_a_one_line_value_cannot_begin_a_new_line(break_):
    value = f"Chika{break_}Bcc: dan@b.example"
    assert render(parsed("{{contact}}"), {"contact": value}) == "Chika Bcc: dan@b.example"
    assert one_line(value) == "Chika Bcc: dan@b.example"


@given(st.text())
def test_a_subject_has_one_line_and_no_unseen_characters(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line


def test_a_longer_value_keeps_its_lines_but_no_unseen_characters():
    value = "一行目\r\n二行目\x00\u202e\u200b\n三行目"
    assert render(parsed("{{reason}}"), {"reason": value}) == "一行目\n二行目\n三行目"


@pytest.mark.parametrize(
    ("values", "code"),
    [({}, "value_missing"), ({"contact": "x" * 1001}, "value_too_long")],
)
def test_a_missing_or_endless_value_is_refused_by_name(values, code):
    with pytest.raises(Invalid) as caught:
        render(parsed("{{contact}}"), values)
    assert caught.value.code == f"letters.{code}"
    assert caught.value.params == {"field": "contact"}


def test_every_field_has_a_label_and_a_sample_in_both_languages():
    for field in FIELDS:
        assert field.label.is_complete
        assert field.sample.is_complete or field.name == "honorific"
        assert field.is_multiline or "\n" not in field.sample.ja + field.sample.en
    assert len(set(NAMES)) == len(NAMES)
    assert sample_values("en-gb")["salutation"] == "Dear Chika,"
    assert sample_values("ja").keys() == set(NAMES)
