"""Notices: an alert as a value, the questions drawn from it, and how far a recipient has come.

Pure: given data in, values out. Must not know who is written to. Rules with worked examples:
docs/*/rules/notices.md.
"""

from __future__ import annotations

from sekisho.engines.notices.alerts import (
    LONGEST_TEXT,
    MOST_ACTIONS,
    AlertText,
    DemandedAction,
    Tlp,
    alert_faults,
    alert_from_dict,
)
from sekisho.engines.notices.check_numbers import (
    check_number,
    check_number_of,
    shown_check_number,
)
from sekisho.engines.notices.hunts import HuntReport, HuntSum, hunt_report, hunt_sum
from sekisho.engines.notices.questions import (
    ACTION,
    RECEIVED,
    STATE,
    NoticeKind,
    action_key,
    question_document,
)
from sekisho.engines.notices.relaying import (
    MOST_SUPPLIERS,
    Checkable,
    RelayCounts,
    RelayText,
    count_faults,
    may_be_passed_on,
    relay_text,
    summed_counts,
)
from sekisho.engines.notices.revisions import changed_parts, is_material
from sekisho.engines.notices.standing import (
    Progress,
    StaffTold,
    Standing,
    actions_done,
    staff_told,
    standing_of,
)

__all__ = [
    "ACTION",
    "LONGEST_TEXT",
    "MOST_ACTIONS",
    "MOST_SUPPLIERS",
    "RECEIVED",
    "STATE",
    "AlertText",
    "Checkable",
    "DemandedAction",
    "HuntReport",
    "HuntSum",
    "NoticeKind",
    "Progress",
    "RelayCounts",
    "RelayText",
    "StaffTold",
    "Standing",
    "Tlp",
    "action_key",
    "actions_done",
    "alert_faults",
    "alert_from_dict",
    "changed_parts",
    "check_number",
    "check_number_of",
    "count_faults",
    "hunt_report",
    "hunt_sum",
    "is_material",
    "may_be_passed_on",
    "question_document",
    "relay_text",
    "shown_check_number",
    "staff_told",
    "standing_of",
    "summed_counts",
]
