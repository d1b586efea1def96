"""Address ranges and ports as people write them for a connection or a site.

Ranges: `10.1.0.0/16, 192.0.2.7`. Ports: `443/tcp, 5000-5010, any`.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

from sekisho.kernel.errors import Invalid

TCP, UDP, ANY_PROTOCOL = 6, 17, -1
LAST_PORT = 65_535
_NAMES = {"tcp": TCP, "udp": UDP}
_ANY = frozenset({"any", "all", "すべて", "全て", "*"})
_APART = re.compile(r"[\s,;、，；]+")
_PORTS = re.compile(r"(\d{1,5})(?:[-–~〜](\d{1,5}))?(?:/(tcp|udp))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PortRange:
    """Ports `first` to `last` of one protocol, or of any. The widest holds unknown ports too."""

    first: int
    last: int
    protocol: int = ANY_PROTOCOL

    def holds(self, port: int, protocol: int) -> bool:
        """Whether a port (-1 for unknown) of a protocol (-1 for unknown) is among these."""
        is_port = self.first <= port <= self.last
        return is_port and self.protocol in {ANY_PROTOCOL, protocol}


EVERY_PORT = PortRange(-1, LAST_PORT)


def read_networks(text: str) -> tuple[str, ...]:
    """Networks in their plain form, each once, in their order.

    Raises Invalid (inventory.value.networks) with `text` for one that is none, or has bits set
    behind its mask, where it is not clear which is meant.
    """
    found = []
    for part in _parts(text):
        try:
            found.append(str(ipaddress.ip_network(part)))
        except ValueError as error:
            raise Invalid("inventory.value.networks", text=part[:40]) from error
    return tuple(dict.fromkeys(found))


def read_ports(text: str) -> tuple[PortRange, ...]:
    """Port ranges in their order. Raises Invalid (inventory.value.ports) with `text`."""
    return tuple(_range(part) for part in _parts(text))


def _range(part: str) -> PortRange:
    if part in _ANY:
        return EVERY_PORT
    match = _PORTS.fullmatch(part)
    if match is None:
        raise Invalid("inventory.value.ports", text=part[:40])
    first = int(match[1])
    last = int(match[2] or first)
    if first > last or last > LAST_PORT:
        raise Invalid("inventory.value.ports", text=part[:40])
    return PortRange(first, last, _NAMES.get(match[3] or "", ANY_PROTOCOL))


def _parts(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [part for part in _APART.split(folded) if part]
