"""Where the mail server is and how to talk to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from sekisho.kernel.errors import Invalid


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"  # asked for and required
    TLS = "smtps"


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class SmtpTarget:
    """A mail server; `user` is empty when it asks for none. The password is never shown."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine: a test server or a relay of its own."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_smtp_url(text: str) -> SmtpTarget:
    """Read smtp://, smtps:// or smtp+starttls://user:password@host:port.

    User and password are percent-decoded; the port is optional. Raises Invalid, without the value
    because it may hold a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Invalid("channels.smtp_url_wrong") from error
    is_known = parts.scheme in set(Security)
    has_more = parts.path not in {"", "/"} or parts.query or parts.fragment
    if not is_known or not parts.hostname or has_more or port == 0:
        raise Invalid("channels.smtp_url_wrong")
    security = Security(parts.scheme)
    return SmtpTarget(
        host=parts.hostname,
        port=port or _PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
