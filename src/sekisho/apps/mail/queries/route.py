"""Which way mail leaves just now, and who may look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from sekisho.apps.mail.models import MailHold
from sekisho.apps.organisations.queries import granted_ids
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden


class Way(StrEnum):
    """Where a letter goes when it is handed over."""

    LOCAL = "local"  # no mail server is set: into the local mailbox
    SMTP = "smtp"
    CLOSED = "closed"  # a server is set, but partners could not follow a link


@dataclass(frozen=True, slots=True)
class MailState:
    """How mail stands. `hold_reason` and `held_since` are empty while nothing is held."""

    way: Way
    hold_reason: str = ""
    held_since: datetime | None = None

    @property
    def is_held(self) -> bool:
        """Whether an administrator must release mail first."""
        return self.held_since is not None

    @property
    def is_moving(self) -> bool:
        """Whether letters are handed over at all."""
        return not self.is_held and self.way is not Way.CLOSED


def way_of_mail() -> Way:
    """The way by the settings: real mail needs both a server and this site's address."""
    if not settings.SEKISHO_SMTP_URL:
        return Way.LOCAL
    return Way.SMTP if settings.SEKISHO_BASE_URL else Way.CLOSED


def mail_state() -> MailState:
    """Way and hold together."""
    hold = MailHold.objects.first()
    if hold is None:
        return MailState(way_of_mail())
    return MailState(way_of_mail(), hold.reason, hold.since)


def is_local_mailbox() -> bool:
    """Whether letters are kept in the local mailbox instead of being sent."""
    return way_of_mail() is Way.LOCAL


def is_held() -> bool:
    """Whether all hand-over is stopped."""
    return MailHold.objects.exists()


def is_mail_office(actor: Actor) -> bool:
    """Whether the actor administers the whole installation: letters of all companies pass here."""
    return actor.can(Capability.ADMINISTER) and granted_ids(actor, Capability.ADMINISTER) is None


def require_mail_office(actor: Actor) -> None:
    """Raise Forbidden unless the actor administers at home or is the system."""
    if not is_mail_office(actor):
        raise Forbidden("mail.not_granted")
