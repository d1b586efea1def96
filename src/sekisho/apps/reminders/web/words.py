"""What this room says: audit verbs, refusals, whom a step reaches."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

VERBS = {
    "reminders.defaults_saved": _("Set the reminder plan of a company"),
    "reminders.plan_saved": _("Changed the reminder plan of an ask"),
    "reminders.plan_adopted": _("Gave an ask the reminder plan of its company"),
    "reminders.switched_on": _("Switched the reminders of an ask on"),
    "reminders.switched_off": _("Switched the reminders of an ask off"),
    "reminders.paused": _("Paused the reminders of an ask"),
    "reminders.resumed": _("Let the reminders of an ask go on"),
    "reminders.sent": _("Reminded %(count)s recipients by plan"),
    "reminders.sending_planned": _("Planned when a draft is sent"),
    "reminders.sending_cancelled": _("Took back when a draft is sent"),
    "reminders.sending_stopped": _("A planned sending was stopped by what stood against it"),
    "reminders.series_begun": _("Let an ask come again"),
    "reminders.series_stopped": _("Stopped a series of asks"),
    "reminders.series_halted": _("A series of asks could not go on"),
    "reminders.issue_made": _("Made the next ask of a series"),
    "reminders.owner_noted": _("Told an owner of %(count)s silent partners"),
}
_AGAIN = _("Look at how it stands now and try again.")
SENTENCES: dict[str, Sentence] = {
    "reminders.no_steps": (_("The plan has no step."), _("Write at least one row.")),
    "reminders.too_many_steps": (
        _("The plan has more than %(most)s steps."),
        _("Take some out; nobody reads that many letters."),
    ),
    "reminders.step_out_of_range": (
        _("A step lies too far from the deadline."),
        _("Choose a day from %(least)s to %(most)s."),
    ),
    "reminders.step_twice": (
        _("Two steps of the same kind stand on day %(days)s."),
        _("One letter and one inside note a day are possible; move one of them."),
    ),
    "reminders.limit_out_of_range": (
        _("A limit cannot be like that."),
        _("Choose 1 to %(letters)s letters and 1 to %(days)s business days between two of them."),
    ),
    "reminders.date_out_of_range": (
        _("This date cannot be reckoned with."),
        _("Choose a date of the coming years."),
    ),
    "reminders.changed_meanwhile": (
        _("Somebody has changed this in the meantime."),
        _AGAIN,
    ),
    "reminders.no_such_switch": (_("There is no such switch."), _AGAIN),
    "reminders.moment_out_of_range": (
        _("This moment has passed or lies more than a year ahead."),
        _("Choose a later moment within a year."),
    ),
    "reminders.not_sent_yet": (
        _("A draft cannot come again."),
        _("Send it once; then let it come again."),
    ),
    "reminders.is_off": (_("The reminders are switched off."), _("Switch them on first.")),
    "reminders.all_answered": (
        _("Everybody named in this note has answered in the meantime."),
        _("Nothing needs to be done."),
    ),
}
