"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Capability


class RemindersConfig(AppConfig):
    """Who is reminded when, who is told next, and asks that come again by themselves."""

    name = "sekisho.apps.reminders"
    label = "reminders"

    def ready(self) -> None:
        """Register letters, news, what runs by itself, pages and sentences."""
        from sekisho.apps.asks.events import WAVE_FROZEN
        from sekisho.apps.asks.queries.sent_letters import register_letter
        from sekisho.apps.mail.events import register_renderer
        from sekisho.apps.reminders.web import panels
        from sekisho.apps.reminders.web.words import SENTENCES, VERBS
        from sekisho.apps.work.events import plan, subscribe
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_verbs

        jobs = "sekisho.apps.reminders.jobs"
        superior, note = _("To the superior"), _("Note to the owner")
        register_renderer("reminders.superior", f"{jobs}.letters.render_superiors", label=superior)
        register_renderer("reminders.note", f"{jobs}.letters.render_notes", label=note)
        register_letter("reminders.superior")
        subscribe(WAVE_FROZEN, f"{jobs}.remind.adopt")
        plan("reminders.look", job=f"{jobs}.remind.look", every_seconds=300)
        plan("reminders.later", job=f"{jobs}.later.look", every_seconds=60)
        may = Capability.RUN
        register_entry(
            Entry(
                "ask", "reminders:list", _("Reminders and deadlines"), "bell-ringing", may, order=30
            )
        )
        panels.register()
        register_verbs(VERBS)
        register_sentences(SENTENCES)
