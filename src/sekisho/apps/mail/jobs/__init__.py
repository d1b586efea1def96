"""What runs without a request: handing letters over, telling of it, and sign-in mail."""

from __future__ import annotations

from sekisho.apps.mail.jobs.backend import ConfiguredBackend
from sekisho.apps.mail.jobs.hand_over import HandOver, hand_over, hand_over_due, hand_over_loop
from sekisho.apps.mail.jobs.news import tell_settled

__all__ = [
    "ConfiguredBackend",
    "HandOver",
    "hand_over",
    "hand_over_due",
    "hand_over_loop",
    "tell_settled",
]
