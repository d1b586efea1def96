"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Capability
from sekisho.ui.problems import Sentence, register_sentences


class PartnersConfig(AppConfig):
    """The partner register: import, contacts, tags, list and partner page."""

    name = "sekisho.apps.partners"
    label = "partners"

    def ready(self) -> None:
        """Register navigation, palette, first step, long work and sentences."""
        from sekisho.apps.mail.events import register_address_book
        from sekisho.apps.partners.web import contracts, finding
        from sekisho.apps.work.events import plan
        from sekisho.ui import slots

        slots.register_entry(
            slots.Entry("know", "partners:list", _("Partners"), "building-factory-2", order=10)
        )
        slots.register_entry(
            slots.Entry("know", "partners:group", _("Group companies"), "sitemap", order=20)
        )
        register_address_book("sekisho.apps.partners.queries.contacts.addresses_of")
        slots.register_panel("today", "contracts", contracts.today_panel, order=60)
        slots.register_finder("partners", finding.found_partners)
        slots.register_step(
            slots.Step(
                20, "partners", _("Import partners"), "partners:import_upload", finding.is_begun,
                Capability.RUN,
            )
        )  # fmt: skip
        slots.register_run(
            "partners.import_check",
            _("Checking a list of partners"),
            finding.import_url,
            _("See the report"),
            _("The list of partners is checked"),
        )
        slots.register_run(
            "partners.import_commit",
            _("Bringing partners into the register"),
            finding.import_url,
            _("See the result"),
            _("The partners are in the register"),
        )
        plan("partners.clear", job=f"{_JOBS}.clear_imports", every_seconds=6 * 3600)
        plan("partners.take_up", job=f"{_JOBS}.take_up_imports", every_seconds=120)
        slots.register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_JOBS = "sekisho.apps.partners.jobs"
_VERBS = {
    "partners.note_set": _("Changed the note about a partner"),
    "partners.tags_changed": _("Changed tags of partners: %(count)s"),
    "partners.owner_set": _("Set the owner of partners: %(count)s"),
    "partners.contact_saved": _("Saved a contact"),
    "partners.superior_named": _("Named the superior of a contact"),
    "partners.address_changed": _("Changed the address of a contact; links that ended: %(count)s"),
    "partners.contact_removed": _("Removed a contact"),
    "partners.contact_restored": _("Brought a contact back"),
    "partners.contract_added": _("Wrote down a contract"),
    "partners.contract_changed": _("Changed what is known of a contract"),
    "partners.contract_ended": _("Set or took back the end of a contract"),
    "partners.bounce_cleared": _("Letters go to a contact again"),
    "partners.contacts_bounced": _("Letters to contacts came back: %(count)s"),
    "partners.import_started": _("Uploaded a list of partners"),
    "partners.import_sheet_chosen": _("Chose another sheet of a list"),
    "partners.import_checking": _("Started to check a list"),
    "partners.import_checked": _("Checked a list"),
    "partners.import_decided": _("Decided about doubtful rows"),
    "partners.import_committing": _("Started to bring a list in"),
    "partners.imported": _("Brought rows into the register: %(count)s"),
    "partners.import_done": _("Brought a list in"),
    "partners.import_failed": _("A list could not be worked through"),
    "partners.import_discarded": _("Discarded a list"),
    "partners.imports_taken_up": _("Took up interrupted lists again: %(count)s"),
    "partners.imports_cleared": _("Forgot rows of old lists: %(count)s"),
}
_CORRECT = _("Correct it and save again.")
_SENTENCES: dict[str, Sentence] = {
    "partners.corporate_number": (
        _("%(number)s is no corporate number."),
        _("Write its 13 digits or leave the field empty."),
    ),
    "partners.no_name": (_("The name is missing."), _CORRECT),
    "partners.code_taken": (
        _("Another partner has the code %(code_given)s."),
        _("Search for it, or choose another code."),
    ),
    "partners.number_taken": (
        _("Another partner has the corporate number %(number)s."),
        _("Search for it; branches of one body share its number and are one partner here."),
    ),
    "partners.home_stays": (
        _("The lead company cannot be taken out of use."),
        _("Choose another organisation."),
    ),
    "partners.relation_to_itself": (
        _("A partner cannot supply itself."),
        _("Choose another organisation as the other end."),
    ),
    "partners.group_circle": (
        _("A company cannot belong to one below itself."),
        _("Choose another company above it."),
    ),
    "partners.superior_ring": (
        _("Somebody cannot be their own superior, nor the superior of somebody above."),
        _("Choose another contact of the same organisation."),
    ),
    "partners.contact_erased": (
        _("This person was erased and cannot be brought back."),
        _("Add a new contact."),
    ),
    "partners.contact_empty": (
        _("Nothing tells who this contact is."),
        _("Write a name, a department, an address or a phone number."),
    ),
    "partners.no_contract": (
        _("There is no such contract."),
        _("It may belong to another company of the group."),
    ),
    "partners.contract_untitled": (_("The title of the contract is missing."), _CORRECT),
    "partners.contract_days": (
        _("A contract cannot end before it begins."),
        _("Correct one of the days."),
    ),
    "partners.contract_changed": (
        _("Somebody has changed this in the meantime."),
        _("Look at how it stands now and do it again if it is still needed."),
    ),
    "partners.import_empty": (
        _("There is nothing in the list %(file)s."),
        _("Check that it is the right file and that its first sheet has rows."),
    ),
    "partners.import_no_name": (
        _("No column tells the name or code of the partners."),
        _("Choose which column holds the name."),
    ),
    "partners.import_field_twice": (
        _("Two columns are taken for the same thing."),
        _("Leave one of them out."),
    ),
    "partners.import_choice": (
        _("This choice was not offered."),
        _("Choose again on the page of the import."),
    ),
    "partners.import_moved_on": (
        _("The import has moved on in the meantime."),
        _("Look at its page for how it stands."),
    ),
    "partners.import_file_gone": (
        _("The uploaded file is gone; it is kept for seven days."),
        _("Upload the list again."),
    ),
}
