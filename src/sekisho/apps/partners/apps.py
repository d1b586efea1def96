"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The partner register: import, contacts, tags, list and partner page."""

    name = "sekisho.apps.partners"
    label = "partners"
