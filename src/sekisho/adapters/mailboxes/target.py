"""Where the mailbox is and how to talk to its server."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from sekisho.kernel.errors import Invalid


class Protection(StrEnum):
    """How the connection is protected. Without protection only this machine is spoken to."""

    TLS = "imaps"
    STARTTLS = "imap+starttls"  # asked for and required
    NONE = "imap"


_PORTS = {Protection.TLS: 993, Protection.STARTTLS: 143, Protection.NONE: 143}


@dataclass(frozen=True, slots=True)
class MailboxTarget:
    """A folder on a mail server. The password is never shown."""

    host: str
    port: int
    protection: Protection
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


def parse_mailbox_url(text: str) -> MailboxTarget:
    """Read imaps:// or imap+starttls://user:password@host:port/folder.

    Port and folder are optional; user, password and folder are percent-decoded. Raises Invalid,
    without the value because it holds a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Invalid("mailboxes.url_wrong") from error
    target = MailboxTarget(
        host=parts.hostname or "",
        port=port or _PORTS.get(parts.scheme, 0),  # type: ignore[call-overload]
        protection=_protection(parts.scheme),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )
    if parts.query or parts.fragment or not _is_sound(target):
        raise Invalid("mailboxes.url_wrong")
    return target


def _protection(scheme: str) -> Protection:
    if scheme not in set(Protection):
        raise Invalid("mailboxes.url_wrong")
    return Protection(scheme)


def _is_sound(target: MailboxTarget) -> bool:
    """Whether everything is there and nothing could end a command early."""
    words = (target.user, target.password, target.folder)
    is_plain = all(word and word.isascii() and word.isprintable() for word in words)
    is_quotable = not set(target.folder + target.user) & set('"\\')
    is_kept_in = target.protection is not Protection.NONE or _is_loopback(target.host)
    return bool(target.host) and is_plain and is_quotable and is_kept_in


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
