"""What a channel takes and what became of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one recipient: the checked addresses of its envelope and its bytes.

    Raises ValueError for an address that could end its command early.
    """

    sender: str
    recipient: str
    content: bytes

    def __post_init__(self) -> None:
        for address in (self.sender, self.recipient):
            if not address.isascii() or not address.isprintable() or set(address) & set(" <>"):
                raise ValueError("An envelope takes addresses that checked_address has passed.")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The relay has taken responsibility. `reply` is its number, such as "250"."""

    reply: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now. `is_channel_down` tells that no other message would fare better just now."""

    reason: str
    reply: str = ""
    is_channel_down: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Never. `is_recipient` tells that the address is at fault, not the message or the set-up."""

    reason: str
    reply: str = ""
    is_recipient: bool = False


Outcome = Delivered | Retry | Refused
