"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DAY_SECONDS = 86_400


class WorkbooksConfig(AppConfig):
    """The questionnaire as an Excel workbook, out and back in."""

    name = "sekisho.apps.workbooks"
    label = "workbooks"

    def ready(self) -> None:
        """Register panels, marks, sentences, entries of the record and the daily clearing."""
        from sekisho.apps.asks.queries.marks import register_marks
        from sekisho.apps.work.events import plan
        from sekisho.apps.workbooks.forms.problems import SENTENCES
        from sekisho.apps.workbooks.web.panels import ask_panel, marks, reply_panel
        from sekisho.kernel.actor import Capability
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import (
            Entry,
            register_entry,
            register_panel,
            register_place,
            register_verbs,
        )

        register_entry(
            Entry(
                "ask",
                "workbooks:sheets",
                _("Bring in a check sheet"),
                "file-import",
                Capability.RUN,
                order=60,
            )
        )
        register_place("/o/workbooks/", "asks:list")
        register_panel("ask", "workbooks", ask_panel, order=60)
        register_panel("reply", "workbooks", reply_panel, order=60)
        register_marks("workbooks", marks)
        register_sentences(SENTENCES)
        register_verbs(_VERBS)
        plan("workbooks.clear", job="sekisho.apps.workbooks.jobs.clear", every_seconds=_DAY_SECONDS)


_VERBS = {
    "asks.answers_filed": _("Answers saved from a file"),
    "workbooks.read": _("Workbook of answers read"),
    "workbooks.saved": _("Answers taken from a workbook (%(count)s)"),
    "workbooks.downloaded": _("Workbook downloaded"),
    "workbooks.refused": _("Workbook that could not be read"),
    "workbooks.dropped": _("Workbook not used"),
    "workbooks.sheet_taken": _("Check sheet taken in"),
    "workbooks.sheet_chosen": _("Sheet of a check sheet chosen"),
    "workbooks.sheet_mapped": _("Columns of a check sheet set"),
    "workbooks.sheet_drawn": _("Draft of a question set made from a check sheet (%(count)s)"),
    "workbooks.cleared": _("Workbooks that nobody confirmed forgotten (%(count)s)"),
}
