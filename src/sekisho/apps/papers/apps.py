"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Letters as PDF, printed packs for partners without e-mail, named letters."""

    name = "sekisho.apps.papers"
    label = "papers"

    def ready(self) -> None:
        """Register panels, the way on paper, and sentences."""
        from sekisho.apps.asks.queries.enclosures import register_enclosures
        from sekisho.apps.asks.queries.preflight import register_way
        from sekisho.apps.papers.queries.attached import attached_letter
        from sekisho.apps.papers.queries.choices import sends_paper
        from sekisho.apps.papers.web.panels import (
            board_panel,
            check_panel,
            draft_panel,
            letter_panel,
        )
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import register_panel, register_verbs

        register_way("papers", sends_paper)
        register_enclosures("papers", attached_letter)
        register_panel("letter", "papers", letter_panel, order=10)
        register_panel("ask_letter", "papers", draft_panel, order=10)
        register_panel("ask_check", "papers", check_panel, order=10)
        register_panel("ask", "papers", board_panel, order=30)
        register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "papers.template_created": _("Kept a new letter template"),
    "papers.template_saved": _("Changed a letter template"),
    "papers.template_removed": _("Took a letter template out of the choice"),
    "papers.template_used": _("Used a letter template in a draft"),
    "papers.chosen": _("Chose how an ask uses paper"),
    "papers.prepared": _("Prepared letters with codes for printing: %(count)s"),
    "papers.printed": _("Printed letters with codes: %(count)s"),
    "papers.posted": _("Confirmed that printed letters were posted: %(count)s"),
}
_SENTENCES = {
    "papers.no_template": (
        _("There is no such letter template."),
        _("It may have been taken out of the choice, or belong to another company."),
    ),
    "papers.template_changed": (
        _("Somebody has changed this template in the meantime."),
        _("Look at its newest version and make your change again."),
    ),
    "papers.nobody_chosen": (
        _("Nobody is chosen yet."),
        _("Choose whom to ask; then there is a letter to look at."),
    ),
    "papers.nothing_to_print": (
        _("No letter is left to print."),
        _("Tick the letters that you want to print again."),
    ),
    "papers.nothing_to_post": (
        _("No printed letter waits to be posted."),
        _("Print the letters first."),
    ),
    "papers.printed_meanwhile": (
        _("These letters were printed anew by somebody else meanwhile."),
        _("Load the page again, and print what is still to print."),
    ),
    "papers.choice_wrong": (
        _("The choice of letters is damaged."),
        _("Load the page again, and choose once more."),
    ),
    "papers.too_many": (
        _("That is more than %(limit)s letters."),
        _("Choose fewer at once."),
    ),
    "papers.day_wrong": (
        _("That day cannot be right."),
        _("Choose a day from the printing of the letters up to today."),
    ),
}
