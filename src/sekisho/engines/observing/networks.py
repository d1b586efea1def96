"""To whom an address belongs: the longest network that holds it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Networks that no public address is in: what stands there is inside somebody's house.
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
_OCTETS = {str(number): number for number in range(256)}


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation, or one of its sites or connections by `key`; or nobody that is known."""

    organisation_id: int
    key: str = ""
    is_ours: bool = False


NOBODY = Owner(0)
Address = tuple[int, int]  # version, number


class Networks:
    """Owners by network; of two that hold an address the longer counts."""

    def __init__(self, owned: Iterable[tuple[str, Owner]], private: Owner = NOBODY) -> None:
        """Take networks in their plain form; `private` owns private addresses nobody claims.

        Where two owners claim one network the first keeps it, and `shared` names the network.
        """
        self._tables: dict[int, dict[int, dict[int, Owner]]] = {4: {}, 6: {}}
        shared = set()
        for text, owner in owned:
            if self._put(text, owner).organisation_id != owner.organisation_id:
                shared.add(text)
        if private != NOBODY:
            for text in PRIVATE:
                self._put(text, private)
        self.shared = tuple(sorted(shared))
        self._lengths = {
            version: sorted(tables, reverse=True) for version, tables in self._tables.items()
        }

    def _put(self, text: str, owner: Owner) -> Owner:
        network = ipaddress.ip_network(text)
        shift = network.max_prefixlen - network.prefixlen
        table = self._tables[network.version].setdefault(network.prefixlen, {})
        return table.setdefault(int(network.network_address) >> shift, owner)

    def owner_of(self, address: Address) -> Owner:
        """The owner of the longest network that holds an address, else NOBODY."""
        version, number = address
        size = 32 if version == 4 else 128  # noqa: PLR2004 - bits of an address
        for length in self._lengths[version]:
            owner = self._tables[version][length].get(number >> (size - length))
            if owner is not None:
                return owner
        return NOBODY


def read_address(text: str) -> Address | None:
    """An address as number, an IPv4 address written as IPv6 as IPv4; None for no address."""
    parts = text.split(".")
    if len(parts) == 4 and all(part in _OCTETS for part in parts):  # noqa: PLR2004 - nearly all are
        first, second, third, fourth = (_OCTETS[part] for part in parts)
        return 4, first << 24 | second << 16 | third << 8 | fourth
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.version, int(found)


def written_address(address: Address) -> str:
    """An address in its plain form."""
    version, number = address
    return _dotted(number) if version == 4 else str(ipaddress.IPv6Address(number))  # noqa: PLR2004


def _dotted(number: int) -> str:
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def stranger_network(address: Address) -> str:
    """The network under which an address of nobody is counted: /24, or /48 of IPv6."""
    version, number = address
    if version == 4:  # noqa: PLR2004
        return f"{_dotted(number & 0xFFFFFF00)}/24"
    return f"{ipaddress.IPv6Address(number >> 80 << 80)}/48"


class PrefixIndex:
    """Numbers by network; `at` gives all whose network holds an address."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Take networks in their plain form with the number each stands for."""
        self._tables: dict[tuple[int, int], dict[int, set[int]]] = {}
        self._kept: dict[str, frozenset[int]] = {}
        for text, number in pairs:
            network = ipaddress.ip_network(text)
            shift = network.max_prefixlen - network.prefixlen
            table = self._tables.setdefault((network.version, network.prefixlen), {})
            table.setdefault(int(network.network_address) >> shift, set()).add(number)

    def at(self, text: str) -> frozenset[int]:
        """The numbers of every network that holds this address; none for what is no address."""
        found = self._kept.get(text)
        if found is None:
            address = read_address(text)
            found = self._kept[text] = frozenset(self._walk(address) if address else ())
        return found

    def _walk(self, address: Address) -> Iterator[int]:
        version, number = address
        size = 32 if version == 4 else 128  # noqa: PLR2004
        for (own, length), table in self._tables.items():
            if own == version:
                yield from table.get(number >> (size - length), ())
