"""Text that a spreadsheet would take for a formula: marked on the way out, restored on the way in.

A guarded text carries one more leading apostrophe, so guarding twice and unguarding twice is exact.
Source: OWASP, "CSV Injection", with the full-width signs that Japanese spreadsheets also evaluate.
"""

from __future__ import annotations

RISKY_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def guard(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet might evaluate it."""
    return f"'{text}" if text.lstrip("'")[:1] in RISKY_STARTS else text


def unguard(text: str) -> str:
    """The text that `guard` was given; any other text comes back unchanged."""
    if text[:1] == "'" and text.lstrip("'")[:1] in RISKY_STARTS:
        return text[1:]
    return text
