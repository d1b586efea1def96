"""Two scheduler processes on one database, which choose the same recipients at the same moment.

Prints one JSON object: what each of them queued, and what stands in outbox and record afterwards.
"""

from __future__ import annotations

import json
import multiprocessing
from typing import Any

import django

HOUR = "2026-11-25T10:00:00+09:00"


def rival(gate: Any, told: Any) -> None:
    """One scheduler: chooses, waits until the other has chosen too, and sends."""
    from datetime import datetime

    from sekisho.apps.reminders.jobs import remind
    from sekisho.apps.reminders.queries.due import due_groups
    from sekisho.kernel import clock

    clock.fill(lambda: datetime.fromisoformat(HOUR))
    choose = due_groups

    def at_the_same_time(*tracks: Any, now: Any) -> list[Any]:
        found = list(choose(*tracks, now=now))
        gate.wait(timeout=60)
        return found

    remind.__dict__["due_groups"] = at_the_same_time
    told.put(remind.send_letters())


def fill() -> None:
    """Three recipients in Japan, all due at that hour."""
    from sekisho.kernel import clock
    from tests.factories.cast import NOW

    clock.fill(lambda: NOW)
    from sekisho.apps.partners.actions import ContactDraft, save_contact
    from tests.apps.reminders.world import reminded_ask
    from tests.factories.asking import Wish
    from tests.factories.cast import build_cast

    cast = build_cast()
    for place in (cast.s, cast.r):
        draft = ContactDraft("ちか", email=f"chika@{(place.own_code or '').lower()}.example")
        save_contact(cast.aoi, organisation_uid=place.uid, contact=draft, now=cast.now)
    reminded_ask(cast, Wish(listed=("A-001", "S-001", "R-001")))


def main() -> None:
    django.setup()
    from django.db import connections

    fill()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    gate, told = context.Barrier(2), context.Queue()
    children = [context.Process(target=rival, args=(gate, told)) for _ in range(2)]
    for child in children:
        child.start()
    queued = [told.get(timeout=120) for _ in children]
    for child in children:
        child.join(timeout=60)
    print(json.dumps({"queued": queued, **state(), "exits": [one.exitcode for one in children]}))


def state() -> dict[str, Any]:
    from sekisho.apps.asks.models import Assignment
    from sekisho.apps.mail.models import OutboxLetter
    from sekisho.apps.reminders.models import StepDone

    rows = OutboxLetter.objects.filter(letter="asks.reminder")
    return {
        "letters": rows.count(),
        "recipients": rows.values("object_id").distinct().count(),
        "sent": StepDone.objects.filter(outcome="sent").count(),
        "counted": list(Assignment.objects.values_list("reminders", flat=True)),
    }


if __name__ == "__main__":
    main()
