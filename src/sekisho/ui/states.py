"""One look for each state, the same on every page: tone, icon and word.

Tones: neutral, accent, attention, critical, done, unknown. Red is kept for what is critical, amber
for what needs somebody, green for what is done; unknown is hatched and never green.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TONES = frozenset({"neutral", "accent", "attention", "critical", "done", "unknown"})


@dataclass(frozen=True, slots=True)
class Look:
    """How one state is shown; never by colour alone."""

    tone: str
    icon: str
    word: _StrOrPromise


STATES: dict[str, Look] = {
    # work in general
    "draft": Look("neutral", "pencil", _("Draft")),
    "planned": Look("neutral", "calendar", _("Planned")),
    "ready": Look("accent", "circle-dot", _("Ready")),
    "active": Look("accent", "player-play", _("Active")),
    "running": Look("accent", "progress", _("In progress")),
    "paused": Look("neutral", "player-pause", _("Paused")),
    "stopped": Look("neutral", "player-stop", _("Stopped")),
    "finished": Look("done", "circle-check", _("Finished")),
    "failed": Look("critical", "alert-octagon", _("Failed")),
    "cancelled": Look("neutral", "ban", _("Cancelled")),
    "closed": Look("neutral", "archive", _("Closed")),
    "inactive": Look("neutral", "circle-dashed", _("Inactive")),
    # asks and replies
    "not_sent": Look("neutral", "circle-dashed", _("Not sent")),
    "sent": Look("neutral", "send", _("Sent")),
    "received": Look("accent", "inbox", _("Received")),
    "opened": Look("accent", "mail-opened", _("Opened")),
    "started": Look("accent", "progress", _("Answering")),
    "replied": Look("done", "mail-check", _("Replied")),
    "submitted": Look("done", "mail-check", _("Submitted")),
    "reviewed": Look("done", "clipboard-check", _("Reviewed")),
    "accepted": Look("done", "circle-check", _("Accepted")),
    "returned": Look("attention", "arrow-back-up", _("Sent back")),
    "waiting": Look("neutral", "clock", _("Waiting")),
    "needs_you": Look("attention", "user", _("Needs you")),
    "due_soon": Look("attention", "clock-exclamation", _("Due soon")),
    "overdue": Look("critical", "calendar-due", _("Overdue")),
    "declined": Look("attention", "circle-x", _("Declined")),
    "withdrawn": Look("neutral", "ban", _("Withdrawn")),
    "acting": Look("accent", "tool", _("Acting")),
    "proven": Look("done", "shield-check", _("Proven")),
    # mail
    "queued": Look("neutral", "hourglass", _("Queued")),
    "held": Look("attention", "player-pause", _("Held")),
    "delivered": Look("done", "mail", _("Delivered")),
    "bounced": Look("attention", "mail-x", _("Bounced")),
    "refused": Look("attention", "mail-x", _("Refused")),
    "no_address": Look("attention", "mail-exclamation", _("No address")),
    # verdicts and answers
    "pass": Look("done", "circle-check", _("Pass")),
    "fail": Look("critical", "circle-x", _("Fail")),
    "unknown": Look("unknown", "question-mark", _("Unknown")),
    "yes": Look("done", "check", _("Yes")),
    "no": Look("attention", "x", _("No")),
    "partly": Look("attention", "circle-half-2", _("Partly")),
    "not_applicable": Look("neutral", "minus", _("Not applicable")),
    "not_known": Look("unknown", "question-mark", _("Do not know")),
    "not_answered": Look("neutral", "circle-dashed", _("Not answered")),
    # findings and measures
    "open": Look("attention", "flag", _("Open")),
    "promised": Look("accent", "calendar", _("Promised")),
    "in_repair": Look("accent", "tool", _("Being repaired")),
    "repaired": Look("done", "circle-check", _("Repaired")),
    "verified": Look("done", "shield-check", _("Verified")),
    "risk_accepted": Look("neutral", "scale", _("Risk accepted")),
    "critical": Look("critical", "urgent", _("Critical")),
    "high": Look("attention", "arrow-up", _("High")),
    "medium": Look("neutral", "minus", _("Medium")),
    "low": Look("neutral", "arrow-down", _("Low")),
    # validity
    "valid": Look("done", "certificate", _("Valid")),
    "expiring": Look("attention", "clock-exclamation", _("Expires soon")),
    "expired": Look("critical", "calendar-due", _("Expired")),
    "revoked": Look("neutral", "link-off", _("Revoked")),
    "clean": Look("done", "shield-check", _("Clean")),
    "infected": Look("critical", "bug", _("Infected")),
    "not_scanned": Look("unknown", "shield-half", _("Not scanned")),
}


def look_of(state: str) -> Look:
    """The look of a state; raises KeyError with its name when the table has none."""
    return STATES[str(state)]
