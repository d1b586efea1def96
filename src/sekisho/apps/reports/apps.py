"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What an ask brought, for executives and for the partner itself: pages, PDF, comparisons."""

    name = "sekisho.apps.reports"
    label = "reports"
