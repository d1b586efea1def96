"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Capability
from sekisho.ui.problems import Sentence, register_sentences


class AccountsConfig(AppConfig):
    """People, grants, sign-in, personal links and codes: the permission gate."""

    name = "sekisho.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register navigation, sentences, clearing, and the traces of signing in."""
        from sekisho.apps.accounts.queries import administers_all, names_of
        from sekisho.apps.accounts.web import traces
        from sekisho.apps.audit import queries as record
        from sekisho.apps.work.events import plan
        from sekisho.ui import slots

        traces.connect()
        record.fill(may_read=administers_all, names=names_of)
        job = "sekisho.apps.accounts.jobs.clear_sessions"
        plan("accounts.clear_sessions", job=job, every_seconds=3600)
        slots.register_entry(
            slots.Entry("settings", "accounts:people", _("People"), "users", Capability.ADMINISTER)
        )
        slots.register_verbs(_VERBS)
        register_sentences(_SENTENCES)


_VERBS = {
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "accounts.sign_in_refused": _("A sign-in was refused"),
    "accounts.code_refused": _("A code of the second factor was wrong"),
    "accounts.password_changed": _("Changed the password"),
    "accounts.password_reset": _("Set a new password by a mailed link"),
    "accounts.second_factor_added": _("Set up the second factor or recovery codes"),
    "accounts.second_factor_removed": _("Took the second factor away"),
    "accounts.second_factor_reset": _("Reset somebody's second factor"),
    "accounts.recovery_codes_made": _("Made new recovery codes"),
    "accounts.signed_out_everywhere": _("Ended all sessions"),
    "accounts.sign_in_link_issued": _("Made a one-time sign-in link"),
    "accounts.first_sign_in": _("Came in by a one-time link and set a password"),
    "accounts.person_created": _("Added somebody to the office"),
    "accounts.grants_set": _("Changed somebody's roles"),
    "accounts.active_set": _("Blocked or unblocked somebody"),
    "accounts.language_set": _("Changed the own language"),
    "accounts.name_set": _("Changed the own name"),
    "accounts.links_revoked": _("Closed personal links: %(count)s"),
    "accounts.link_renewed": _("Renewed a personal link"),
    "accounts.link_used": _("A personal link was used for the first time"),
    "accounts.tries_reset": _("Opened a link again after too many wrong codes"),
    "accounts.code_sent": _("A confirmation code was sent"),
    "accounts.code_right": _("A confirmation code was right"),
    "accounts.code_wrong": _("A confirmation code was wrong"),
    "accounts.card_right": _("A printed code was given"),
    "accounts.card_wrong": _("A printed code was wrong"),
    "organisations.home_created": _("Opened the installation"),
    "organisations.created": _("Added organisations: %(count)s"),
    "organisations.updated": _("Changed organisations: %(count)s"),
    "organisations.reach_refreshed": _("Worked out anew who sees what"),
    "relations.added": _("Added business relations: %(count)s"),
    "relations.removed": _("Removed a business relation"),
}
_ASK = _("Ask an administrator of the lead company.")
_SENTENCES: dict[str, Sentence] = {
    "accounts.sign_in_link_closed": (
        _("This sign-in link is no longer open."),
        _("It works once and for 24 hours. Ask an administrator for a new one."),
    ),
    "accounts.email_taken": (
        _("Somebody with this address is in the office already."),
        _("Look for them on the people page."),
    ),
    "accounts.last_administrator": (
        _("The lead company needs at least one administrator who can sign in."),
        _("Make somebody else administrator first."),
    ),
    "accounts.administrator_exists": (
        _("Somebody administers this installation already."),
        _("Ask them to add you, or make a link with the command sign-in-link."),
    ),
    "accounts.also_elsewhere": (
        _("This person also has a role at a company that you do not administer."),
        _ASK,
    ),
    "accounts.no_person": (
        _("There is nobody here whom you administer."),
        _("Go back to the people page."),
    ),
    "accounts.not_granted": (_("Only administrators decide on people."), _ASK),
    "accounts.too_many_codes": (
        _("Too many codes were asked for."),
        _("Please wait %(minutes)s minutes, then ask for a new code."),
    ),
    "accounts.too_many_cards": (
        _("Too many wrong codes were typed."),
        _("Please wait %(minutes)s minutes, then look at the letter and try again."),
    ),
    "accounts.link_locked": (
        _("This link is locked after too many wrong codes."),
        _("Please call the sender named in the letter; they can open it again."),
    ),
    "accounts.card_locked": (
        _("The printed code is locked after too many wrong tries."),
        _("A mailed code still opens the link; a reminder or a new printing unlocks it."),
    ),
    "accounts.no_link": (
        _("There is no open link for this contact."),
        _("Send the request again to make one."),
    ),
    "accounts.weak_password": (_("This password is too easy to guess."), "%(reason)s"),
    "accounts.no_administrator": (
        _("Nobody administers this installation."),
        _("Start it with make run, which makes the first administrator."),
    ),
    "accounts.too_many_tries": (
        _("Too many tries in a short time."),
        _("Please wait a few minutes and try again."),
    ),
}
