"""What this room puts on other rooms' pages."""

from __future__ import annotations

from sekisho.apps.mail.queries import is_mail_office, mail_state, trouble_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel


def today_panel(actor: Actor, _subject: object) -> Panel | None:
    """Held mail, failed letters, a server that is away; None while all is well."""
    if not is_mail_office(actor):
        return None
    mail, trouble = mail_state(), trouble_for(actor, now=clock.now())
    is_closed = mail.way == "closed" and trouble.queued
    if not (mail.is_held or is_closed or trouble.failed or trouble.stuck):
        return None
    context = {"mail": mail, "trouble": trouble}
    return Panel("mail/parts/today.html", context)
