"""What became of letters, how mail leaves this installation, and the local mailbox."""

from __future__ import annotations

from sekisho.apps.mail.queries.letters import LetterView, Outcome, letters_of, outcomes
from sekisho.apps.mail.queries.local import (
    LocalLetterView,
    local_letter_for,
    local_letters_for,
    sealed_letter,
)
from sekisho.apps.mail.queries.outbox import (
    STATES,
    OutboxRow,
    Trouble,
    Waiting,
    counts_for,
    outbox_for,
    trouble_for,
    waiting_for,
)
from sekisho.apps.mail.queries.outside import (
    configured_channel,
    configured_mailbox,
    configured_sender,
    own_domain,
    return_address_of,
)
from sekisho.apps.mail.queries.rendering import Rendered, render_letters
from sekisho.apps.mail.queries.returns import (
    NO_SIGNS,
    ReadingView,
    Signs,
    reading_for,
    signs_of,
)
from sekisho.apps.mail.queries.route import (
    MailState,
    Way,
    is_held,
    is_local_mailbox,
    is_mail_office,
    mail_state,
    require_mail_office,
    way_of_mail,
)

__all__ = [
    "NO_SIGNS",
    "STATES",
    "LetterView",
    "LocalLetterView",
    "MailState",
    "OutboxRow",
    "Outcome",
    "ReadingView",
    "Rendered",
    "Signs",
    "Trouble",
    "Waiting",
    "Way",
    "configured_channel",
    "configured_mailbox",
    "configured_sender",
    "counts_for",
    "is_held",
    "is_local_mailbox",
    "is_mail_office",
    "letters_of",
    "local_letter_for",
    "local_letters_for",
    "mail_state",
    "outbox_for",
    "outcomes",
    "own_domain",
    "reading_for",
    "render_letters",
    "require_mail_office",
    "return_address_of",
    "sealed_letter",
    "signs_of",
    "trouble_for",
    "waiting_for",
    "way_of_mail",
]
