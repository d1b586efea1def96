"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """The questionnaire as an Excel workbook, out and back in."""

    name = "sekisho.apps.workbooks"
    label = "workbooks"
