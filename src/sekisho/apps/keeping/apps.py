"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    """Times of keeping, erasing, and everything about a partner in one file."""

    name = "sekisho.apps.keeping"
    label = "keeping"

    def ready(self) -> None:
        """Register navigation, panels, the nightly job, sentences."""
        from sekisho.apps.keeping.web import panels, words
        from sekisho.apps.work.events import plan
        from sekisho.kernel.actor import Capability
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_panel, register_verbs

        label = _("Keeping and erasing")
        entry = Entry("settings", "keeping:rules", label, "archive", Capability.ADMINISTER, 60)
        register_entry(entry)
        register_panel("partner", "keeping", panels.partner_panel, order=90)
        register_panel("contact", "keeping", panels.contact_panel, order=10)
        register_panel("ask", "keeping", panels.ask_panel, order=5)
        register_panel("reply", "keeping", panels.reply_panel, order=5)
        register_panel("finding", "keeping", panels.finding_panel, order=10)
        plan("keeping.nightly", job="sekisho.apps.keeping.jobs.tonight", every_seconds=3600)
        register_sentences(words.SENTENCES)
        register_verbs(words.VERBS)
