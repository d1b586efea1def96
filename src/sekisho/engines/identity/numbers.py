"""Numbers that registers give to legal bodies: Japan's corporate number and the LEI."""

from __future__ import annotations

import re
import unicodedata

CORPORATE_NUMBER_LENGTH = 13
LEI_LENGTH = 20
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー.]")


def normalise_corporate_number(text: str) -> str:
    """The number as typed, reduced to its digits where it is one.

    Takes full-width digits, spaces and hyphens, and the T of an invoice registration number.
    """
    if text.isascii() and text.isdigit():
        return text
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain.removeprefix("T")


def corporate_number_fault(text: str) -> str | None:
    """Why this is no corporate number, or None when it is one.

    identity.corporate_number.characters, .length or .check_digit. Source: check digit = 9 minus
    (sum of digit times 1, 2, 1, 2 … from the right) mod 9, order on corporate numbers, article 2.
    """
    digits = normalise_corporate_number(text)
    if not (digits.isascii() and digits.isdigit()):
        return "identity.corporate_number.characters"
    if len(digits) != CORPORATE_NUMBER_LENGTH:
        return "identity.corporate_number.length"
    weighted = sum(map(int, digits[:0:-1])) + sum(map(int, digits[-2:0:-2]))
    is_right = int(digits[0]) == 9 - weighted % 9
    return None if is_right else "identity.corporate_number.check_digit"


def normalise_lei(text: str) -> str:
    """The LEI in upper case without spaces and hyphens; full-width characters become plain."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def lei_fault(text: str) -> str | None:
    """Why this is no legal entity identifier, or None when it is one.

    identity.lei.length, .characters or .check_digits. Source: ISO 17442-1, ISO/IEC 7064 mod 97-10.
    """
    lei = normalise_lei(text)
    if len(lei) != LEI_LENGTH:
        return "identity.lei.length"
    if not re.fullmatch("[0-9A-Z]{18}[0-9]{2}", lei):
        return "identity.lei.characters"
    remainder = int("".join(str(int(character, 36)) for character in lei)) % 97
    return None if remainder == 1 else "identity.lei.check_digits"
