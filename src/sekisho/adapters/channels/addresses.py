"""Mail addresses: checked before they reach a header or a command, and never sent if reserved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

from sekisho.kernel.errors import Invalid

_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_DOT_ATOM = re.compile(r"[^.]+(\.[^.]+)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# RFC 2606 and RFC 6761; the Japanese registry keeps example.jp, example.co.jp, example1.jp, ...
_RESERVED = re.compile(
    r"(?:.*\.)?(?:test|example|invalid|localhost|example\.(?:com|net|org)"
    r"|example\d?\.(?:(?:ac|ad|co|ed|go|gr|lg|ne|or)\.)?jp)"
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name shown beside it, which may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands after the last @."""
        return self.address.rpartition("@")[2]


def checked_address(text: str) -> str:
    """The address in the form that mail servers take, its domain in ASCII lower case.

    A local part with dots that the standard forbids (old mobile addresses have them) is quoted.
    Raises Invalid for anything that is no single plain address, line breaks first of all.
    """
    local, at, domain = text.strip(" ").rpartition("@")
    ascii_domain = _ascii_domain(domain)
    is_sound = (
        at
        and _LOCAL.fullmatch(local)
        and len(local) <= _LONGEST_LOCAL
        and _DOMAIN.fullmatch(ascii_domain)
        and len(local) + 1 + len(ascii_domain) <= _LONGEST_ADDRESS
    )
    if not is_sound:
        raise Invalid("channels.address_wrong")
    quote = "" if _DOT_ATOM.fullmatch(local) else '"'
    return f"{quote}{local}{quote}@{ascii_domain}"


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def parse_mailbox(text: str) -> Mailbox:
    """Read "Name <address>" or a bare address. Raises Invalid when there is no sound address."""
    name, address = parseaddr(text)
    return Mailbox(name=name, address=checked_address(address))


def is_reserved(address: str) -> bool:
    """Whether the domain is kept for examples and tests, so that nobody can own it."""
    return _RESERVED.fullmatch(address.rpartition("@")[2].rstrip(".").lower()) is not None
