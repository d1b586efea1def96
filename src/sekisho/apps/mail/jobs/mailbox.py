"""Reads the mailbox to which letters come back: look, note, and only then mark as seen.

Broken off anywhere it begins anew without harm: what was noted is known by its key and is only
marked as seen, what was not is read again.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sekisho.adapters.mailboxes import ImapMailbox, Kind, Report, read_report
from sekisho.apps.mail.actions.readings import begin_reading, end_reading, start_reading
from sekisho.apps.mail.actions.returns import note_return
from sekisho.apps.mail.queries import configured_mailbox, is_held
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Problem

READ = "sekisho.apps.mail.jobs.mailbox.read_mailbox"
_log = logging.getLogger(__name__)
_OLDEST = timedelta(days=30)  # what lies there longer speaks of nothing that waits
_LONGEST_SECONDS = 120.0  # then other jobs of the worker have their turn


def look() -> None:
    """Have a worker read the mailbox, when one is set.

    Not while mail is held: a restored copy must not take from the installation in use what it
    waits for.
    """
    if settings.SEKISHO_MAILBOX_URL and not is_held():
        start_reading(READ, now=clock.now())


def read_mailbox() -> None:
    """Note what came back since the last time; why it could not be read stands on the outbox."""
    begin_reading()
    if not settings.SEKISHO_MAILBOX_URL or is_held():
        return
    problem = ""
    try:
        with configured_mailbox() as mailbox:
            read_all(mailbox)
    except Problem as error:
        problem = error.code
        _log.warning("The mailbox was not read: %s", error.code)
    end_reading(problem=problem, now=clock.now())


def read_all(mailbox: ImapMailbox) -> int:
    """Note every unseen mail, the oldest first; returns how many were looked at."""
    until, count = time.monotonic() + _LONGEST_SECONDS, 0
    since = timezone.localtime(clock.now() - _OLDEST).date()
    for uid in mailbox.unseen(since=since):
        if time.monotonic() > until:
            break
        note_return(SYSTEM, report=_judged(mailbox.look(uid)), now=clock.now())
        mailbox.mark_seen(uid)
        count += 1
    return count


def _judged(raw: bytes) -> Report:
    """The report; of a mail that breaks the parser that it says nothing."""
    try:
        return read_report(raw, today=timezone.localtime(clock.now()).date())
    except Exception:  # noqa: BLE001 - one mail of a stranger must not keep all others from us
        _log.exception("A mail of the mailbox could not be read")
        return Report(key="", kind=Kind.OTHER)
