"""What the numbers of a bounce mean for an address (RFC 3463; RFC 5321 where they are missing)."""

from __future__ import annotations

import re

from sekisho.adapters.mailboxes.reports import Kind

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_VAGUE = {"0", "5"}  # "other": then the three digits of the server decide
_OF_ADDRESSES, _OF_MAILBOXES, _OF_ROUTES = "1", "2", "4"
_FAULT_OF_SENDER = {"7", "8"}  # 5.1.7 and 5.1.8 speak of the sender's address
_MAILBOX_LIVES = {"2", "3", "4"}  # full, letter too long, a list that cannot be opened
# No such host; Exchange says 5.4.1 of unknown recipients and 5.4.310 of unknown domains.
_NO_WAY = {"1", "4", "310"}
_BAD_MAILBOX = {"550", "551", "553"}


def kind_of_status(status: str, reply: str = "") -> Kind:
    """Whether a failed delivery speaks against the address, from "5.1.1" and "550".

    Either may be empty. Only what names the address, its mailbox or its domain is HARD; rules about
    contents, full mailboxes and all that is temporary are SOFT.
    """
    if not status:
        return Kind.HARD if reply in _BAD_MAILBOX else Kind.SOFT
    kind, subject, detail = status.split(".")
    if kind != "5":
        return Kind.SOFT
    if subject in _VAGUE:
        return Kind.HARD if reply in _BAD_MAILBOX else Kind.SOFT
    is_hard = {
        _OF_ADDRESSES: detail not in _FAULT_OF_SENDER,
        _OF_MAILBOXES: detail not in _MAILBOX_LIVES,
        _OF_ROUTES: detail in _NO_WAY,
    }
    return Kind.HARD if is_hard.get(subject, False) else Kind.SOFT


def status_in(text: str) -> str:
    """The first enhanced code of a text, empty when there is none."""
    found = _ENHANCED.search(text)
    return found[1] if found else ""


def reply_in(text: str) -> str:
    """The first three digits of a server's reply in a text, empty when there are none."""
    found = _REPLY.search(text)
    return found[1] if found else ""


def is_vague(status: str) -> bool:
    """Whether a code only says that something went wrong."""
    return not status or status.split(".")[1] == "0"
