"""Values as people write them in a form or a cell, and as they are read back."""

from __future__ import annotations

import unicodedata

from sekisho.engines.inventory.kinds import NUMBERS, Field, FieldType, Value
from sekisho.engines.inventory.reach import read_networks, read_ports
from sekisho.engines.questionnaire import read_date, read_number
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import LANGUAGES

LONGEST_TEXT = 300
_LARGEST = 10**15
_MOST_PERCENT = 100
_YES = frozenset({"はい", "yes", "y", "true", "有", "あり", "○", "◯", "1", "有り", "済", "する"})
_NO = frozenset({"いいえ", "no", "n", "false", "無", "なし", "×", "0", "無し", "未", "しない"})
_UNKNOWN = frozenset({"不明", "わからない", "unknown", "?"})


def is_unknown_word(text: str) -> bool:
    """Whether a cell says that nobody knows the value."""
    return _folded(text) in _UNKNOWN


def read_value(field: Field, text: str) -> Value:
    """The value that a text stands for; the text holds something.

    Raises Invalid: inventory.value.number, .whole, .percent, .date, .yes_no, .choice, .networks,
    .ports, .too_long, each with `text`.
    """
    if field.type in NUMBERS:
        return _number(field, text)
    if field.type is FieldType.DATE:
        day = read_date(text)
        if day is None:
            raise Invalid("inventory.value.date", text=text)
        return day.isoformat()
    if field.type is FieldType.YES_NO:
        return _yes_no(text)
    if field.type is FieldType.CHOICE:
        return _choice(field, text)
    if field.type is FieldType.NETWORKS:
        return _short(", ".join(read_networks(text)))
    if field.type is FieldType.PORTS:
        read_ports(text)
    return _short(text.strip())


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Invalid("inventory.value.too_long", text=text[:20], limit=LONGEST_TEXT)
    return text


def written_value(field: Field, value: Value, language: str) -> str:
    """The value as a cell shows it, such that `read_value` reads the same again."""
    if field.choices:
        label = field.choices.get(str(value))
        return label.in_language(language) if label else str(value)
    return str(value)


def _number(field: Field, text: str) -> Value:
    number = read_number(text)
    if number is None or number < 0 or number > _LARGEST:
        raise Invalid("inventory.value.number", text=text)
    if field.type is FieldType.PERCENT and number > _MOST_PERCENT:
        raise Invalid("inventory.value.percent", text=text)
    if number == int(number):
        return int(number)
    if field.type in {FieldType.COUNT, FieldType.YEN}:
        raise Invalid("inventory.value.whole", text=text)
    return float(number)


def _yes_no(text: str) -> str:
    folded = _folded(text)
    if folded in _YES:
        return "yes"
    if folded in _NO:
        return "no"
    raise Invalid("inventory.value.yes_no", text=text)


def _choice(field: Field, text: str) -> str:
    folded = _folded(text)
    for key, label in field.choices.items():
        if folded in {key, *(_folded(label.in_language(one)) for one in LANGUAGES)}:
            return key
    raise Invalid("inventory.value.choice", text=text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
