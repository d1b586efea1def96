"""Stops the start when the settings about letters that come back cannot be used."""

from __future__ import annotations

from sekisho.adapters.channels import checked_address
from sekisho.adapters.mailboxes import parse_mailbox_url
from sekisho.config.env import WrongSetting
from sekisho.kernel.errors import Invalid

_SHORTEST_SECRET = 32
_LONGEST_LOCAL = 31  # + and 32 digits follow, and 64 are allowed (RFC 5321, 4.5.3.1.1)


def check_returns(mailbox_url: str, return_address: str, secret: str) -> None:
    """Raise WrongSetting with a sentence; a value that holds a password is not repeated."""
    try:
        if mailbox_url:
            parse_mailbox_url(mailbox_url)
    except Invalid as error:
        raise WrongSetting(
            "SEKISHO_MAILBOX_URL must look like imaps://user:password@mail.example.co.jp/INBOX, "
            "with imaps:// or imap+starttls:// in front; imap:// only for this same machine."
        ) from error
    if return_address and not _can_carry_marks(return_address):
        raise WrongSetting(
            f"SEKISHO_RETURN_ADDRESS is {return_address!r}, but it must be a plain mail address "
            f"with at most {_LONGEST_LOCAL} signs before the @, such as bounces@example.co.jp."
        )
    if secret and len(secret) < _SHORTEST_SECRET:
        raise WrongSetting(
            f"SEKISHO_BOUNCE_WEBHOOK_SECRET must have at least {_SHORTEST_SECRET} characters."
        )


def _can_carry_marks(address: str) -> bool:
    try:
        local, _at, _domain = checked_address(address).rpartition("@")
    except Invalid:
        return False
    return len(local) <= _LONGEST_LOCAL and not set(local) & set('+"')
