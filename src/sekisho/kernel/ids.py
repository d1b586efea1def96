"""Identifiers: UUID version 7 outside (RFC 9562, section 5.7), made from given time and bytes."""

from __future__ import annotations

import uuid
from datetime import datetime

RANDOM_BYTES = 10


def uuid7_from(now: datetime, random_bytes: bytes) -> uuid.UUID:
    """Build a UUIDv7 from an aware time and ten random bytes.

    Ids of later milliseconds sort after ids of earlier ones. Raises ValueError for a naive time or
    another number of bytes.
    """
    if now.tzinfo is None:
        raise ValueError("An id needs a time with a zone.")
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"An id needs {RANDOM_BYTES} random bytes, not {len(random_bytes)}.")
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(random_bytes, "big")
    rand_a = (noise >> 62) & 0xFFF
    rand_b = noise & ((1 << 62) - 1)
    return uuid.UUID(
        int=(milliseconds << 80) | (0x7 << 76) | (rand_a << 64) | (0b10 << 62) | rand_b
    )
