"""Words of kinds, sentences of errors and of the audit record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KIND_WORDS = {
    "answers": _("Answers"),
    "evidence": _("Files"),
    "letters": _("Records of letters"),
    "contacts": pgettext_lazy("kept", "Removed contacts"),
}
KIND_HOLDS = {
    "answers": _(
        "Answers, submissions, remarks, talk, hand-overs, refusals, answers by telephone and "
        "returned workbooks, exceptions from own rules. Who was asked, the state, its dates and "
        "the counts of the ask stay."
    ),
    "evidence": _("Files given with answers or sent with steps of findings, withdrawn ones too."),
    "letters": _(
        "Records of single letters in the outbox, personal links that have ended, and the trial "
        "mailbox."
    ),
    "contacts": _("Name, department, address and telephone of people removed from the register."),
}
KIND_COUNTS = {
    "answers": _("from the day on which the ask was closed, or the exception was over"),
    "evidence": _("from the day on which the ask was closed, or the finding"),
    "letters": _("from the day on which a letter was handed over, or a link ended"),
    "contacts": _("from the day on which they were removed or last changed"),
}
KIND_UNITS = {
    "answers": "items",
    "evidence": "files",
    "letters": "items",
    "contacts": "contacts",
}
LEFT_KINDS = {
    "exception": _("Exception from a rule"),
    "contract": _("Contract"),
    "note": _("Note on the partner's page"),
    "talk": _("Consultation log"),
}
LEFT_PAGES = {
    "exception": "rules:exception",
    "contract": "partners:contract",
    "note": "partners:partner",
    "talk": "fairness:partner",
}
_LOOK = _("Look at the page as it stands now.")
SENTENCES = {
    "keeping.not_granted": (
        _("Times of keeping and holds are set by administrators of the lead company."),
        _("Ask one of them."),
    ),
    "keeping.no_kind": (_("There is no such kind of record."), _LOOK),
    "keeping.months_out": (
        _("That many months cannot be set."),
        _("Choose 1 to %(most)s months, or leave it empty."),
    ),
    "keeping.not_confirmed": (
        _("More is due now than was shown, so nothing was changed."),
        _("Look at the numbers and confirm once more."),
    ),
    "keeping.on_hold": (
        _("This is on hold, so nothing of it is erased."),
        _("An administrator of the lead company can lift the hold."),
    ),
    "keeping.already_held": (_("This is on hold already."), _LOOK),
    "keeping.no_hold": (_("There is no such hold, or it was lifted."), _LOOK),
    "keeping.no_reason": (_("A reason is missing."), _("Write in a sentence why.")),
    "keeping.reason_too_long": (
        _("The reason is too long."),
        _("Keep it below %(limit)s characters."),
    ),
    "keeping.already_erased": (_("This person was erased before."), _LOOK),
    "keeping.no_part": (_("There is no such part."), _LOOK),
}
VERBS = {
    "keeping.rule_set": _("Set for how long something is kept (months: %(count)s)"),
    "keeping.held": _("Put something on hold"),
    "keeping.hold_lifted": _("Lifted a hold"),
    "keeping.erased_answers": _("Erased answers by rule (%(count)s)"),
    "keeping.erased_evidence": _("Erased files by rule (%(count)s)"),
    "keeping.erased_letters": _("Erased records of letters by rule (%(count)s)"),
    "keeping.erased_contacts": _("Erased removed contacts by rule (%(count)s)"),
    "keeping.strays_removed": _("Took files off the disk that belonged to nothing (%(count)s)"),
    "keeping.person_erased": _("Erased a person"),
    "keeping.file_erased": _("Erased a file"),
    "keeping.log_exported": _("Took the list of what was erased as a file (%(count)s)"),
    "keeping.partner_exported": _("Took everything about a partner as a file (files: %(count)s)"),
    "asks.name_taken_out": _("Took an erased person's name out of a submission"),
}
