"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """What the chain is made of: things, links, and how sure each value is."""

    name = "sekisho.apps.inventory"
    label = "inventory"

    def ready(self) -> None:
        """Register navigation, panels, palette, long work, the event, and sentences."""
        from sekisho.apps.asks.events import SUBMITTED
        from sekisho.apps.inventory.web import panels
        from sekisho.apps.work.events import plan, subscribe
        from sekisho.ui import slots
        from sekisho.ui.problems import register_sentences

        slots.register_entry(
            slots.Entry("know", "inventory:list", _("Inventory"), "packages", order=30)
        )
        slots.register_panel("partner", "inventory", panels.partner_panel, order=40)
        slots.register_panel("today", "inventory", panels.today_panel, order=45)
        slots.register_finder("inventory", panels.find)
        slots.register_run(
            "inventory.intake",
            _("Bringing a list into the inventory"),
            panels.intake_url,
            _("See the list"),
            _("The list is in the inventory"),
        )
        jobs = "sekisho.apps.inventory.jobs"
        subscribe(SUBMITTED, f"{jobs}.take_up")
        plan("inventory.take_up", job=f"{jobs}.take_up_lists", every_seconds=300)
        plan("inventory.forget", job=f"{jobs}.forget_lists", every_seconds=6 * 3600)
        slots.register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "inventory.added": _("Added an entry to the inventory"),
    "inventory.changed": _("Changed an entry of the inventory"),
    "inventory.removed": _("Removed an entry from the inventory"),
    "inventory.restored": _("Brought an entry of the inventory back"),
    "inventory.observed": _("Wrote what was seen into the inventory: %(count)s"),
    "inventory.exported": _("Took entries of the inventory as a file: %(count)s"),
    "inventory.list_checked": _("Looked over a list for the inventory, rows: %(count)s"),
    "inventory.list_begun": _("Started to bring a list into the inventory"),
    "inventory.list_rows": _("Brought rows into the inventory: %(count)s"),
    "inventory.list_done": _("Brought a list into the inventory"),
    "inventory.list_discarded": _("Discarded a list for the inventory"),
    "inventory.lists_taken_up": _("Took up interrupted lists for the inventory again: %(count)s"),
    "inventory.lists_forgotten": _("Forgot undecided lists for the inventory: %(count)s"),
    "inventory.proposed": _("An answer told of entries for the inventory: %(count)s"),
    "inventory.proposal_followed": _("A proposal for the inventory followed its changed answer"),
    "inventory.proposal_taken": _("Took proposals into the inventory: %(count)s"),
    "inventory.proposal_refused": _("Left out proposals for the inventory: %(count)s"),
}
_AGAIN = _("Correct it and try again.")
_SENTENCES = {
    "inventory.not_there": (
        _("There is no such entry."),
        _("It may belong to another company of the group."),
    ),
    "inventory.no_kind": (_("There is no kind “%(kind)s”."), _("Choose one from the list.")),
    "inventory.no_field": (_("This kind has no value “%(field)s”."), _AGAIN),
    "inventory.catalogue_wrong": (
        _("The kinds of the inventory cannot be read at %(place)s."),
        _("Compare content/inventory with its schemas."),
    ),
    "inventory.name_missing": (_("The name is missing."), _("Write what it is called.")),
    "inventory.code_taken": (
        _("Another entry of this kind has the code %(code_given)s."),
        _("Search for it, or choose another code."),
    ),
    "inventory.changed_meanwhile": (
        _("Somebody has changed this in the meantime."),
        _("Look at how it stands now and do it again if it is still needed."),
    ),
    "inventory.no_target": (_("The other end is missing."), _("Say to whom it leads.")),
    "inventory.item_needed": (
        _("Such a link stands between two things."),
        _("Write the thing down first, then choose it here."),
    ),
    "inventory.end_unfit": (
        _("This thing cannot stand at that end."),
        _("Choose one of the offered things."),
    ),
    "inventory.to_itself": (
        _("Both ends are the same."),
        _("Choose another organisation, or another part of it."),
    ),
    "inventory.no_proposal": (
        _("There is nothing left to decide here."),
        _("Somebody may have decided it already, or it is not yours."),
    ),
    "inventory.name_shared": (
        _("Several entries are called “%(name)s”."),
        _("Give the one that is meant a name of its own, or change the name here."),
    ),
    "inventory.decided": (
        _("Somebody has decided this in the meantime."),
        _("Look at the list of what still waits."),
    ),
    "inventory.no_intake": (_("There is no such list."), _("Bring it again.")),
    "inventory.no_place": (
        _("There is no company in whose name you may bring a list."),
        _("Ask an administrator if you need it."),
    ),
    "inventory.list_moved_on": (
        _("This list has moved on in the meantime."),
        _("Look at its page for how it stands."),
    ),
    "inventory.no_headings": (
        _("The list %(file)s has no column that tells the organisation."),
        _("Take the empty list of this kind and copy your rows into it."),
    ),
    "inventory.no_rows": (
        _("There is nothing in the list %(file)s."),
        _("Check that it is the right file and that its first sheet has rows."),
    ),
    "inventory.too_many_rows": (
        _("A list holds at most %(limit)s rows."),
        _("Divide it into several lists."),
    ),
    "inventory.value.number": (
        _("“%(text)s” is no number."),
        _("Write figures, such as 3 or 0.5."),
    ),
    "inventory.value.whole": (_("“%(text)s” is no whole number."), _("Write a whole number.")),
    "inventory.value.percent": (_("“%(text)s” is more than 100."), _("Write 0 to 100.")),
    "inventory.value.date": (
        _("“%(text)s” is no date."),
        _("Write it like 2026-11-22."),
    ),
    "inventory.value.yes_no": (_("“%(text)s” is neither yes nor no."), _("Write yes or no.")),
    "inventory.value.choice": (
        _("“%(text)s” is not one of the choices."),
        _("Choose one of those in the empty list."),
    ),
    "inventory.value.networks": (
        _("“%(text)s” is no address range."),
        _("Write it like 10.1.0.0/16 or 192.0.2.7, several with commas."),
    ),
    "inventory.value.ports": (
        _("“%(text)s” is no port."),
        _("Write it like 443/tcp or 5000-5010, several with commas, or “any”."),
    ),
    "inventory.value.too_long": (
        _("The text is too long (at most %(limit)s characters)."),
        _("Shorten it."),
    ),
    "inventory.row.company_unknown": (
        _("No organisation, or more than one, is called “%(text)s”."),
        _("Write its code, or bring it into the partner register first."),
    ),
    "inventory.row.no_company": (_("The organisation is missing."), _AGAIN),
    "inventory.row.no_name": (_("The name is missing."), _AGAIN),
    "inventory.row.too_long": (_("“%(text)s…” is too long."), _("Shorten it.")),
    "inventory.row.item_unknown": (
        _("There is no such thing as “%(text)s” at that organisation."),
        _("Bring it in first, or leave the cell empty."),
    ),
    "inventory.row.item_twice": (
        _("Several things are called “%(text)s”."),
        _("Write its own code."),
    ),
    "inventory.row.name_twice": (
        _("Several entries are called “%(text)s”."),
        _("Write the own code."),
    ),
    "inventory.row.code_taken": (
        _("Another entry of this kind has the code “%(text)s”."),
        _("Choose another code."),
    ),
    "inventory.row.twice": (
        _("Another row means the same entry: “%(text)s”."),
        _("Keep one of them."),
    ),
    "inventory.row.confidence": (
        _("“%(text)s” does not say how sure it is."),
        _("Write observed, declared or assumed."),
    ),
}
