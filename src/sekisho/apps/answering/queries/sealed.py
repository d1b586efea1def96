"""Sealing and opening what this room keeps, with the key of the assignment it belongs to."""

from __future__ import annotations

import uuid
from typing import Any

from sekisho.apps.asks.queries.sealed import Sealable, open_part, seal_part


def sealed_words(at: Sealable, kind: str, row: uuid.UUID, content: Any) -> bytes:
    """Seal JSON content of one row of this room."""
    return seal_part(at, part=f"answering_{kind}", row=row, content=content)


def opened_words(at: Sealable, kind: str, row: uuid.UUID, sealed: bytes | memoryview) -> Any:
    """Open what `sealed_words` sealed. Raises Unreadable."""
    return open_part(at, part=f"answering_{kind}", row=row, sealed=sealed)
