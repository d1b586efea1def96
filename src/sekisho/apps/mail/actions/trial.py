"""The test letter: does mail leave this house?"""

from __future__ import annotations

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.apps.accounts.queries import person_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.mail.queries import require_mail_office
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


def send_test_letter(actor: Actor, *, now: datetime) -> str:
    """Send a letter to oneself the way all letters go; returns the address.

    Raises Conflict while mail is held, Unavailable with the reason when it did not leave.
    """
    require_mail_office(actor)
    if actor.uid is None:
        raise NotFound("mail.no_letter")
    address = person_for(actor, actor.uid).email
    send_mail(
        _("Test letter from Sekisho"),
        _(
            "This letter was sent from the outbox page of Sekisho.\n"
            "If you can read it, mail leaves this installation and arrives.\n"
        ),
        None,
        [address],
    )
    with transaction.atomic():
        change = Change("mail.test_sent", "mail", payload={"to": address})
        record_entry(actor, change=change, now=now)
    return address
