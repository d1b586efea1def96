"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence, register_sentences

_SENTENCES: dict[str, Sentence] = {
    "organisations.home_exists": (
        _("The lead company is already registered."),
        _("Sign in and change its particulars there."),
    ),
    "organisations.no_home": (
        _("The lead company is not registered yet."),
        _("Start Sekisho and open the link of the first sign-in."),
    ),
    "organisations.not_there": (
        _("There is no such organisation for you."),
        _("The address may be old, or the organisation belongs to somebody else."),
    ),
    "organisations.no_key": (
        _("This organisation has no key for its encrypted data."),
        _("Please bring the data back from a back-up."),
    ),
}


class OrganisationsConfig(AppConfig):
    """Organisations, the group tree, relations, who is visible from where, wrapped data keys."""

    name = "sekisho.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Give this room's problems their words."""
        register_sentences(_SENTENCES)
