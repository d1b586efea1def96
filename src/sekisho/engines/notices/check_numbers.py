"""The check number of a letter: ten digits that a recipient can type on our public page.

The last digit is the check digit of ISO/IEC 7064 MOD 11,10, so one wrong digit or two swapped
neighbours are told from a number that was never given out.
"""

from __future__ import annotations

import unicodedata

DIGITS = 10
_MODULUS, _LIMIT = 10, 11


def check_number(random: bytes) -> str:
    """Ten digits from at least eight random bytes."""
    body = f"{int.from_bytes(random[:8]) % 10 ** (DIGITS - 1):0{DIGITS - 1}d}"
    return body + _check_digit(body)


def check_number_of(typed: str) -> str | None:
    """The number somebody typed, with any width, spaces or dashes; None when it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed)
    digits = "".join(char for char in plain if char.isascii() and char.isdigit())
    if len(digits) != DIGITS or any(char.isalpha() for char in plain):
        return None
    return digits if digits[-1] == _check_digit(digits[:-1]) else None


def shown_check_number(number: str) -> str:
    """The number as letters show it: 1234-567-890."""
    return f"{number[:4]}-{number[4:7]}-{number[7:]}"


def _check_digit(body: str) -> str:
    """ISO/IEC 7064, clause 9 (hybrid system MOD 11,10)."""
    rest = _MODULUS
    for digit in body:
        rest = (rest + int(digit)) % _MODULUS or _MODULUS
        rest = rest * 2 % _LIMIT
    return str((_LIMIT - rest) % _MODULUS)
