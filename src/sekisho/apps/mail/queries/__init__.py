"""What became of letters, how mail leaves this installation, and the local mailbox."""

from __future__ import annotations

from sekisho.apps.mail.queries.letters import LetterView, Outcome, letters_of, outcomes
from sekisho.apps.mail.queries.route import (
    MailState,
    Way,
    is_held,
    is_local_mailbox,
    mail_state,
    require_mail_office,
)

__all__ = [
    "LetterView",
    "MailState",
    "Outcome",
    "Way",
    "is_held",
    "is_local_mailbox",
    "letters_of",
    "mail_state",
    "outcomes",
    "require_mail_office",
]
