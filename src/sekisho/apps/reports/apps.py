"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportsConfig(AppConfig):
    """What an ask brought, for executives and for the partner itself: pages, PDF, comparisons."""

    name = "sekisho.apps.reports"
    label = "reports"

    def ready(self) -> None:
        """Register the panel of a board, the letter and sentences."""
        from sekisho.apps.asks.queries.sent_letters import register_letter
        from sekisho.apps.mail.events import register_renderer
        from sekisho.apps.reports.web.panels import ask_panel
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import register_panel, register_place, register_verbs

        register_place("/o/reports/", "asks:list")
        register_panel("ask", "reports", ask_panel, order=20)
        register_renderer(
            "reports.feedback",
            "sekisho.apps.reports.jobs.render_feedback",
            label=pgettext_lazy("letter", "Feedback"),
        )
        register_letter("reports.feedback", is_read_later=True)
        register_verbs({"reports.feedback_sent": _("Sent feedback to partners (%(count)s)")})
        register_sentences(_SENTENCES)


_SENTENCES = {
    "reports.not_sent": (
        _("This ask has not been sent yet."),
        _("There is something to report once replies come in."),
    ),
    "reports.answers_erased": (
        _("Answers to this ask were erased, so there is no feedback to send."),
        _("Send feedback before the time of keeping is over."),
    ),
    "reports.nobody_answered": (
        _("Nobody has submitted a reply yet."),
        _("Wait for replies; feedback is about answers."),
    ),
    "reports.sent_meanwhile": (
        _("Feedback of this ask has been sent in the meantime."),
        _("Look at who has been told, and send again if somebody is missing."),
    ),
    "reports.no_feedback": (
        _("There is no feedback here."),
        _("It is there once answers were submitted and the office has sent it."),
    ),
}
