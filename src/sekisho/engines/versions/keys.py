"""The bricks of sort keys: bytes whose plain order is the order of what they stand for.

A key is put together from marks (one byte below 0x20), whole numbers and words. A number begins
with a byte from 0x20 to 0xE0 that holds its count of digits, so that longer numbers come later; a
word ends with a zero byte, so that a word comes before all that it begins.
"""

from __future__ import annotations

# Longer texts are no version: a key stays short enough for the index of any database.
LONGEST_VERSION = 256
LONGEST_KEY_BYTES = 4 * LONGEST_VERSION + 16
_NUMBER = 0x20
_MOST_DIGITS = 0xE0 - _NUMBER
END = b"\x00"


class NotAVersion(ValueError):
    """The text is no version of the scheme; never leaves the engine."""


def number(digits: str) -> bytes:
    """A whole number of ASCII digits; leading zeros do not count, nothing at all is zero."""
    bare = digits.lstrip("0")
    if len(bare) > _MOST_DIGITS:
        raise NotAVersion
    return bytes((_NUMBER + len(bare),)) + bare.encode("ascii")


def word(text: str) -> bytes:
    """A text without zero bytes, ordered by its characters."""
    return text.encode("utf-8") + END


def marked(mark: int, rest: bytes = b"") -> bytes:
    """A mark of one byte and what belongs to it."""
    return bytes((mark,)) + rest


def without_last_zeros(numbers: list[str]) -> list[str]:
    """The numbers up to the last that is not zero."""
    size = len(numbers)
    while size and not numbers[size - 1].strip("0"):
        size -= 1
    return numbers[:size]
