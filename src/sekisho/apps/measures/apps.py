"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Findings and what is done about them."""

    name = "sekisho.apps.measures"
    label = "measures"

    def ready(self) -> None:
        """Register navigation, panels and sentences."""
        from sekisho.apps.measures.web import partner_panel, today_panel
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_panel, register_verbs

        register_entry(Entry("repair", "measures:findings", _("Findings"), "flag"))
        register_panel("partner", "measures", partner_panel, order=30)
        register_panel("today", "measures", today_panel, order=30)
        register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "measures.open": _("Opened a finding again"),
    "measures.planned": _("Planned a measure"),
    "measures.done": _("Reported a measure as done"),
    "measures.asked": _("Asked for a decision on a finding"),
    "measures.proven": _("Confirmed that a measure is proven"),
    "measures.accepted": _("Accepted the risk of a finding"),
    "measures.exported": _("Took findings as a file (%(count)s)"),
}
_SENTENCES = {
    "measures.not_there": (
        _("There is no such finding."),
        _("It may belong to somebody else's part of the chain."),
    ),
    "measures.changed_meanwhile": (
        _("Somebody has taken a step on this finding in the meantime."),
        _("Look at its present state and decide again."),
    ),
    "measures.wrong_step": (
        _("This finding cannot take that step now."),
        _("Look at its present state; it offers the steps that are possible."),
    ),
    "measures.words_missing": (
        _("Something needed for this step is missing."),
        _("Fill in what is marked and try again."),
    ),
    "measures.too_long": (
        _("This text is too long."),
        _("Keep it below %(limit)s characters."),
    ),
    "measures.too_many_files": (
        _("This finding holds %(limit)s files already; more cannot be kept."),
        _("Put several into one PDF, or name the place where they can be seen."),
    ),
    "measures.no_file": (
        _("This file is not there."),
        _("Look at the finding again."),
    ),
    "measures.export_too_large": (
        _("%(count)s findings do not fit into one file."),
        _("Narrow the list to at most %(limit)s and export again."),
    ),
}
