"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    """Own rules by edition, who attests them, and exceptions."""

    name = "sekisho.apps.rules"
    label = "rules"

    def ready(self) -> None:
        """Register navigation, panels, the check of a sending, the event, and sentences."""
        from sekisho.apps.asks.events import SUBMITTED
        from sekisho.apps.asks.queries.preflight import register_guard
        from sekisho.apps.rules.queries.guard import look_over
        from sekisho.apps.rules.web.panels import ask_panel, find, today_panel
        from sekisho.apps.work.events import subscribe
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import (
            Entry,
            register_entry,
            register_finder,
            register_panel,
            register_verbs,
        )

        register_entry(Entry("ask", "rules:list", _("Own rules"), "gavel", order=60))
        register_finder("rules", find)
        register_panel("ask", "rules", ask_panel, order=11)
        register_panel("today", "rules", today_panel, order=40)
        register_guard("rules", look_over)
        subscribe(SUBMITTED, "sekisho.apps.rules.jobs.take_up")
        register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "rules.created": _("Wrote down a rule"),
    "rules.changed": _("Changed what stands of a rule"),
    "rules.ended": _("Withdrew a rule (asks taken back: %(count)s)"),
    "rules.edition_created": _("Began an edition of a rule"),
    "rules.edition_changed": _("Changed a draft edition of a rule"),
    "rules.edition_issued": _("Issued an edition of a rule"),
    "rules.attestation_drafted": _("Began to have an edition attested"),
    "rules.exception_written": _("Wrote down an exception"),
    "rules.exception_answered": _("Took an exception from an answer"),
    "rules.exception_followed": _("Changed an exception as its answer was changed"),
    "rules.exception_proposed": _("Proposed an exception"),
    "rules.exception_granted": _("Granted an exception"),
    "rules.exception_refused": _("Refused an exception"),
    "rules.exception_ended": _("Ended an exception"),
    "rules.exported": _("Took the register of exceptions as a file"),
}
_SENTENCES = {
    "rules.not_there": (
        _("There is no such rule or edition."),
        _("It may belong to another company of the group, or was not sent to yours."),
    ),
    "rules.no_exception": (
        _("There is no such exception."),
        _("It may belong to another company of the group."),
    ),
    "rules.no_attestation": (
        _("This ask has no rule attested."),
        _("Open it from the list of asks."),
    ),
    "rules.no_file": (_("This edition has no file."), _("Read its text on the page.")),
    "rules.title_missing": (
        _("The title is missing in one language."),
        _("Fill it in, in both languages."),
    ),
    "rules.changed_meanwhile": (
        _("Somebody has changed this in the meantime."),
        _("Look at how it stands now and do it again if it is still needed."),
    ),
    "rules.bad_number": (
        _("The number of an edition is made of figures and dots."),
        _("Write it like 2 or 2.1."),
    ),
    "rules.number_taken": (
        _("This rule has an edition %(number)s already."),
        _("Choose another number, or change that draft."),
    ),
    "rules.issued": (
        _("An issued edition cannot be changed any more."),
        _("Begin a new edition instead."),
    ),
    "rules.not_issued": (
        _("This edition is a draft that may still change."),
        _("Issue it first; then have it attested."),
    ),
    "rules.nothing_written": (
        _("This edition holds nothing to read yet."),
        _("Write its text in both languages, or add a file."),
    ),
    "rules.superseded": (
        _("Another edition has followed this one."),
        _("Delete this draft and have the edition in force attested."),
    ),
    "rules.ended": (
        _("This rule was withdrawn."),
        _("Nothing of it changes any more; write down another rule."),
    ),
    "rules.reason_missing": (
        _("The reason is missing in one language."),
        _("Fill it in, in both languages."),
    ),
    "rules.nobody": (
        _("No company is chosen."),
        _("Choose at least one company of the group."),
    ),
    "rules.words_missing": (
        _("The passage or the reason is missing."),
        _("Fill in both."),
    ),
    "rules.remark_missing": (
        _("A refusal says why."),
        _("Write a word into the remark."),
    ),
    "rules.past_day": (
        _("The last day is missing or has passed."),
        _("Choose a day from today on."),
    ),
    "rules.four_eyes": (
        _("Whoever proposed an exception does not grant it."),
        _("Ask a second person who may run the programme."),
    ),
}
