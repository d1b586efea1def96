"""Whom a letter names at its head, and with which honorific: 御中 or 様, never both."""

from __future__ import annotations

import re

from sekisho.engines.letters.templates import one_line

TO_ALL = {"ja": "お取引先各位", "en": "To our business partners"}
_ORGANISATION_HONORIFIC = re.compile(r"\s*御中$")
# 殿 only after a space: there are families whose name ends with it.
_PERSON_HONORIFIC = re.compile(r"(?:\s*(?:様|さま|御中)|\s+(?:殿|さん|先生))$")


def honorific(person: str, language: str) -> str:
    """様 when a person is named, 御中 otherwise; English has none."""
    if language.startswith("en"):
        return ""
    return "様" if _person(person) else "御中"


def addressee_lines(
    organisation: str, department: str, person: str, language: str
) -> tuple[str, ...]:
    """The head of a letter, one to three lines, any part of which may be empty.

    Japanese: organisation, department, person, with 様 after the person or else 御中 after the
    last line. English: person, department, organisation. Nothing given: to all partners.
    """
    bodies = [_without(_ORGANISATION_HONORIFIC, text) for text in (organisation, department)]
    bodies = [text for text in bodies if text]
    name = _person(person)
    if not bodies and not name:
        return (TO_ALL["en" if language.startswith("en") else "ja"],)
    if language.startswith("en"):
        return (*([name] if name else []), *reversed(bodies))
    if name:
        return (*bodies, f"{name} 様")
    return (*bodies[:-1], f"{bodies[-1]} 御中")


def salutation(person: str, language: str) -> str:
    """The first words of a short letter: "チカ 様", "ご担当者様", "Dear Chika,"."""
    name = _person(person)
    if language.startswith("en"):
        return f"Dear {name}," if name else "Dear business partner,"
    return f"{name} 様" if name else "ご担当者様"


def _person(text: str) -> str:
    return _without(_PERSON_HONORIFIC, text)


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub("", one_line(text)).strip()
