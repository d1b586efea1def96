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
from sekisho.engines.notices.questions import (
    ACTION,
    RECEIVED,
    STATE,
    NoticeKind,
    action_key,
    question_document,
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
    "RECEIVED",
    "STATE",
    "AlertText",
    "DemandedAction",
    "NoticeKind",
    "Progress",
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
    "is_material",
    "question_document",
    "shown_check_number",
    "staff_told",
    "standing_of",
]
