"""How states and reasons of letters read on a page."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.apps.mail.queries import OutboxRow
from sekisho.kernel.errors import Problem
from sekisho.ui.problems import known_codes, words_for

# The kit's states by the outbox's. "Delivered" would promise too much: the relay has it.
LOOKS = {"handed_over": "sent"}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the outbox with its words."""

    row: OutboxRow
    look: str
    what: str
    hint: str

    @property
    def can_retry(self) -> bool:
        """Whether an administrator may have it sent again."""
        return self.row.state in {"failed", "bounced"}


def reason_words(code: str) -> tuple[str, str]:
    """What a reason code says and what to do; empty for none, the code itself when unknown."""
    return words_for(Problem(code)) if code in known_codes() else (code, "")


def shown(row: OutboxRow) -> ShownRow:
    """The row with state and reason in words."""
    return ShownRow(row, LOOKS.get(row.state, row.state), *reason_words(row.reason))
