"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    """Answering made easy: hand-over, talk, decline, earlier answers, help, telephone."""

    name = "sekisho.apps.answering"
    label = "answering"
