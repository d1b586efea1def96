"""News of this room, written with the change. Payloads hold inside numbers only."""

from __future__ import annotations

WAVE_FROZEN = "asks.wave_frozen"  # wave_id, run_uid: fan it out
REPLY_SAVED = "asks.reply_saved"  # assignment_id: the tally of its ask is behind
SUBMITTED = "asks.submitted"  # assignment_id
RETURNED = "asks.returned"  # assignment_id, review_id
ACCEPTED = "asks.accepted"  # assignment_id, review_id
ASK_CLOSED = "asks.ask_closed"  # ask_id: its links and waiting letters end
ASK_WITHDRAWN = "asks.ask_withdrawn"  # ask_id: its waiting letters end, its links say so
