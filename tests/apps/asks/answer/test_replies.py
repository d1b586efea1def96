from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.apps.asks.actions.replies import Outcome, SaveResult, save_answer
from sekisho.apps.asks.models import Ask, Assignment, Reply
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_standing import Standing
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.work.models import Event
from sekisho.engines.questionnaire import Answer, Plan
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Conflict, NotFound
from tests.factories.answering import Visitor
from tests.factories.cast import Cast

Q1, Q2 = "M22-RR-01", "M22-RR-02"
YES, NO = Answer(("yes",)), Answer(("no",))


def _save(visitor: Visitor, cast: Cast, answer: Answer, base: int = 0, key: str = Q1) -> SaveResult:
    return save_answer(
        visitor.actor(cast.now), question_key=key, answer=answer, base_revision=base, now=cast.now
    )


def test_a_first_answer_is_kept_counted_and_told(chika: Visitor, cast: Cast) -> None:
    result = _save(chika, cast, YES)
    assert result.outcome is Outcome.SAVED
    assert result.stored is not None
    assert result.stored.revision == 1
    row = chika.row
    assert (row.state, row.answered, row.shown) == ("answering", 1, 16)
    assert Reply.objects.get(pk=row.pk).revision == 1
    assert AuditEntry.objects.filter(verb="asks.answer_saved", object_uid=row.uid).count() == 1
    reply = reply_for(chika.actor(cast.now), now=cast.now)
    assert reply.answers == {Q1: YES}


def test_the_same_answer_sent_twice_has_one_effect(chika: Visitor, cast: Cast) -> None:
    _save(chika, cast, YES)
    again = _save(chika, cast, YES, base=0)
    assert again.outcome is Outcome.UNCHANGED
    assert Reply.objects.get(pk=chika.assignment_id).revision == 1


def test_a_colleagues_newer_answer_is_never_overwritten(chika: Visitor, cast: Cast) -> None:
    _save(chika, cast, YES)
    result = _save(chika, cast, NO, base=0)
    assert result.outcome is Outcome.CONFLICT
    assert result.stored is not None
    assert result.stored.answer == YES
    assert reply_for(chika.actor(cast.now), now=cast.now).answers[Q1] == YES
    assert _save(chika, cast, NO, base=1).outcome is Outcome.SAVED


def test_two_people_answering_different_questions_do_not_disturb_each_other(
    chika: Visitor, cast: Cast
) -> None:
    _save(chika, cast, YES)
    assert _save(chika, cast, NO, key=Q2).outcome is Outcome.SAVED
    assert set(reply_for(chika.actor(cast.now), now=cast.now).answers) == {Q1, Q2}


def test_an_answer_that_needs_a_reason_is_kept_and_says_so(chika: Visitor, cast: Cast) -> None:
    result = _save(chika, cast, Answer(("na",)))
    assert result.outcome is Outcome.SAVED
    assert [fault.code for fault in result.faults] == ["questionnaire.answer.reason_missing"]


@pytest.mark.parametrize(
    "answer", [Answer(("perhaps",)), Answer(("yes", "no")), Answer(("no",), followup="x" * 5000)]
)
def test_what_no_page_offers_is_refused(chika: Visitor, cast: Cast, answer: Answer) -> None:
    assert _save(chika, cast, answer).outcome is Outcome.REFUSED
    assert not Reply.objects.exists()


def test_parts_that_the_answer_does_not_call_for_are_left_out(chika: Visitor, cast: Cast) -> None:
    plan = Plan("導入", "ちか", "2027-03-31")
    _save(chika, cast, replace(YES, plan=plan, reason="x"))
    assert reply_for(chika.actor(cast.now), now=cast.now).answers[Q1] == YES
    _save(chika, cast, replace(NO, plan=plan), base=1)
    assert reply_for(chika.actor(cast.now), now=cast.now).answers[Q1].plan == plan


def test_a_link_without_its_code_reads_and_writes_nothing(chika: Visitor, cast: Cast) -> None:
    actor = chika.actor(cast.now, is_confirmed=False)
    with pytest.raises(NotFound):
        reply_for(actor, now=cast.now)
    with pytest.raises(NotFound):
        save_answer(actor, question_key=Q1, answer=YES, base_revision=0, now=cast.now)


def test_people_of_the_office_cannot_answer(chika: Visitor, cast: Cast) -> None:
    for actor in (cast.aoi, cast.emi, NOBODY):
        with pytest.raises(NotFound):
            save_answer(actor, question_key=Q1, answer=YES, base_revision=0, now=cast.now)


