"""Asks with a running plan, a clock to travel with, and counts of what left the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.partners.actions import ContactDraft, Targets, save_contact, set_owner
from sekisho.apps.partners.models import Contact
from sekisho.apps.reminders.actions.plans import save_plan, switch_plan
from sekisho.apps.reminders.jobs.remind import remind_due
from sekisho.apps.reminders.models import StepDone
from sekisho.engines.reminders import DEFAULT_PLAN, Plan
from tests.factories.asking import Wish, sent_ask, settle_all
from tests.factories.cast import Cast

HOUR = timedelta(hours=1)
ONE = Wish(listed=("A-001",))


@dataclass
class Clock:
    """A clock port that a test sets."""

    now: datetime

    def at(self, day: str, hour: int = 10) -> datetime:
        """An hour in Tokyo of a day of November or December 2026."""
        self.now = datetime.fromisoformat(f"2026-{day}T{hour:02d}:00:00+09:00")
        return self.now


def reminded_ask(cast: Cast, wish: Wish = ONE, plan: Plan = DEFAULT_PLAN) -> AskView:
    """An ask whose first letters have left, due on Tuesday the 24th, with a running plan."""
    ask = sent_ask(cast, wish)
    settle_all(cast.now)
    save_plan(cast.aoi, uid=ask.uid, revision=0, plan=plan, now=cast.now)
    switch_plan(cast.aoi, uid=ask.uid, is_on=True, now=cast.now)
    return ask_for(cast.aoi, ask.uid)


def run_and_post(clock: Clock) -> None:
    """One run of the job, and the mail worker after it."""
    remind_due()
    settle_all(clock.now)


def run_each_hour(clock: Clock, hours: int, run: Callable[[], None] = remind_due) -> None:
    """What a running house does for so many hours."""
    for _ in range(hours):
        clock.now += HOUR
        run()
        settle_all(clock.now)


def letters() -> list[tuple[str, int]]:
    """What was queued after the first letters: letter and recipient, in order."""
    rows = OutboxLetter.objects.exclude(letter="asks.request").order_by("id")
    return list(rows.values_list("letter", "recipient_id"))


def steps(assignment: Assignment | None = None) -> list[tuple[str, str]]:
    """Steps that happened, with their outcome, in order."""
    rows = StepDone.objects.order_by("id")
    if assignment is not None:
        rows = rows.filter(assignment=assignment)
    return list(rows.values_list("step", "outcome"))


def letters_per_recipient() -> Counter[int]:
    """Queued letters after the first, by assignment."""
    rows = OutboxLetter.objects.filter(letter__in=("asks.reminder", "reminders.superior"))
    return Counter(rows.values_list("object_id", flat=True))


def colleague(cast: Cast, name: str, purpose: str = "sales") -> Contact:
    """One more contact of A."""
    draft = ContactDraft(name, email=f"{name}@a.example", purposes=(purpose,))
    uid = save_contact(cast.aoi, organisation_uid=cast.a.uid, contact=draft, now=cast.now)
    return Contact.objects.get(uid=uid)


def owner_of(cast: Cast, *codes: str) -> Contact:
    """A contact of home who looks after partners with these own codes."""
    draft = ContactDraft("購買のあおい", email="buyer@home.example")
    uid = save_contact(cast.aoi, organisation_uid=cast.home.uid, contact=draft, now=cast.now)
    wanted = [one.uid for one in (cast.a, cast.b, cast.s) if one.own_code in codes]
    set_owner(cast.aoi, targets=Targets(uids=tuple(wanted)), owner_uid=uid, now=cast.now)
    return Contact.objects.get(uid=uid)
