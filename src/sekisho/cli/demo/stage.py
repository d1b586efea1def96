"""The stage of the demo: a clock that is set by hand, and the background work done at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sekisho.kernel import clock

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

OFFICE = ZoneInfo("Asia/Tokyo")
_WEEKEND_FROM = 5
STORY_DAYS = 4


class PlayedClock:
    """Shows the moment it was set to, a little later at every look."""

    def __init__(self, moment: datetime) -> None:
        """Begin at this moment."""
        self.moment = moment

    def read(self) -> datetime:
        """The moment, moved on by two milliseconds so that ids keep their order."""
        self.moment += timedelta(milliseconds=2)
        return self.moment

    def move(self, moment: datetime) -> datetime:
        """Set the clock, never back."""
        self.moment = max(self.moment, moment)
        return self.moment


@contextmanager
def played_clock(moment: datetime) -> Iterator[PlayedClock]:
    """Fill the clock port with a played clock, and with the real one again at the end."""
    played = PlayedClock(moment)
    clock.fill(played.read)
    try:
        yield played
    finally:
        clock.fill(lambda: datetime.now(UTC))


def sending_moment(now: datetime) -> datetime:
    """Ten past nine in the office on the working day four days ago, or the one before it."""
    day = (now.astimezone(OFFICE) - timedelta(days=STORY_DAYS)).date()
    while day.weekday() >= _WEEKEND_FROM:
        day -= timedelta(days=1)
    return datetime.combine(day, time(9, 10), OFFICE).astimezone(UTC)


def do_background_work() -> None:
    """Deliver events, run jobs and hand letters over until nothing is left to do now."""
    from sekisho.apps.mail.jobs import hand_over_due
    from sekisho.apps.work.jobs import deliver_events, has_waiting_jobs

    while True:
        did = deliver_events()
        if has_waiting_jobs():
            _worker().run()
            did += 1
        did += hand_over_due()
        if not did:
            return


def _worker() -> Worker:
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["*"],
        interval=0.1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="demo",
        excluded_queue_names=[],
    )
