"""News of this room. Payloads hold inside numbers only."""

from __future__ import annotations

FINDING_CHANGED = "measures.finding_changed"  # finding_id
