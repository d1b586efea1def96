"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The respondent's side: link, code, answers, receipt."""

    name = "sekisho.apps.portal"
    label = "portal"

    def ready(self) -> None:
        """Give this room's problems their words."""
        from sekisho.apps.portal.forms.problems import SENTENCES
        from sekisho.ui.problems import register_sentences

        register_sentences(SENTENCES)
