"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservingConfig(AppConfig):
    """What was seen in logs and lists, against what was approved, contracted and answered."""

    name = "sekisho.apps.observing"
    label = "observing"

    def ready(self) -> None:
        """Register navigation, long work, the clock, the way back from findings, and words."""
        from sekisho.apps.measures.events import register_source
        from sekisho.apps.observing.actions.deciding import SOURCE
        from sekisho.apps.observing.web import pages
        from sekisho.apps.work.events import plan
        from sekisho.kernel.actor import Capability
        from sekisho.ui import slots
        from sekisho.ui.problems import register_sentences

        slots.register_entry(
            slots.Entry(
                "verify", "observing:list", _("Observed"), "eye-check", Capability.RUN, order=60
            )
        )
        slots.register_run(
            "observing.reading",
            _("Reading a log or list"),
            pages.observation_url,
            _("See the result"),
            _("The file was read"),
        )
        register_source(SOURCE, pages.source_links)
        plan("observing.tidy", job="sekisho.apps.observing.jobs.tidy", every_seconds=3600)
        slots.register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "observing.brought": _("Brought a log or list to be observed"),
    "observing.begun": _("Started to read a log or list"),
    "observing.read": _("Read a log or list and forgot it; its summary stays"),
    "observing.confirmed": _("Opened findings from what was seen: %(count)s"),
    "observing.taken": _("Took what was seen into the inventory: %(count)s"),
    "observing.erased": _("Erased a log, a list or its summary"),
    "observing.forgotten": _("Forgot a log, a list or its summary by its age"),
}
_SMALLER = _("Take a shorter time, or only the rows that concern partners.")
_SENTENCES = {
    "observing.not_there": (
        _("There is no such file."),
        _("It may be erased, or belong to another company of the group."),
    ),
    "observing.no_place": (
        _("There is no company in whose name you may bring a file."),
        _("Ask an administrator if you need it."),
    ),
    "observing.moved_on": (
        _("This has moved on in the meantime."),
        _("See how it stands now, and go on from there."),
    ),
    "observing.no_rows": (
        _("There is nothing in the list %(file)s."),
        _("Check that its first sheet has headings and rows."),
    ),
    "observing.too_many_flows": (
        _("The log has more than %(limit)s different connections."),
        _SMALLER,
    ),
    "flowlogs.unpacked": (_("Unpacked, the log is too large."), _SMALLER),
    "flowlogs.ratio": (
        _("The log grows more than %(limit)s times when it is unpacked."),
        _("Bring it unpacked, if it is what you meant."),
    ),
    "flowlogs.rows": (_("The log has more than %(limit)s rows."), _SMALLER),
    "flowlogs.part": (
        _("A part of the Parquet file is too large."),
        _("Write it with smaller row groups."),
    ),
    "flowlogs.broken": (
        _("The log is broken or cut off."),
        _("Export it again."),
    ),
    "flowlogs.line_too_long": (
        _("Line %(line)s of the log is longer than %(limit)s bytes."),
        _("Check that it is the right file."),
    ),
    "flowlogs.no_columns": (
        _("The log has no headings."),
        _("Its first line names the columns, with commas, tabs or semicolons between them."),
    ),
    "flowlogs.column_type": (
        _("The column %(column)s holds something else."),
        _("Choose another one."),
    ),
    "flowlogs.column_missing": (
        _("The column %(column)s is missing."),
        _("Choose one of the columns of the file."),
    ),
}
