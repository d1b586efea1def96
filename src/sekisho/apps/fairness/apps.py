"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FairnessConfig(AppConfig):
    """Fair dealing: what is looked over before each sending, and the consultation log."""

    name = "sekisho.apps.fairness"
    label = "fairness"

    def ready(self) -> None:
        """Register the guard, navigation, panels, the letter and sentences."""
        from sekisho.apps.asks.queries.preflight import register_guard
        from sekisho.apps.fairness.queries.guard import look_over
        from sekisho.apps.fairness.web import panels, words
        from sekisho.apps.fairness.web.proposals import look_over as look_over_proposal
        from sekisho.apps.mail.events import register_renderer
        from sekisho.apps.measures.queries.looks import register_look
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_panel, register_verbs

        register_guard("fairness", look_over)
        register_look("fairness", look_over_proposal)
        register_entry(Entry("ask", "fairness:log", _("Fair dealing"), "scale", order=40))
        register_panel("ask_check", "fairness", panels.preflight_panel, order=5)
        register_panel("audience", "fairness", panels.audience_panel, order=10)
        register_panel("ask", "fairness", panels.ask_panel, order=30)
        register_panel("today", "fairness", panels.today_panel, order=15)
        register_panel("partner", "fairness", panels.partner_panel, order=40)
        register_renderer(
            "fairness.talk_wanted",
            "sekisho.apps.fairness.jobs.render_wishes",
            label=words.TALK_LABEL,
            is_to_contact=False,
        )
        register_sentences(words.SENTENCES)
        register_verbs(words.VERBS)
