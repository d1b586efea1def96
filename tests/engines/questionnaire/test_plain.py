from __future__ import annotations

from decimal import Decimal

import pytest

from sekisho.engines.questionnaire import Kind
from sekisho.engines.questionnaire.plain import Node
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual


def caught(read):
    with pytest.raises(Invalid) as found:
        read()
    return found.value.code.removeprefix("questionnaire.set."), found.value.params


def test_the_place_is_named_down_to_the_entry():
    node = Node({"a": [{"b": 3}]})
    entry = next(node.get("a").items())
    assert caught(entry.get("b").text) == (
        "wrong_value",
        {"place": "a[0].b", "expected": "text", "found": "3"},
    )


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        (" ", Node.text, "text"),
        ({}, lambda node: list(node.items()), "list"),
        ("yes", Node.flag, "true, false"),
        (True, Node.number, "number"),
        ("3", Node.number, "number"),
        (float("nan"), Node.number, "number"),
        ([], lambda node: node.get("x"), "mapping"),
    ],
)
def test_a_value_of_another_form_is_refused_with_what_was_wanted(value, read, expected):
    code, params = caught(lambda: read(Node(value)))
    assert (code, params["expected"], params["place"]) == ("wrong_value", expected, "-")


def test_names_are_known_or_refused():
    node = Node({"a": 1, "b": None})
    assert node.fields("a", "b") is node
    assert caught(lambda: node.fields("a")) == ("unknown_field", {"place": "-", "name": "b"})
    assert caught(lambda: node.get("b")) == ("missing_field", {"place": "-", "name": "b"})
    assert caught(lambda: Node("maybe").one_of(Kind))[0] == "wrong_value"


def test_numbers_are_taken_as_they_were_written():
    assert Node(0.1).number() == Decimal("0.1")


def test_one_language_is_enough_and_none_is_not():
    assert Node({"ja": "はい"}).bilingual() == Bilingual(ja="はい")
    assert caught(Node({}).words)[0] == "missing_field"


def test_a_long_value_is_shown_by_its_beginning():
    _, params = caught(Node(["x" * 99]).text)
    assert len(params["found"]) == 60
    assert params["found"].endswith("…")
