"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class AsksConfig(AppConfig):
    """Question sets, asks, assignments, replies, reviews."""

    name = "sekisho.apps.asks"
    label = "asks"
