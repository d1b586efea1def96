from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.models import Ask, Assignment, Submission
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_receipts import Receipt, receipts_for, record_bytes
from sekisho.apps.asks.queries.respondent_standing import Standing
from sekisho.engines.questionnaire import Answer, Kind, Plan
from sekisho.kernel.errors import Conflict, Invalid
from tests.factories.answering import Visitor
from tests.factories.cast import Cast

SIGNER = Signer(" ちか ", "情報システム部")
NO = Answer(("no",), plan=Plan("多要素認証を入れる", "ちか", "2027-03-31"))


def answer_all(visitor: Visitor, cast: Cast) -> int:
    """Every shown question, one of them with no and a plan; returns the reply's revision."""
    actor = visitor.actor(cast.now)
    for _ in range(30):
        reply = reply_for(actor, now=cast.now)
        missing = reply.progress.missing_keys
        if not missing:
            return reply.revision
        question = reply.question_set.question(missing[0])
        assert question is not None
        answer = (
            NO
            if missing[0] == "M22-RR-02"
            else Answer((question.choices[0].key,) if question.choices else ())
        )
        if question.kind is Kind.TEXT:
            answer = Answer(text="あり")
        save_answer(actor, question_key=missing[0], answer=answer, base_revision=0, now=cast.now)
    raise AssertionError


def _submit(visitor: Visitor, cast: Cast, revision: int, signer: Signer = SIGNER) -> Receipt:
    return submit_reply(
        visitor.actor(cast.now), signer=signer, seen_revision=revision, now=cast.now
    )


def test_a_submission_has_number_time_and_a_hash_that_anybody_can_check(
    chika: Visitor, cast: Cast
) -> None:
    receipt = _submit(chika, cast, answer_all(chika, cast))
    assert chika.row.state == "submitted"
    assert chika.row.submitted_at == cast.now
    assert receipt.name == "ちか"
    assert len(receipt.number) == 14
    known = receipts_for(chika.actor(cast.now))[0]
    assert hashlib.sha256(record_bytes(known.record)).hexdigest() == receipt.content_hash
    assert known.record["reply"]["rest"]["M22-RR-02"]["p"][0] == "多要素認証を入れる"


def test_pressing_twice_submits_once(chika: Visitor, cast: Cast) -> None:
    revision = answer_all(chika, cast)
    first = _submit(chika, cast, revision)
    assert _submit(chika, cast, revision).uid == first.uid
    assert Submission.objects.count() == 1


def test_what_is_missing_stands_in_the_way(chika: Visitor, cast: Cast) -> None:
    with pytest.raises(Invalid, match=r"asks\.submit\.incomplete"):
        _submit(chika, cast, 0)
    revision = answer_all(chika, cast)
    with pytest.raises(Invalid, match="name_missing"):
        _submit(chika, cast, revision, Signer("  "))
    assert not Submission.objects.exists()


def test_an_approver_is_asked_for_where_the_ask_wants_one(chika: Visitor, cast: Cast) -> None:
    Ask.objects.update(needs_approver=True)
    revision = answer_all(chika, cast)
    with pytest.raises(Invalid, match="approver_missing"):
        _submit(chika, cast, revision)
    receipt = _submit(chika, cast, revision, replace(SIGNER, approver="えみ"))
    assert receipt.approver == "えみ"


def test_a_colleagues_change_is_looked_at_before_submitting(chika: Visitor, cast: Cast) -> None:
    revision = answer_all(chika, cast)
    with pytest.raises(Conflict, match=r"asks\.submit\.changed"):
        _submit(chika, cast, revision - 1)


def test_a_correction_opens_the_reply_and_is_submitted_again(chika: Visitor, cast: Cast) -> None:
    _submit(chika, cast, answer_all(chika, cast))
    actor, soon = chika.actor(cast.now), cast.now + timedelta(minutes=5)
    save_answer(
        actor, question_key="M22-RR-01", answer=Answer(("partial",)), base_revision=1, now=soon
    )
    reply = reply_for(actor, now=soon)
    assert reply.visit.standing is Standing.CHANGED
    assert reply.is_changed("M22-RR-01")
    assert not reply.is_changed("M22-RR-02")
    submit_reply(actor, signer=SIGNER, seen_revision=reply.revision, now=soon)
    assert Submission.objects.count() == 2
    assert chika.row.state == "submitted"


def test_after_the_deadline_a_submitted_reply_is_read_only(chika: Visitor, cast: Cast) -> None:
    _submit(chika, cast, answer_all(chika, cast))
    after = chika.row.due_at + timedelta(seconds=1)
    with pytest.raises(Conflict, match=r"asks\.read_only\.past"):
        save_answer(
            chika.actor(cast.now),
            question_key="M22-RR-01",
            answer=Answer(("no",)),
            base_revision=1,
            now=after,
        )


def test_a_return_opens_it_until_its_own_date_and_a_new_submission_settles_it(
    chika: Visitor, cast: Cast
) -> None:
    revision = answer_all(chika, cast)
    _submit(chika, cast, revision)
    after = cast.now + timedelta(days=30)
    until = after + timedelta(days=3)
    Assignment.objects.update(is_returned=True, returned_until=until)
    actor = chika.actor(cast.now)
    reply = reply_for(actor, now=after)
    assert (reply.visit.standing, reply.visit.due_at) == (Standing.RETURNED, until)
    submit_reply(actor, signer=SIGNER, seen_revision=reply.revision, now=after)
    assert Submission.objects.count() == 2
    assert not chika.row.is_returned


def test_a_submission_is_sealed(chika: Visitor, cast: Cast) -> None:
    _submit(chika, cast, answer_all(chika, cast))
    kept = bytes(Submission.objects.get().sealed)
    assert "多要素認証".encode() not in kept
    assert "ちか".encode() not in kept
