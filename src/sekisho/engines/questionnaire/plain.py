"""Reading plain data (mappings, lists, text, numbers) with the place kept for the message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual

T = TypeVar("T")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document and where it stands, as in `questions[3].followup.when`."""

    value: object
    place: str = ""

    def fields(self, *names: str) -> Node:
        """This node, once it is known to be a mapping without other names than these.

        Raises Invalid naming the place.
        """
        for name in self._mapping():
            if name not in names:
                raise Invalid("questionnaire.set.unknown_field", place=self.where, name=str(name))
        return self

    def get(self, name: str) -> Node:
        """The field of that name. Raises Invalid when it is missing."""
        found = self.find(name)
        if found is None:
            raise Invalid("questionnaire.set.missing_field", place=self.where, name=name)
        return found

    def find(self, name: str) -> Node | None:
        """The field of that name, None when it is missing or null."""
        value = self._mapping().get(name)
        return None if value is None else Node(value, f"{self.place}.{name}".lstrip("."))

    def read(self, name: str, reader: Callable[[Node], T]) -> T | None:
        """What the reader makes of the field of that name, None when it is missing or null."""
        found = self.find(name)
        return None if found is None else reader(found)

    def items(self) -> Iterator[Node]:
        """The entries of a list. Raises Invalid when it is none."""
        if not isinstance(self.value, list | tuple):
            raise self.wrong("list")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.place}[{index}]")

    def text(self) -> str:
        """The text, not blank. Raises Invalid."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("text")
        return self.value

    def one_of(self, names: type[StrEnum]) -> str:
        """The text, one of the values of an enumeration. Raises Invalid listing them."""
        allowed = [str(name) for name in names]
        if self.value not in allowed:
            raise self.wrong(", ".join(allowed))
        return str(self.value)

    def flag(self) -> bool:
        """True or false. Raises Invalid."""
        if not isinstance(self.value, bool):
            raise self.wrong("true, false")
        return self.value

    def number(self) -> Decimal:
        """The number as a decimal, as it was written. Raises Invalid."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong("number")
        number = Decimal(str(self.value))
        if not number.is_finite():
            raise self.wrong("number")
        return number

    def bilingual(self) -> Bilingual:
        """The fields `ja` and `en`, at least one of them. Raises Invalid."""
        texts = [self.find(name) for name in ("ja", "en")]
        ja, en = ("" if node is None else node.text() for node in texts)
        if not ja and not en:
            raise Invalid("questionnaire.set.missing_field", place=self.where, name="ja")
        return Bilingual(ja=ja, en=en)

    def words(self) -> Bilingual:
        """As `bilingual`, of a mapping that holds nothing else. Raises Invalid."""
        return self.fields("ja", "en").bilingual()

    def wrong(self, expected: str) -> Invalid:
        """The error for a value of another form."""
        return Invalid(
            "questionnaire.set.wrong_value",
            place=self.where,
            expected=expected,
            found=_shown(self.value),
        )

    @property
    def where(self) -> str:
        """The place for a message; "-" is the document as a whole."""
        return self.place or "-"

    def _mapping(self) -> Mapping[object, object]:
        if not isinstance(self.value, Mapping):
            raise self.wrong("mapping")
        return self.value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
