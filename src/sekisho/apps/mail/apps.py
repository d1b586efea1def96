"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.actor import Capability
from sekisho.ui.problems import Sentence, register_sentences


class MailConfig(AppConfig):
    """Letters, outbox, dispatches, bounces."""

    name = "sekisho.apps.mail"
    label = "mail"

    def ready(self) -> None:
        """Register navigation, today's panel, and the sentences of reasons and errors."""
        from django.conf import settings

        from sekisho.apps.mail.web.panels import today_panel
        from sekisho.apps.work.events import plan
        from sekisho.ui import slots

        slots.register_entry(
            slots.Entry("settings", "mail:outbox", _("Outbox"), "mail", Capability.ADMINISTER)
        )
        slots.register_panel("today", "mail", today_panel, order=20)
        plan(
            "mail.mailbox",
            job="sekisho.apps.mail.jobs.mailbox.look",
            every_seconds=60 * settings.SEKISHO_MAILBOX_MINUTES,
        )
        slots.register_verbs(_VERBS)
        register_sentences({**_REASONS, **_ERRORS})


_VERBS = {
    "mail.letters_cancelled": _("Cancelled waiting letters: %(count)s"),
    "mail.letter_bounced": _("Noted that a letter came back"),
    "mail.return_noted": _("Noted what came back to a letter"),
    "mail.letters_retried": _("Had letters sent again: %(count)s"),
    "mail.held": _("Held all mail"),
    "mail.released": _("Released mail"),
    "mail.test_sent": _("Sent a test letter"),
}
_AGAIN = _("It is tried again by itself.")
_SERVER = _("Check SEKISHO_SMTP_URL with whoever runs the mail server.")
_READ_AGAIN = _("It is read again at the next look.")
_MAILBOX = _("Check SEKISHO_MAILBOX_URL with whoever runs the mail server.")
_REASONS: dict[str, Sentence] = {
    "channels.unreachable": (_("The mail server does not answer."), _AGAIN),
    "channels.server_busy": (_("The mail server is busy."), _AGAIN),
    "channels.connection_lost": (_("The connection to the mail server broke."), _AGAIN),
    "channels.put_off": (_("The mail server asked to try later."), _AGAIN),
    "channels.sign_in_refused": (_("The mail server refused user or password."), _SERVER),
    "channels.not_protected": (_("No protected connection to the mail server."), _SERVER),
    "channels.sender_refused": (_("The mail server refused our sender address."), _SERVER),
    "channels.not_allowed": (_("The mail server does not send to this recipient."), _SERVER),
    "channels.content_refused": (
        _("The mail server refused the letter."),
        _("Its size or words may be against a rule of that server."),
    ),
    "channels.recipient_refused": (
        _("There is no such mailbox."),
        _("Ask the partner for the right address."),
    ),
    "channels.reserved_address": (
        _("This address is kept for examples."),
        _("Give the contact a real address."),
    ),
    "channels.address_wrong": (
        _("This is no mail address."),
        _("Correct the address of the contact."),
    ),
    "channels.reply_address_wrong": (
        _("The mail address for questions cannot be used."),
        _("Write a plain one in the sender profile, and ask anew with it."),
    ),
    "mail.address_fails": (
        _("The mailbox takes no letters."),
        _("Ask the partner for another address."),
    ),
    "mail.came_back_thrice": (
        _("Three letters in a row came back from this address."),
        _("Ask the partner whether the address is still right."),
    ),
    "mail.not_rendered": (
        _("What this letter was about is gone."),
        _("Nothing has to be done."),
    ),
    "mail.letter_unknown": (_("This version does not know the letter."), _AGAIN),
    "mail.render_failed": (
        _("The letter could not be written because of a defect."),
        _("It is tried again by itself; the server's log tells more."),
    ),
}
_ERRORS: dict[str, Sentence] = {
    "channels.smtp_url_wrong": (
        _("The address of the mail server cannot be read."),
        _("Write it as smtp+starttls://user:password@host:587."),
    ),
    "mailboxes.unreachable": (_("The mailbox's server does not answer."), _READ_AGAIN),
    "mailboxes.connection_lost": (_("The connection to the mailbox broke."), _READ_AGAIN),
    "mailboxes.not_protected": (_("No protected connection to the mailbox."), _MAILBOX),
    "mailboxes.sign_in_refused": (_("The mailbox refused user or password."), _MAILBOX),
    "mailboxes.no_folder": (_("The folder of the mailbox cannot be opened."), _MAILBOX),
    "mailboxes.read_only": (
        _("Mails there cannot be marked as seen."),
        _("Give the user the right to write in the folder."),
    ),
    "mailboxes.url_wrong": (
        _("The address of the mailbox cannot be read."),
        _("Write it as imaps://user:password@host/INBOX."),
    ),
    "mail.news_wrong": (
        _("The news cannot be taken: %(field)s."),
        _("Correct it by the page about mail in the guide."),
    ),
    "mail.news_too_large": (
        _("The news is too long."),
        _("It may have %(limit)s bytes."),
    ),
    "mail.news_not_signed": (
        _("The news is not signed with our secret, or too late."),
        _("Check SEKISHO_BOUNCE_WEBHOOK_SECRET and the clock of the sender."),
    ),
    "mail.not_granted": (
        _("Letters of all companies pass here."),
        _("Only administrators of the lead company may look."),
    ),
    "mail.no_letter": (_("There is no such letter."), _("Go back to the outbox.")),
    "mail.no_local_mailbox": (
        _("There is no local mailbox here."),
        _("A mail server is set, so letters leave for real."),
    ),
    "mail.not_failed": (
        _("This letter has not failed."),
        _("Look at its present state in the outbox."),
    ),
    "mail.key_too_long": (
        _("The key of a letter is too long."),
        _("It may have %(limit)s characters."),
    ),
    "mail.held": (_("All mail is held."), _("An administrator can release it at the outbox.")),
    "mail.no_base_url": (
        _("No mail leaves: this installation does not know its own address."),
        _("Set SEKISHO_BASE_URL and start again."),
    ),
    "mail.not_sent": (
        _("The letter did not leave."),
        _("Please try again later; an administrator finds the reason at the outbox."),
    ),
}
