"""What was seen, against what was said: flows, accounts, settings of machines.

Pure. Rules with worked numbers: docs/*/rules/observing.md. Codes raised: observing.too_many_flows
(limit), observing.column_missing (column).
"""

from __future__ import annotations

from sekisho.engines.observing.accounts import (
    Account,
    AccountFault,
    AccountRules,
    Machine,
    MachineState,
    Standing,
    judge_accounts,
    judge_machines,
)
from sekisho.engines.observing.comparing import (
    Approval,
    ApprovalUse,
    Comparison,
    Direction,
    Point,
    Usage,
    Verdict,
    compare,
)
from sekisho.engines.observing.networks import NOBODY, Networks, Owner
from sekisho.engines.observing.tallying import FlowBatch, FlowTally, Tallied

__all__ = [
    "NOBODY",
    "Account",
    "AccountFault",
    "AccountRules",
    "Approval",
    "ApprovalUse",
    "Comparison",
    "Direction",
    "FlowBatch",
    "FlowTally",
    "Machine",
    "MachineState",
    "Networks",
    "Owner",
    "Point",
    "Standing",
    "Tallied",
    "Usage",
    "Verdict",
    "compare",
    "judge_accounts",
    "judge_machines",
]
