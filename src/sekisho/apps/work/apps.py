"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Jobs, schedules, progress, and events delivered upward."""

    name = "sekisho.apps.work"
    label = "work"
