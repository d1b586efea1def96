"""Links of a closed ask while its findings are followed, and answering declined."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.accounts.queries import link_of_subject
from sekisho.apps.asks.actions.afterwards import follow_access
from sekisho.apps.asks.actions.declining import decline_reply, resume_reply
from sekisho.apps.asks.actions.fanout import end_access
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.models import Ask, AskState
from sekisho.apps.asks.queries.board import counts_of
from sekisho.apps.asks.queries.lines import BoardFilter, assignments_for
from sekisho.apps.asks.queries.reminders import reminder_plan
from sekisho.apps.measures.actions.findings import withdraw_findings
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict
from tests.factories.answering import invite, open_ask
from tests.gate.samples import _new_finding
from tests.gate.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def chika(cast):
    return invite(cast, open_ask(cast), cast.chika)


def _close(row, now):
    Ask.objects.filter(pk=row.ask_id).update(state=AskState.CLOSED, closed_at=now)
    end_access(SYSTEM, ask_id=row.ask_id, now=now)


def _found(cast, visitor):
    world = World(cast, {}, visitor, visitor, visitor.link_uid)
    return _new_finding(world, "a")


def test_closing_an_ask_ends_links_but_those_with_open_findings(cast, chika):
    dan = invite(cast, chika.row.ask, cast.dan)
    _found(cast, chika)
    _close(chika.row, cast.now)
    assert not link_of_subject(chika.assignment_id).is_revoked
    assert link_of_subject(dan.assignment_id).is_revoked


def test_a_kept_link_ends_a_week_after_the_last_finding_is_settled(cast, chika):
    _found(cast, chika)
    _close(chika.row, cast.now)
    withdraw_findings(
        SYSTEM, source="ask", source_id=chika.assignment_id, keep_keys=frozenset(), now=cast.now
    )
    assert follow_access(SYSTEM, assignment_id=chika.assignment_id, now=cast.now) == 1
    assert link_of_subject(chika.assignment_id).expires_at == cast.now + timedelta(days=7)
    assert follow_access(SYSTEM, assignment_id=chika.assignment_id, now=cast.now) == 0


def test_findings_of_an_open_ask_leave_its_links_alone(cast, chika):
    before = link_of_subject(chika.assignment_id)
    assert follow_access(SYSTEM, assignment_id=chika.assignment_id, now=cast.now) == 0
    assert link_of_subject(chika.assignment_id) == before


def test_who_declines_is_counted_apart_and_not_reminded(cast, chika):
    ask = chika.row.ask
    decline_reply(chika.actor(cast.now), now=cast.now)
    view, counts = counts_of(cast.aoi, ask.uid, now=cast.now)
    assert counts.states["declined"] == 1
    assert counts.states["waiting"] == 0
    assert reminder_plan(cast.aoi, ask.uid, now=cast.now).count == 0
    found = assignments_for(cast.aoi, view, BoardFilter(state="declined"), now=cast.now)
    assert [line.state for line in found] == ["declined"]


def test_what_was_declined_takes_no_answer_until_it_is_taken_up_again(cast, chika):
    actor = chika.actor(cast.now)
    decline_reply(actor, now=cast.now)
    given = {"question_key": "M22-RR-01", "answer": Answer(("yes",)), "base_revision": 0}
    with pytest.raises(Conflict, match=r"asks\.read_only\.declined"):
        save_answer(actor, **given, now=cast.now)
    resume_reply(actor, now=cast.now)
    save_answer(actor, **given, now=cast.now)
    assert chika.row.state == "answering"


def test_after_the_deadline_nothing_is_taken_up_again(cast, chika):
    actor = chika.actor(cast.now)
    decline_reply(actor, now=cast.now)
    with pytest.raises(Conflict, match=r"asks\.decline\.past"):
        resume_reply(actor, now=cast.now + timedelta(days=30))
    assert chika.row.state == "declined"


def test_what_was_submitted_is_not_declined(cast, chika):
    from tests.factories.replying import answer_all, submit

    answer_all(chika.row, cast.now)
    submit(chika.row, cast.now)
    with pytest.raises(Conflict, match=r"asks\.decline\.submitted"):
        decline_reply(chika.actor(cast.now), now=cast.now)
