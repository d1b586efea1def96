"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class FairnessConfig(AppConfig):
    """Fair dealing: what is looked over before each sending, and the consultation log."""

    name = "sekisho.apps.fairness"
    label = "fairness"
