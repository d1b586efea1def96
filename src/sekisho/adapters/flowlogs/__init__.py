"""Flow and firewall logs, read part by part in bounded memory: CSV, Zeek conn.log, Parquet.

Knows nothing of partners or approvals. A row that cannot be read is counted and named by its line.
Codes raised:

    TooLarge    flowlogs.unpacked (limit_bytes)   flowlogs.ratio (limit)   flowlogs.rows (limit)
                flowlogs.part (limit_bytes)
    Unreadable  flowlogs.broken   flowlogs.line_too_long (line, limit)   flowlogs.no_columns
                flowlogs.column_type (column)
    Invalid     flowlogs.column_missing (column)
"""

from __future__ import annotations

from sekisho.adapters.flowlogs.columns import ROLES, Role, guessed
from sekisho.adapters.flowlogs.limits import FlowLimits
from sekisho.adapters.flowlogs.log import FlowLog, Sample, open_log

__all__ = ["ROLES", "FlowLimits", "FlowLog", "Role", "Sample", "guessed", "open_log"]
