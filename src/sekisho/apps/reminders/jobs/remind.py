"""Reminders and notes that are due, in small batches; and the plan of an ask that goes out."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import sleep

from sekisho.apps.asks.actions.fanout import wave_work
from sekisho.apps.asks.queries.awaiting import awaited_by_ids
from sekisho.apps.mail.queries import mail_state
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.partners.queries import ContactView
from sekisho.apps.partners.queries.reaching import owner_contacts
from sekisho.apps.reminders.actions.notes import NoteLine, note_owner
from sekisho.apps.reminders.actions.plans import adopt_plan
from sekisho.apps.reminders.actions.sending import BATCH, send_due
from sekisho.apps.reminders.actions.turns import start_once, take_turn
from sekisho.apps.reminders.queries.due import due_groups, place_of
from sekisho.apps.reminders.queries.plans import running_plans
from sekisho.engines.reminders import Track
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM

_log = logging.getLogger(__name__)
REST_SECONDS = 0.05  # between two batches, so that whoever saves an answer gets to the one writer
RUN = "sekisho.apps.reminders.jobs.remind.remind_due"


def look() -> None:
    """Have a worker send what is due, when some plan runs and letters leave the house."""
    if running_plans() and mail_state().is_moving:
        start_once(RUN, now=clock.now())


def remind_due() -> None:
    """Send every reminder and note that is due now."""
    take_turn(RUN)
    if not mail_state().is_moving:
        return
    send_letters()
    send_notes()


def send_letters() -> int:
    """The reminders; returns how many letters were queued."""
    count = 0
    for group in due_groups(Track.LETTER, now=clock.now()):
        for start in range(0, len(group.ids), BATCH):
            part = group.ids[start : start + BATCH]
            count += _safely(partial(send_due, SYSTEM, group=group, ids=part, now=clock.now()))
            sleep(REST_SECONDS)
    return count


def send_notes() -> int:
    """The notes to owners; returns how many partners were named."""
    now = clock.now()
    people, lines = _notes(now)
    places = organisations_by_ids(SYSTEM, {one.organisation_id for one in people.values()})
    count = 0
    for own, owner in people.items():
        at = place_of(places[owner.organisation_id].country)
        note = partial(note_owner, SYSTEM, owner=owner, at=at, lines=lines[own], now=now)
        count += _safely(note)
    return count


def _safely(work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception:  # noqa: BLE001 - what is wrong with one batch concerns that batch alone
        _log.exception("Reminders or a note could not be sent")
        return 0


def adopt(wave_id: int, run_uid: str) -> None:
    """An ask was sent: its reminders go by the plan of its company, when that is switched on."""
    work = wave_work(wave_id)
    if work.kind == "first":
        adopt_plan(ask=work.ask, now=clock.now())


def _notes(now: datetime) -> tuple[dict[int, ContactView], dict[int, list[NoteLine]]]:
    """Owners and whom each is told of, the longest awaited first."""
    people: dict[int, ContactView] = {}
    lines: dict[int, list[NoteLine]] = defaultdict(list)
    for group in due_groups(Track.NOTE, now=now):
        rows = awaited_by_ids(group.ids)
        owners = owner_contacts(row.subject_id for row in rows)
        for row in rows:
            owner = owners.get(row.subject_id)
            if owner is not None:
                people[owner.id] = owner
                lines[owner.id].append(NoteLine(row.id, group.plan, group.place))
    return people, lines
