"""The two letters of signing in, as plain text in the language of the person addressed."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override


def send_way_in(to: str, *, name: str, language: str, url: str, hours: int) -> None:
    """The one-time link, for somebody new. Raises what the mail backend raises."""
    with override(language):
        parts = (
            _("Dear %(name)s,") % {"name": name},
            _("You have been added to Sekisho. Open this address and choose your password."),
            url,
            _("It works once, for %(hours)s hours.") % {"hours": hours},
            _("If you did not expect this letter, please tell the administrator of your company."),
        )
        send_mail(_("Sekisho: your way in"), "\n\n".join(parts), None, [to])


def send_reset(to: str, *, name: str, language: str, url: str) -> None:
    """The link for a new password, for somebody who asked. Raises what the backend raises."""
    with override(language):
        parts = (
            _("Dear %(name)s,") % {"name": name},
            _("Somebody asked for a new password for your account in Sekisho. If that was you:"),
            url,
            _("If it was not you, nothing has to be done: your password stays as it is."),
        )
        send_mail(_("Sekisho: a new password"), "\n\n".join(parts), None, [to])
