"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """One answer for several companies of the group, by the partner's consent."""

    name = "sekisho.apps.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Register navigation, panels, marks and sentences."""
        from sekisho.apps.asks.queries.marks import register_marks
        from sekisho.apps.asks.queries.passages import register_passage
        from sekisho.apps.sharing.web import panels
        from sekisho.apps.sharing.web.letters import reuse_passage
        from sekisho.apps.sharing.web.words import SENTENCES, VERBS
        from sekisho.kernel.actor import Capability
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_panel, register_verbs

        label = _("Across the group")
        entry = Entry("settings", "sharing:settings", label, "share", Capability.RUN, order=60)
        register_entry(entry)
        register_panel("ask_check", "sharing", panels.check_panel, order=15)
        register_panel("reply", "sharing", panels.reply_panel, order=15)
        register_passage("sharing", reuse_passage)
        register_marks("sharing", panels.answer_marks)
        register_sentences(SENTENCES)
        register_verbs(VERBS)
