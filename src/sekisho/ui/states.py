"""One look for each state, the same on every page: tone, icon and word.

Tones: neutral, accent, attention, critical, done, unknown, blank (nothing there yet). Red is kept
for what is critical, amber for what needs somebody, green for what is done; unknown is hatched and
never green. The words have the context "state", because "Open" on a button is
another word in Japanese.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TONES = frozenset({"neutral", "accent", "attention", "critical", "done", "unknown", "blank"})


@dataclass(frozen=True, slots=True)
class Look:
    """How one state is shown; never by colour alone."""

    tone: str
    icon: str
    word: _StrOrPromise


STATES: dict[str, Look] = {
    # work in general
    "draft": Look("neutral", "pencil", pgettext_lazy("state", "Draft")),
    "planned": Look("neutral", "calendar", pgettext_lazy("state", "Planned")),
    "ready": Look("accent", "circle-dot", pgettext_lazy("state", "Ready")),
    "active": Look("accent", "player-play", pgettext_lazy("state", "Active")),
    "running": Look("accent", "progress", pgettext_lazy("state", "In progress")),
    "paused": Look("neutral", "player-pause", pgettext_lazy("state", "Paused")),
    "stopped": Look("neutral", "player-stop", pgettext_lazy("state", "Stopped")),
    "finished": Look("done", "circle-check", pgettext_lazy("state", "Finished")),
    "failed": Look("critical", "alert-octagon", pgettext_lazy("state", "Failed")),
    "cancelled": Look("neutral", "ban", pgettext_lazy("state", "Cancelled")),
    "closed": Look("neutral", "archive", pgettext_lazy("state", "Closed")),
    "inactive": Look("neutral", "circle-dashed", pgettext_lazy("state", "Inactive")),
    # asks and replies
    "not_sent": Look("neutral", "circle-dashed", pgettext_lazy("state", "Not sent")),
    "sent": Look("neutral", "send", pgettext_lazy("state", "Sent")),
    "received": Look("accent", "inbox", pgettext_lazy("state", "Received")),
    "opened": Look("accent", "mail-opened", pgettext_lazy("state", "Opened")),
    "started": Look("accent", "progress", pgettext_lazy("state", "Answering")),
    "replied": Look("done", "mail-check", pgettext_lazy("state", "Replied")),
    "submitted": Look("done", "mail-check", pgettext_lazy("state", "Submitted")),
    "reviewed": Look("done", "clipboard-check", pgettext_lazy("state", "Reviewed")),
    "accepted": Look("done", "circle-check", pgettext_lazy("state", "Accepted")),
    "returned": Look("attention", "arrow-back-up", pgettext_lazy("state", "Sent back")),
    "waiting": Look("neutral", "clock", pgettext_lazy("state", "Waiting")),
    "needs_you": Look("attention", "user", pgettext_lazy("state", "Needs you")),
    "due_soon": Look("attention", "clock-exclamation", pgettext_lazy("state", "Due soon")),
    "overdue": Look("critical", "calendar-due", pgettext_lazy("state", "Overdue")),
    "declined": Look("attention", "circle-x", pgettext_lazy("state", "Declined")),
    "withdrawn": Look("neutral", "ban", pgettext_lazy("state", "Withdrawn")),
    "acting": Look("accent", "tool", pgettext_lazy("state", "Acting")),
    "proven": Look("done", "shield-check", pgettext_lazy("state", "Proven")),
    # mail
    "queued": Look("neutral", "hourglass", pgettext_lazy("state", "Queued")),
    "held": Look("attention", "player-pause", pgettext_lazy("state", "Held")),
    "delivered": Look("done", "mail", pgettext_lazy("state", "Delivered")),
    "bounced": Look("attention", "mail-x", pgettext_lazy("state", "Bounced")),
    "refused": Look("attention", "mail-x", pgettext_lazy("state", "Refused")),
    "no_address": Look("attention", "mail-exclamation", pgettext_lazy("state", "No address")),
    # verdicts and answers
    "pass": Look("done", "circle-check", pgettext_lazy("state", "Pass")),
    "fail": Look("critical", "circle-x", pgettext_lazy("state", "Fail")),
    "unknown": Look("unknown", "question-mark", pgettext_lazy("state", "Unknown")),
    "yes": Look("done", "check", pgettext_lazy("state", "Yes")),
    "no": Look("attention", "x", pgettext_lazy("state", "No")),
    "partly": Look("accent", "circle-half-2", pgettext_lazy("state", "Partly")),
    "not_applicable": Look("neutral", "minus", pgettext_lazy("state", "Not applicable")),
    "not_known": Look("unknown", "question-mark", pgettext_lazy("state", "Do not know")),
    "not_answered": Look("blank", "circle-dashed", pgettext_lazy("state", "Not answered")),
    # findings and measures
    "open": Look("attention", "flag", pgettext_lazy("state", "Open")),
    "promised": Look("accent", "calendar", pgettext_lazy("state", "Promised")),
    "in_repair": Look("accent", "tool", pgettext_lazy("state", "Being repaired")),
    "repaired": Look("done", "circle-check", pgettext_lazy("state", "Repaired")),
    "verified": Look("done", "shield-check", pgettext_lazy("state", "Verified")),
    "risk_accepted": Look("neutral", "scale", pgettext_lazy("state", "Risk accepted")),
    "critical": Look("critical", "urgent", pgettext_lazy("state", "Critical")),
    "high": Look("attention", "arrow-up", pgettext_lazy("state", "High")),
    "medium": Look("neutral", "minus", pgettext_lazy("state", "Medium")),
    "low": Look("neutral", "arrow-down", pgettext_lazy("state", "Low")),
    # validity
    "valid": Look("done", "certificate", pgettext_lazy("state", "Valid")),
    "expiring": Look("attention", "clock-exclamation", pgettext_lazy("state", "Expires soon")),
    "expired": Look("critical", "calendar-due", pgettext_lazy("state", "Expired")),
    "revoked": Look("neutral", "link-off", pgettext_lazy("state", "Revoked")),
    "clean": Look("done", "shield-check", pgettext_lazy("state", "Clean")),
    "infected": Look("critical", "bug", pgettext_lazy("state", "Infected")),
    "not_scanned": Look("unknown", "shield-half", pgettext_lazy("state", "Not scanned")),
}


def look_of(state: str) -> Look:
    """The look of a state; raises KeyError with its name when the table has none."""
    return STATES[str(state)]
