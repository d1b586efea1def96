"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The respondent's side: link, code, answers, receipt."""

    name = "sekisho.apps.portal"
    label = "portal"
