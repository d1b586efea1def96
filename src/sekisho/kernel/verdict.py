"""A judgement as a value: pass, fail or unknown, with reason and evidence.

Unknown is never safe and never hidden: it earns nothing and is always shown as its own count.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The three outcomes of a check."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable name, outcome, a reason code and what was looked at."""

    name: str
    outcome: Outcome
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An ordered list of checks and the outcome that follows from them."""

    checks: tuple[Check, ...]

    @property
    def outcome(self) -> Outcome:
        """Fail when any check failed, else unknown when any is unknown or none was made."""
        outcomes = {check.outcome for check in self.checks}
        if Outcome.FAIL in outcomes:
            return Outcome.FAIL
        if Outcome.UNKNOWN in outcomes or not outcomes:
            return Outcome.UNKNOWN
        return Outcome.PASS
