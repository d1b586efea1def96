"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    """Answering made easy: hand-over, talk, decline, earlier answers, help, telephone."""

    name = "sekisho.apps.answering"
    label = "answering"

    def ready(self) -> None:
        """Register letters, plans, panels, marks and sentences."""
        from sekisho.apps.answering.forms.words import SENTENCES, VERBS
        from sekisho.apps.answering.jobs import digests, letters, more_time
        from sekisho.apps.answering.queries.spoken import spoken_marks
        from sekisho.apps.answering.web import panels
        from sekisho.apps.asks.queries.marks import register_marks
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import register_panel, register_place, register_verbs

        letters.register()
        digests.register()
        more_time.register()
        register_marks("answering", spoken_marks)
        register_place("/o/answering/", "asks:list")
        register_panel("reply", "answering", panels.reply_panel, order=10)
        register_panel("today", "answering", panels.today_panel, order=15)
        register_panel("ask", "answering", panels.ask_panel, order=30)
        register_verbs(VERBS)
        register_sentences(SENTENCES)
