"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Alerts and the notices that pass them on."""

    name = "sekisho.apps.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Register navigation, panels, checks of a sending, and sentences."""
        from sekisho.apps.alerts.queries.guard import look_over
        from sekisho.apps.alerts.web.panels import ask_panel, find, today_panel
        from sekisho.apps.asks.queries.preflight import register_guard
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import (
            Entry,
            register_entry,
            register_finder,
            register_panel,
            register_verbs,
        )

        register_entry(Entry("watch", "alerts:list", _("Alerts"), "bell", order=10))
        register_finder("alerts", find)
        register_panel("ask", "alerts", ask_panel, order=10)
        register_panel("today", "alerts", today_panel, order=20)
        register_guard("alerts", look_over)
        register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "alerts.created": _("Wrote down an alert"),
    "alerts.revised": _("Changed an alert"),
    "alerts.withdrawn": _("Withdrew an alert"),
    "alerts.notice_drafted": _("Began a notice of an alert"),
    "alerts.relay_reported": _("Reported how many own suppliers a notice has reached"),
}
_SENTENCES = {
    "alerts.not_there": (
        _("There is no such alert."),
        _("It may belong to another company of the group."),
    ),
    "alerts.no_notice": (
        _("This ask passes on no alert."),
        _("Open it from the list of asks."),
    ),
    "alerts.changed_meanwhile": (
        _("Somebody has changed this alert in the meantime."),
        _("Look at how it reads now and make your change again."),
    ),
    "alerts.withdrawn": (
        _("This alert has been withdrawn."),
        _("Write down a new one if there is something to tell."),
    ),
    "alerts.is_material": (
        _("An action was added or taken away, or the TLP label changed: this is no correction."),
        _("Choose “asks again” and say what has changed, so that everybody learns of it."),
    ),
    "alerts.note_missing": (
        _("A new version says what has changed, in both languages."),
        _("Write one sentence in Japanese and one in English."),
    ),
    "alerts.not_ready": (
        _("The alert is not complete yet: %(part)s is missing."),
        _("Add it in both languages and try again."),
    ),
    "alerts.no_actions": (
        _("The alert names no action yet."),
        _("Add what recipients are asked to do, or send a search for traces instead."),
    ),
    "alerts.tlp_group": (
        _("An alert marked TLP:%(found)s stays with those it was given to."),
        _("Tell them in person; ask its issuer before it goes further."),
    ),
    "alerts.tlp_partners": (
        _("An alert marked TLP:%(found)s may not leave the group."),
        _("Choose the group companies only, or ask its issuer for a wider label."),
    ),
    "alerts.overtaken": (
        _("The alert has changed since this notice was begun."),
        _("Delete this draft and begin the notice of the new version from the alert."),
    ),
    "alerts.goes_no_further": (
        _("This notice is not passed on any further."),
        _("Look at what the page says about it."),
    ),
    "alerts.many_reports": (
        _("Counts have been reported very often already."),
        _("Please call the office that sent the notice."),
    ),
    "alerts.relay_name": (
        _("It is not said who reports the counts."),
        _("Write your name, %(limit)s characters at most."),
    ),
    "notices.relay_out_of_range": (
        _("A count is too large or below zero."),
        _("Write whole numbers from 0 to 1,000,000."),
    ),
    "notices.relay_more_confirmed": (
        _("More have confirmed than were told."),
        _("Write at most as many as were told."),
    ),
    "notices.relay_more_acted": (
        _("More are done than have confirmed."),
        _("Write at most as many as have confirmed: who is done has read it."),
    ),
    "notices.relay_in_future": (
        _("The day of these counts has not come yet."),
        _("Write today or an earlier day."),
    ),
    "notices.missing": (_("%(part)s is missing."), _("Fill it in, in both languages.")),
    "notices.missing_language": (
        _("%(part)s is missing in one language."),
        _("Fill it in, in both languages."),
    ),
}
