"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChainConfig(AppConfig):
    """Who stops with whom, how an intruder reaches us, what hangs on one."""

    name = "sekisho.apps.chain"
    label = "chain"

    def ready(self) -> None:
        """Register navigation, the panel of a partner, long work, schedules and sentences."""
        from sekisho.apps.chain.web import panels, registers
        from sekisho.apps.work.events import plan
        from sekisho.ui import slots
        from sekisho.ui.problems import register_sentences

        slots.register_entry(
            slots.Entry("know", "chain:start", _("Chain"), "topology-star-3", order=40)
        )
        slots.register_panel("partner", "chain", panels.partner_panel, order=45)
        slots.register_run(
            "chain.reckon",
            _("Reckoning the chain"),
            panels.start_url,
            _("See the chain"),
            _("The chain is reckoned"),
        )
        plan("chain.forget", job="sekisho.apps.chain.jobs.forget", every_seconds=24 * 3600)
        slots.register_verbs(_VERBS)
        registers.register()
        register_sentences(_SENTENCES)


_VERBS = {
    "chain.wanted": _("Had the chain reckoned anew"),
    "chain.reckoned": _("Kept the reckoned chain"),
    "chain.forgotten": _("Forgot chains that nobody looks at: %(count)s"),
    "chain.exported": _("Took a picture or table of the chain as a file"),
}
_SENTENCES = {
    "chain.not_reckoned": (
        _("The chain is still being reckoned."),
        _("Open the page of the chain: it shows how far it is."),
    ),
    "chain.not_in_chain": (
        _("This is no part of the chain."),
        _("It may have been taken out, or belong to another company of the group."),
    ),
    "chain.no_such_file": (
        _("There is no such file of this page."),
        _("Choose SVG, PNG, Excel or CSV."),
    ),
}
