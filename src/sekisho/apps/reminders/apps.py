"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Who is reminded when, who is told next, and asks that come again by themselves."""

    name = "sekisho.apps.reminders"
    label = "reminders"
