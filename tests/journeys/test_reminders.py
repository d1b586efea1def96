"""A plan of reminders: set once, carried out on the day, paused, extended and repeated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sekisho.apps.asks.models import Ask, Assignment
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.reminders.jobs.remind import remind_due
from sekisho.apps.reminders.models import Series, StepDone
from sekisho.cli.demo.stage import PlayedClock, do_background_work, played_clock
from sekisho.kernel import clock
from tests.factories.asking import Wish, draft_ask
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, id="ja"),
    pytest.param("en", PHONE, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_plan_reminds_the_silent_and_can_be_paused_extended_and_repeated(
    house, open_browser, shoot, language, size
):
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    office.look("/o/reminders/")
    _set_plan(office)
    shoot(office.page, f"reminders-plan-{language}")
    ask = draft_ask(house, Wish(listed=("A-001",)))
    office.look(reverse("asks:check", args=[ask.uid]))
    office.send()

    with played_clock(clock.now()) as time:
        _pass_the_deadline(time)
        assert StepDone.objects.filter(outcome="sent").count() == 1
    letter = office.read_letter(house.chika.email)
    assert house.home.names.in_language(language)[:4] in letter

    page = reverse("reminders:plan", args=[ask.uid])
    office.look(page)
    shoot(office.page, f"reminders-{language}")
    assert office.page.locator("main tbody tr").count() == 2
    office.press("main button[value=pause]")
    office.look()
    office.press("main button[value=resume]")
    office.look()
    _extend(office, ask)
    _repeat(office, ask)


def _set_plan(office: Office) -> None:
    """Two steps: the owner is left out, and what was proposed is emptied."""
    office.press("main a[href$='/defaults/']")
    office.look()
    office.page.locator("[name=is_on]").check()
    for place, box in enumerate(office.page.locator("main input[name$='-days']").all()):
        box.fill(("-1", "1")[place] if place < 2 else "")
    office.press("main form.sk-form button.btn-primary")
    office.look()


def _pass_the_deadline(time: PlayedClock) -> None:
    """Eleven o'clock in Tokyo on the first day after the deadline on which people work there."""
    due = Assignment.objects.get().due_at
    for days in range(1, 12):
        morning = timezone.localtime(due + timedelta(days=days))
        time.move(morning.replace(hour=11, minute=0))
        remind_due()
        if StepDone.objects.exists():
            break
    do_background_work()


def _extend(office: Office, ask: AskView) -> None:
    office.look(reverse("reminders:extend", args=[ask.uid]))
    later = _day(30)
    office.fill({"due_on": later})
    office.press("main form button.btn-primary")
    office.look()
    assert Ask.objects.filter(uid=ask.uid, due_on=later).exists()


def _repeat(office: Office, ask: AskView) -> None:
    office.look(reverse("reminders:again", args=[ask.uid]))
    office.fill({"anchor": _day(180)})
    office.press("main form button.btn-primary")
    office.look()
    assert office.page.locator("main form[action$='/stop/']").count() == 1
    office.press("main form[action$='/stop/'] button")
    office.look()
    assert not Series.objects.get().is_on


def _day(days: int) -> str:
    return (timezone.localtime(clock.now()) + timedelta(days=days)).date().isoformat()
