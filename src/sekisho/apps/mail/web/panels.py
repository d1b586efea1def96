"""What this room puts on other rooms' pages."""

from __future__ import annotations

from datetime import timedelta

from sekisho.apps.mail.queries import is_mail_office, mail_state, reading_for, trouble_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel

_FAILS_FOR_LONG = timedelta(hours=1)


def today_panel(actor: Actor, _subject: object) -> Panel | None:
    """Held mail, failed letters, a server or mailbox that is away; None while all is well."""
    if not is_mail_office(actor):
        return None
    mail, trouble = mail_state(), trouble_for(actor, now=clock.now())
    is_closed = mail.way == "closed" and trouble.queued
    failing = reading_for(actor).failing_since
    is_unread = failing is not None and clock.now() - failing >= _FAILS_FOR_LONG
    if not (mail.is_held or is_closed or trouble.failed or trouble.stuck or is_unread):
        return None
    context = {"mail": mail, "trouble": trouble, "is_unread": is_unread}
    return Panel("mail/parts/today.html", context)
