"""What is wrong with a letter, as a value that the editor shows beside the place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its code, where it begins (characters from 0), and what was found there.

    `place` is "" or names the part of a letter: "ja.subject", "ja.body", "en.subject", "en.body".
    """

    code: str
    position: int
    found: str
    place: str = ""
