"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only, hash-chained record of every change."""

    name = "sekisho.apps.audit"
    label = "audit"
