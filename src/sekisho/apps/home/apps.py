"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Actor, Capability
from sekisho.ui import slots
from sekisho.ui.slots import Found, navigation_for


class HomeConfig(AppConfig):
    """The office's day: what needs the reader, oldest promise first."""

    name = "sekisho.apps.home"
    label = "home"

    def ready(self) -> None:
        """Register the first entry of the navigation, the first step, and pages by their name."""
        from sekisho.apps.home import web

        slots.register_entry(slots.Entry("today", "home:today", _("Today"), "home", order=1))
        slots.register_entry(
            slots.Entry(
                "settings", "home:setup", _("Our company"), "building", Capability.ADMINISTER
            )
        )
        slots.register_step(
            slots.Step(
                10,
                "home",
                _("Name your company"),
                "home:setup",
                web.is_home_named,
                Capability.ADMINISTER,
            )
        )
        slots.register_finder("pages", _find_pages)


def _find_pages(actor: Actor, query: str) -> tuple[Found, ...]:
    wanted = query.casefold()
    entries = (entry for group in navigation_for(actor, "").groups for entry in group["entries"])
    return tuple(
        Found(str(entry["label"]), str(_("Page")), entry["url"])
        for entry in entries
        if wanted in str(entry["label"]).casefold()
    )
