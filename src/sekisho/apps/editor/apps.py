"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """Question sets written and compared in the browser; the catalogue of schemes."""

    name = "sekisho.apps.editor"
    label = "editor"

    def ready(self) -> None:
        """Register navigation, palette, sentences and entries of the record."""
        from django.utils.translation import gettext_lazy as _

        from sekisho.apps.editor.web.listing import find
        from sekisho.apps.editor.web.schemes import level_panel
        from sekisho.apps.editor.web.words import SENTENCES, VERBS
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import (
            Entry,
            register_entry,
            register_finder,
            register_panel,
            register_verbs,
        )

        register_entry(Entry("ask", "editor:list", _("Write question sets"), "edit", order=30))
        register_entry(Entry("verify", "editor:schemes", _("Schemes"), "list-details", order=60))
        register_panel("partner", "editor", level_panel, order=40)
        register_finder("editor", find)
        register_sentences(SENTENCES)
        register_verbs(VERBS)
