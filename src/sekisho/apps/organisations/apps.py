"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, the group tree, relations, who is visible from where, wrapped data keys."""

    name = "sekisho.apps.organisations"
    label = "organisations"