def test_dans_link_never_opens_chikas_reply(chika: Visitor, dan: Visitor, cast: Cast) -> None:
    _save(chika, cast, replace(NO, followup="ちか秘匿"))
    seen = reply_for(dan.actor(cast.now), now=cast.now)
    assert seen.answers == {}
    assert "株式会社あさひ部品" not in (seen.visit.respondent.ja, seen.visit.subject.ja)
    _save(dan, cast, YES)
    assert reply_for(chika.actor(cast.now), now=cast.now).answers[Q1].followup == "ちか秘匿"


def test_a_question_of_another_set_is_not_there(chika: Visitor, cast: Cast) -> None:
    with pytest.raises(NotFound):
        _save(chika, cast, YES, key="P4-SE-01")


def test_a_revoked_link_ends_in_the_middle(chika: Visitor, cast: Cast) -> None:
    from sekisho.apps.accounts.actions import revoke_links_of_holder
    from sekisho.kernel.actor import SYSTEM

    _save(chika, cast, YES)
    revoke_links_of_holder(SYSTEM, holder_id=chika.holder.id, now=cast.now)
    with pytest.raises(NotFound):
        _save(chika, cast, NO, base=1)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(("yes",), number="9" * 5_000),
        Answer(("yes",), date="x" * 5_000),
        Answer(("no",), plan=Plan("直します", "総務部", "x" * 5_000)),
    ],
)
def test_no_part_of_an_answer_is_kept_at_any_length(
    chika: Visitor, cast: Cast, answer: Answer
) -> None:
    assert _save(chika, cast, answer).outcome is Outcome.REFUSED
    assert not Reply.objects.exists()


def test_late_first_answers_are_welcome(chika: Visitor, cast: Cast) -> None:
    late = replace(cast, now=cast.now + timedelta(days=30))
    assert _save(chika, late, YES).outcome is Outcome.SAVED
    assert reply_for(chika.actor(late.now), now=late.now).visit.is_overdue


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"state": "closed"}, Standing.ACCEPTED),
        ({"state": "submitted", "due_days": -1}, Standing.PAST),
        ({"state": "submitted", "due_days": 1}, Standing.SUBMITTED),
        ({"is_returned": True, "until_days": -1, "due_days": -9}, Standing.RETURN_PAST),
        ({"is_returned": True, "until_days": 1, "due_days": -9}, Standing.RETURNED),
        ({"is_returned": True, "until_days": -1, "due_days": 9}, Standing.RETURNED),
        ({"state": "answering", "due_days": 1, "submitted": True}, Standing.CHANGED),
        ({"is_ask_closed": True}, Standing.ENDED),
        ({"state": "not_delivered"}, Standing.OPEN),
    ],
)
def test_the_standing_decides_whether_anything_may_be_written(
    chika: Visitor, cast: Cast, changes: dict[str, object], standing: Standing
) -> None:
    _place(chika, cast, changes)
    assert reply_for(chika.actor(cast.now), now=cast.now).visit.standing is standing
    if standing.can_write:
        assert _save(chika, cast, YES).outcome is Outcome.SAVED
    else:
        with pytest.raises(Conflict, match=standing.value):
            _save(chika, cast, YES)
        assert not Reply.objects.exists()


def _place(visitor: Visitor, cast: Cast, changes: dict[str, object]) -> None:
    row = Assignment.objects.get(pk=visitor.assignment_id)
    row.state = str(changes.get("state", "waiting"))
    row.due_at = cast.now + timedelta(days=int(str(changes.get("due_days", 5))))
    row.is_returned = bool(changes.get("is_returned"))
    if "until_days" in changes:
        row.returned_until = cast.now + timedelta(days=int(str(changes["until_days"])))
    if changes.get("submitted") or row.state == "submitted":
        row.submitted_at = cast.now - timedelta(hours=1)
    row.save()
    if changes.get("is_ask_closed"):
        Ask.objects.filter(pk=row.ask_id).update(state="closed")


def test_a_save_is_a_small_transaction(
    chika: Visitor, cast: Cast, django_assert_max_num_queries: object
) -> None:
    _save(chika, cast, YES)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        _save(chika, cast, NO, base=1)


def test_events_name_the_assignment_only(chika: Visitor, cast: Cast) -> None:
    from sekisho.apps.work.events import subscribe

    subscribe("asks.reply_saved", "sekisho.apps.asks.jobs.codes.register")
    _save(chika, cast, YES)
    event = Event.objects.get(name="asks.reply_saved")
    assert event.payload == {"assignment_id": chika.assignment_id}
