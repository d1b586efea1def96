"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Capability
from sekisho.ui import slots
from sekisho.ui.problems import register_sentences


class AuditConfig(AppConfig):
    """Append-only, hash-chained record of every change."""

    name = "sekisho.apps.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the navigation entry and the sentences of this room."""
        slots.register_entry(
            slots.Entry(
                "settings", "audit:record", _("Record"), "notes", Capability.ADMINISTER, order=200
            )
        )
        register_sentences(
            {
                "audit.not_granted": (
                    _("Only administrators of the lead company read the record."),
                    _("Ask one of them for what you need."),
                ),
                "audit.too_many_entries": (
                    _("More than %(limit)s entries do not fit into one file."),
                    _("Choose a kind of change or fewer days, or use the command audit-export."),
                ),
            }
        )
