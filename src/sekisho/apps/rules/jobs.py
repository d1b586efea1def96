"""An answer was submitted: its exceptions come into the register."""

from __future__ import annotations

from sekisho.apps.rules.actions.exceptions import take_up_exceptions
from sekisho.kernel import clock


def take_up(assignment_id: int) -> None:
    """Bring the register up to one submitted answer; other asks are left alone."""
    take_up_exceptions(assignment_id=assignment_id, now=clock.now())
