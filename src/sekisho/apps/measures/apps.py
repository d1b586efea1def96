"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Findings and what is done about them."""

    name = "sekisho.apps.measures"
    label = "measures"
