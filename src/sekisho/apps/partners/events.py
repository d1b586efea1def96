"""News of this room. Payloads hold inside numbers only."""

from __future__ import annotations

# contact_id: letters go to it again, because its address was corrected or is known to be good
CONTACT_REACHABLE = "partners.contact_reachable"
