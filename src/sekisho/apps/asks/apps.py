"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AsksConfig(AppConfig):
    """Question sets, asks, assignments, replies, reviews."""

    name = "sekisho.apps.asks"
    label = "asks"

    def ready(self) -> None:
        """Register letters, news, pages and sentences."""
        from sekisho.apps.asks.events import ASK_CLOSED, WAVE_FROZEN
        from sekisho.apps.mail.events import SETTLED, register_renderer
        from sekisho.apps.work.events import subscribe

        jobs = "sekisho.apps.asks.jobs"
        register_renderer("asks.request", f"{jobs}.letters.render_requests", label=_("Request"))
        register_renderer("asks.reminder", f"{jobs}.letters.render_reminders", label=_("Reminder"))
        register_renderer("asks.test", f"{jobs}.letters.render_trials", label=_("Trial letter"))
        subscribe(WAVE_FROZEN, f"{jobs}.send.start_wave")
        subscribe(ASK_CLOSED, f"{jobs}.send.end_closed")
        subscribe(SETTLED, f"{jobs}.send.note_settled")
