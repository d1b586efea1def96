"""Fills the kernel's ports with the real clock and the operating system's randomness."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from sekisho.kernel import clock, entropy


def fill_ports() -> None:
    """Give the clock and the randomness port their real sources."""
    clock.fill(lambda: datetime.now(UTC))
    entropy.fill(os.urandom)
