"""News of this room. Payloads hold inside numbers only."""

from __future__ import annotations

ALERT_REVISED = "alerts.revised"  # alert_id: a material version; recipients are not asked yet
ALERT_WITHDRAWN = "alerts.withdrawn"  # alert_id
