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
        from sekisho.apps.measures.web.panels import partner_panel, today_panel
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import Entry, register_entry, register_panel, register_verbs

        register_entry(Entry("repair", "measures:findings", _("Findings"), "flag"))
        register_panel("partner", "measures", partner_panel, order=30)
        register_panel("today", "measures", today_panel, order=30)
        register_verbs(_VERBS)
        _register_letters()
        register_sentences(_SENTENCES)


def _register_letters() -> None:
    """The letters about open points, and the clock that writes them."""
    from sekisho.apps.mail.events import register_renderer
    from sekisho.apps.measures.actions.letters import PARTNER_LETTER
    from sekisho.apps.measures.actions.owners import OWNER_LETTER
    from sekisho.apps.work.events import plan

    jobs = "sekisho.apps.measures.jobs"
    register_renderer(
        PARTNER_LETTER, f"{jobs}.letters.render_open_points", label=_("About open points")
    )
    register_renderer(OWNER_LETTER, f"{jobs}.letters.render_owner", label=_("To the owner"))
    plan("measures.follow_up", job=f"{jobs}.follow_up.start", every_seconds=900)


_VERBS = {
    "measures.open": _("Opened a finding again"),
    "measures.planned": _("Planned a measure"),
    "measures.done": _("Reported a measure as done"),
    "measures.asked": _("Asked for a decision on a finding"),
    "measures.proven": _("Confirmed that a measure is proven"),
    "measures.accepted": _("Accepted the risk of a finding"),
    "measures.acceptance_asked": _("Asked for approval to accept a risk"),
    "measures.acceptance_refused": _("Refused to accept a risk"),
    "measures.letter_written": _("Wrote to a partner about open points (%(count)s)"),
    "measures.gaps_marked": _("Gaps of earlier findings can now be told apart (%(count)s)"),
    "measures.owner_told": _("Wrote to the owner about open points (%(count)s)"),
    "measures.answered": _("Said how the open points stand"),
    "measures.proposed": _("Proposed a measure at findings (%(count)s)"),
    "measures.reminded": _("Had partners reminded of findings (%(count)s)"),
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
    "measures.until_out_of_range": (
        _("The last day of the acceptance must be to come, within %(months)s months."),
        _("Choose an earlier day; the acceptance can be renewed when it ends."),
    ),
    "measures.waits_for_approval": (
        _("The acceptance of this risk waits for approval already."),
        _("Let a manager decide first."),
    ),
    "measures.nothing_to_approve": (
        _("There is nothing to approve here any more."),
        _("Look at the finding as it stands now."),
    ),
    "measures.four_eyes": (
        _("Whoever asks to accept a risk of high weight does not approve it too."),
        _("Let another manager decide."),
    ),
    "measures.nothing_open": (
        _("Nothing is open any more, so the letter was not sent."),
        _("Nothing needs to be done."),
    ),
    "measures.no_address": (
        _("Nobody there can be written to by mail."),
        _("Add or correct a contact, or ask by phone."),
    ),
    "measures.points_unanswered": (
        _("To look at before partners read these words: %(count)s."),
        _("Change the words, or answer each point below."),
    ),
    "measures.day_is_over": (
        _("The day proposed is over."),
        _("Choose one that is to come."),
    ),
    "measures.too_many_at_once": (
        _("%(count)s findings are too many for one step."),
        _("Choose at most %(limit)s at a time."),
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
