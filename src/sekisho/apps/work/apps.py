"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.apps.work.events import plan
from sekisho.ui.problems import register_sentences


class WorkConfig(AppConfig):
    """Jobs, schedules, progress, and events delivered upward."""

    name = "sekisho.apps.work"
    label = "work"

    def ready(self) -> None:
        """Register the sentences of this room, and the clearing of what is over."""
        plan("work.clear", job="sekisho.apps.work.jobs.clear_old", every_seconds=3600)
        register_sentences(
            {"work.no_run": (_("There is no such work of yours."), _("Look at the list."))}
        )
