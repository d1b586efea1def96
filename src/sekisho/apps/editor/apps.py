"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """Question sets written and compared in the browser; the catalogue of schemes."""

    name = "sekisho.apps.editor"
    label = "editor"
