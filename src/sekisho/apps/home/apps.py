"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The office's day: what needs the reader, oldest promise first."""

    name = "sekisho.apps.home"
    label = "home"
