"""Mailboxes that are read: the connection (IMAP), and what a mail found there says of a letter.

The mail that came back is judged and forgotten: a report holds a kind, numbers and a date, never
words. Which letter it belongs to is told by marks that only its recipient and the servers on the
way can know.
"""

from __future__ import annotations

from sekisho.adapters.mailboxes.imap import ImapMailbox
from sekisho.adapters.mailboxes.marks import letter_marks, return_address
from sekisho.adapters.mailboxes.reading import read_report
from sekisho.adapters.mailboxes.reports import Kind, Report
from sekisho.adapters.mailboxes.statuses import kind_of_status
from sekisho.adapters.mailboxes.target import MailboxTarget, parse_mailbox_url

__all__ = [
    "ImapMailbox",
    "Kind",
    "MailboxTarget",
    "Report",
    "kind_of_status",
    "letter_marks",
    "parse_mailbox_url",
    "read_report",
    "return_address",
]
