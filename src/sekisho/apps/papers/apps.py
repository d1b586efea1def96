"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Letters as PDF and printed packs for partners without e-mail."""

    name = "sekisho.apps.papers"
    label = "papers"
