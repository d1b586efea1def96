"""The pages of plans, extension and withdrawal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.reminders.models import AskPlan, PlanDefaults
from sekisho.apps.reminders.queries.plans import plan_of
from tests.apps.reminders.world import reminded_ask, run_and_post
from tests.factories.asking import draft_ask
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db


def rows(*steps: tuple[str, str]) -> dict[str, str]:
    """The management form and rows of a plan."""
    given = {"steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0"}
    for place, (days, whom) in enumerate(steps):
        given |= {f"steps-{place}-days": days, f"steps-{place}-whom": whom}
    return given


def test_the_page_says_what_was_sent_and_what_comes_next(cast, clock):
    ask = reminded_ask(cast)
    clock.at("11-20")
    run_and_post(clock)
    page = office_client(cast.aoi).get(reverse("reminders:plan", args=[ask.uid]))
    lines = {one["line"].step.days: one for one in page.context["lines"]}
    assert (lines[-1]["line"].done, lines[1]["line"].open) == (1, 1)
    assert lines[1]["is_next"]
    assert "2026年11月25日" in page.content.decode()


def test_a_company_sets_its_plan_and_a_draft_shows_it_before_sending(cast, clock):
    client = office_client(cast.aoi)
    given = {"most": "3", "rest_days": "2", "is_on": "on", **rows(("-2", "contact"), ("", ""))}
    answer = client.post(reverse("reminders:defaults"), given)
    assert answer.status_code == 302
    assert PlanDefaults.objects.get().is_on
    ask = draft_ask(cast)
    page = client.get(reverse("asks:check", args=[ask.uid])).content.decode()
    assert "計画に従って催促します" in page
    assert plan_of(ask).plan.steps[0].days == -2


def test_a_faulty_plan_is_shown_again_with_the_reason(cast, clock):
    ask = reminded_ask(cast)
    given = {"most": "3", "rest_days": "2", "revision": "3"}
    given |= rows(("1", "contact"), ("1", "superior"))
    page = office_client(cast.aoi).post(reverse("reminders:edit", args=[ask.uid]), given)
    assert page.status_code == 422
    assert "同じ種類の段階が2つ" in page.content.decode()
    assert AskPlan.objects.get().plan["steps"][0] == [-1, "contact"]


@pytest.mark.parametrize(
    ("how", "state"), [("off", (False, False)), ("pause", (True, True)), ("on", (True, False))]
)
def test_a_plan_is_switched(cast, clock, how, state):
    ask = reminded_ask(cast)
    address = reverse("reminders:switch", args=[ask.uid])
    assert office_client(cast.aoi).post(address, {"how": how}).status_code == 302
    row = AskPlan.objects.get()
    assert (row.is_on, row.paused_at is not None) == state


def test_chosen_recipients_get_more_time_and_only_they(cast, clock):
    from tests.factories.asking import Wish

    ask = reminded_ask(cast, Wish())
    one = Assignment.objects.get(subject_id=cast.a.id)
    other = Assignment.objects.get(subject_id=cast.b.id)
    new = (cast.now + timedelta(days=20)).date().isoformat()
    given = {"due_on": new, "only": str(one.uid), "revision": ask.revision}
    address = reverse("reminders:extend", args=[ask.uid])
    assert office_client(cast.aoi).post(address, given).status_code == 302
    one_due, other_due = one.due_at, other.due_at
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.due_at > one_due
    assert other.due_at == other_due


def test_a_day_that_brings_nothing_is_refused(cast, clock):
    ask = reminded_ask(cast)
    given = {"due_on": "2026-11-20", "revision": ask.revision}
    page = office_client(cast.aoi).post(reverse("reminders:extend", args=[ask.uid]), given)
    assert page.status_code == 422
    assert "期限が延びる相手がいません" in page.content.decode()


def test_a_withdrawn_ask_tells_its_recipients_and_its_links_say_so(cast, clock):
    from sekisho.apps.accounts.queries import link_of_subject
    from sekisho.apps.asks.jobs.send import end_withdrawn, prepare_wave
    from sekisho.apps.asks.models import Wave
    from tests.factories.cast import respondent_client

    ask = reminded_ask(cast)
    address = reverse("reminders:withdraw", args=[ask.uid])
    client = office_client(cast.aoi)
    assert "1件に知らせる" in client.get(address).content.decode()
    assert client.post(address, {"revision": ask.revision}).status_code == 302
    wave = Wave.objects.get(kind="withdrawn")
    end_withdrawn(ask.id)
    from sekisho.apps.work.models import Run

    prepare_wave(wave_id=wave.pk, run_uid=str(Run.objects.latest("id").uid))
    assert OutboxLetter.objects.filter(letter="asks.withdrawn").count() == 1
    assert ask_for(cast.aoi, ask.uid).state == "closed"
    row = Assignment.objects.get()
    link = link_of_subject(row.pk)
    assert link is not None
    page = respondent_client(link.uid).get(reverse("portal:start", args=[link.uid]))
    assert "取り下げました" in page.content.decode()
    clock.at("11-25")
    run_and_post(clock)
    assert not OutboxLetter.objects.filter(letter="asks.reminder").exists()


def test_the_list_names_open_asks_with_a_plan_and_the_board_leads_to_it(cast, clock):
    ask = reminded_ask(cast)
    client = office_client(cast.aoi)
    assert ask.title.ja in client.get(reverse("reminders:list")).content.decode()
    board = client.get(reverse("asks:board", args=[ask.uid])).content.decode()
    assert reverse("reminders:plan", args=[ask.uid]) in board


def test_an_empty_list_offers_the_first_step(cast, clock):
    page = office_client(cast.aoi).get(reverse("reminders:list")).content.decode()
    assert reverse("reminders:defaults") in page


@pytest.mark.parametrize("name", ["plan", "edit", "extend", "withdraw"])
def test_who_does_not_run_asks_sees_no_page_of_it(cast, clock, name):
    ask = reminded_ask(cast)
    for actor in (cast.ben, cast.emi):
        answer = office_client(actor).get(reverse(f"reminders:{name}", args=[ask.uid]))
        assert answer.status_code in {403, 404}
        assert ask.title.ja not in answer.content.decode()
