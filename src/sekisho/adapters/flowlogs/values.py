"""Cells of a log as numbers: times, ports, protocols, whether it was let through."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

NO_TIME = -1
LAST_PORT = 65_535
_PROTOCOLS = {"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "gre": 47, "esp": 50, "ah": 51}
_PROTOCOLS |= {"icmp6": 58, "icmpv6": 58, "ipv6-icmp": 58, "sctp": 132}
_MOST_PROTOCOL = 255
# Zeek: no answer, refused, reset before an answer. What is not sure counts as let through.
_DENIED = frozenset(
    {
        *("deny", "denied", "drop", "dropped", "block", "blocked", "reject", "rejected", "discard"),
        *("reset", "refused", "false", "0", "s0", "rej", "rstos0", "sh"),
        *("拒否", "遮断", "破棄", "ブロック", "不許可", "ドロップ"),
    }
)
_EMPTY = frozenset({"", "-", "(empty)", "null", "none", "n/a"})
# From these on a number counts milliseconds, microseconds, nanoseconds.
SCALES = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3))
_LARGEST = 2**53


def is_empty(text: str) -> bool:
    """Whether a cell tells nothing."""
    return text.strip().casefold() in _EMPTY


def read_port(text: str) -> int:
    """A port, -1 for none told. Raises ValueError."""
    if is_empty(text):
        return -1
    port = int(text)
    if not 0 <= port <= LAST_PORT:
        raise ValueError(text)
    return port


def read_protocol(text: str) -> int:
    """The number of a protocol, -1 for none told or a name that is not known."""
    word = text.strip().casefold()
    if word.isdecimal() and int(word) <= _MOST_PROTOCOL:
        return int(word)
    return _PROTOCOLS.get(word, -1)


def read_size(text: str) -> int:
    """Bytes, 0 for none told. Raises ValueError."""
    size = 0 if is_empty(text) else int(float(text.replace(",", "")))
    if not 0 <= size <= _LARGEST:
        raise ValueError(text)
    return size


def read_time(text: str, zone: tzinfo) -> int:
    """Seconds since 1970, NO_TIME for none told; a time without a zone is in `zone`.

    Raises ValueError.
    """
    if is_empty(text):
        return NO_TIME
    word = text.strip()
    if word.replace(".", "", 1).isdecimal():
        return in_seconds(float(word))
    found = datetime.fromisoformat(word.replace("/", "-").removesuffix(" UTC"))
    aware = found.replace(tzinfo=zone) if found.tzinfo is None else found
    return int(aware.astimezone(UTC).timestamp())


def in_seconds(number: float) -> int:
    """A count since 1970 in seconds, whatever it counted. Raises ValueError for what is no day."""
    number /= next((scale for least, scale in SCALES if number >= least), 1)
    if not 0 <= number < SCALES[-1][0]:
        raise ValueError(number)
    return int(number)


def is_let_through(text: str) -> bool:
    """Whether a flow was allowed; what a log does not tell counts as allowed."""
    return text.strip().casefold() not in _DENIED
