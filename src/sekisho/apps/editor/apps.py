"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """Question sets written and compared in the browser; the catalogue of schemes."""

    name = "sekisho.apps.editor"
    label = "editor"

    def ready(self) -> None:
        """Register sentences and entries of the record."""
        from sekisho.apps.editor.web.words import SENTENCES, VERBS
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import register_verbs

        register_sentences(SENTENCES)
        register_verbs(VERBS)
