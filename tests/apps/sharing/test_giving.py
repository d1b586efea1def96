"""Answers go from one company of the group to another by the partner's own press alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.apps.accounts.queries import NO_PERSON
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.partners.queries.erasing import traces_of
from sekisho.apps.sharing.actions.erasing import erase_consents, take_name_out
from sekisho.apps.sharing.actions.filling import Filling, fill_others
from sekisho.apps.sharing.actions.giving import Agreement, give_answers
from sekisho.apps.sharing.actions.withdrawing import withdraw_consent
from sekisho.apps.sharing.models import Consent
from sekisho.apps.sharing.queries.consents import consents_at
from sekisho.apps.sharing.queries.offers import offers_for
from sekisho.apps.sharing.queries.together import together_for
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import SYSTEM, ActorKind
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.sharing.world import Shared, at_s, shared, submission_of
from tests.factories.answering import invite, open_ask
from tests.factories.replying import answer, answer_all, submit

pytestmark = pytest.mark.django_db
KEY, OTHER = "M22-RR-01", "M22-RR-02"


@pytest.fixture
def world(cast) -> Shared:
    return shared(cast)


def offers(world: Shared, visitor=None):
    return offers_for((visitor or world.g).actor(world.now), now=world.now)


def answers(world: Shared, visitor=None) -> dict[str, Answer]:
    return dict(reply_for((visitor or world.g).actor(world.now), now=world.now).answers)


def test_what_was_submitted_to_a_sister_company_is_offered_and_nothing_is_copied(world):
    found = offers(world)
    assert [(one.source_uid, one.at) for one in found] == [
        (world.h.row.uid, world.h.row.submitted_at)
    ]
    shown = answers(world, world.h)
    assert {one.question_key: one.answer for one in found[0].answers} == shown
    assert not Reply.objects.filter(pk=world.g.assignment_id).exists()


def test_one_press_gives_one_answer_and_says_who_agreed_when_to_which_revision(world):
    world.give(KEY)
    assert answers(world) == {KEY: Answer(("yes",))}
    consent = consents_at(world.g.assignment_id, now=world.now)[0]
    assert (consent.by, consent.at, consent.count) == ("ちか", world.now, 1)
    assert consent.source_revision == Reply.objects.get(pk=world.h.assignment_id).revision
    assert consents_at(world.h.assignment_id, now=world.now) == (consent,)
    verbs = AuditEntry.objects.order_by("-pk").values_list("verb", flat=True)
    assert verbs[0] == "sharing.consented"


def test_who_agreed_is_not_in_the_clear(world):
    world.give(KEY, by="秘密の名前")
    assert "秘密の名前".encode() not in bytes(Consent.objects.get().sealed)


def test_all_are_given_at_once_but_none_over_an_answer_of_ones_own(world):
    answer(world.g.row, {KEY: Answer(("no",))}, world.now)
    given = world.give()
    kept = answers(world)
    assert kept[KEY] == Answer(("no",))
    assert given.count == len(kept) - 1
    assert offers(world) == ()


def test_a_given_answer_can_be_changed_and_the_other_company_keeps_its_own(world):
    world.give()
    save_answer(
        world.g.actor(world.now),
        question_key=KEY,
        answer=Answer(("no",)),
        base_revision=1,
        now=world.now,
    )
    assert answers(world)[KEY] == Answer(("no",))
    assert answers(world, world.h)[KEY] == Answer(("yes",))


def test_nothing_is_given_without_a_name(world):
    with pytest.raises(Invalid):
        world.give(by="  ")
    assert not Consent.objects.exists()


def test_before_the_code_nothing_is_offered_or_given(world):
    actor = world.g.actor(world.now, is_confirmed=False)
    with pytest.raises(NotFound):
        offers_for(actor, now=world.now)
    agreement = Agreement("ちか", submission_of(world.h))
    with pytest.raises(NotFound):
        give_answers(actor, source_uid=world.h.row.uid, agreement=agreement, now=world.now)


def test_another_organisation_is_offered_nothing_even_by_name(world, cast):
    dan = invite(cast, open_ask(cast, asker_id=cast.g.id), cast.dan)
    assert offers(world, dan) == ()
    agreement = Agreement("Dan", submission_of(world.h))
    with pytest.raises(NotFound):
        give_answers(
            dan.actor(world.now), source_uid=world.h.row.uid, agreement=agreement, now=world.now
        )
    assert together_for(dan.actor(world.now), now=world.now).others == ()


def test_somebody_of_another_firm_who_answers_for_it_is_offered_nothing(world, cast):
    stranger = invite(
        cast,
        open_ask(cast, asker_id=cast.g.id),
        replace(cast.chika, organisation_id=cast.s.id),
    )
    assert offers(world, stranger) == ()


def test_a_printed_letter_to_nobody_and_a_lent_scope_offer_nothing(world):
    actor = world.g.actor(world.now)
    nobody = replace(actor, link=replace(actor.link, holder_id=NO_PERSON))
    borrowed = replace(actor, name="業者")
    telephone = replace(actor, kind=ActorKind.PERSON)
    for one in (nobody, borrowed, telephone):
        assert offers_for(one, now=world.now) == ()
        assert together_for(one, now=world.now).others == ()


def test_a_draft_that_was_not_submitted_is_never_offered(world, cast):
    other = invite(cast, open_ask(cast, asker_id=cast.h.id), at_s(cast, "べつ", "b@s.example"))
    answer(world.home.row, {KEY: Answer(("no",))}, world.now)
    assert {one.source_uid for one in offers(world, other)} == set()


def test_the_company_that_was_answered_is_not_offered_to_itself(world, cast):
    again = invite(cast, open_ask(cast, asker_id=cast.h.id), world.holder)
    assert offers(world, again) == ()


def test_answers_older_than_the_months_set_are_not_offered(world):
    Assignment.objects.filter(pk=world.g.assignment_id).update(
        due_at=world.now + timedelta(days=500)
    )
    late = world.now + timedelta(days=370)
    assert offers_for(world.g.actor(late), now=late) == ()


def test_answers_submitted_anew_meanwhile_are_looked_at_again(world):
    seen = Agreement("ちか", submission_of(world.h))
    answer(world.h.row, {KEY: Answer(("no",))}, world.now)
    submit(world.h.row, world.now)
    with pytest.raises(Conflict, match="source_changed"):
        give_answers(
            world.g.actor(world.now), source_uid=world.h.row.uid, agreement=seen, now=world.now
        )
    assert not Reply.objects.filter(pk=world.g.assignment_id).exists()


def test_taking_back_empties_what_nobody_changed(world):
    given = world.give()
    answer(world.g.row, {KEY: Answer(("no",))}, world.now)
    count = withdraw_consent(world.g.actor(world.now), uid=given.consent_uid, now=world.now)
    assert count == given.count - 1
    assert {key for key, one in answers(world).items() if one != Answer()} == {KEY}
    assert consents_at(world.h.assignment_id, now=world.now)[0].withdrawn_at == world.now
    again = world.give(OTHER)
    assert again.count == 1
    with pytest.raises(NotFound):
        withdraw_consent(world.g.actor(world.now), uid=given.consent_uid, now=world.now)


def test_what_was_submitted_is_not_taken_back(world):
    given = world.give()
    answer_all(world.g.row, world.now)
    submit(world.g.row, world.now)
    with pytest.raises(Conflict, match="submitted_meanwhile"):
        withdraw_consent(world.g.actor(world.now), uid=given.consent_uid, now=world.now)
    assert answers(world)[KEY] == Answer(("yes",))
    assert Consent.objects.get().withdrawn_at is None


def test_who_submits_what_was_taken_back_meanwhile_is_told(world):
    given = world.give()
    answer_all(world.g.row, world.now)
    actor = world.g.actor(world.now)
    seen = reply_for(actor, now=world.now).revision
    withdraw_consent(actor, uid=given.consent_uid, now=world.now)
    with pytest.raises((Conflict, Invalid)):
        submit_reply(actor, signer=Signer("ちか", "", ""), seen_revision=seen, now=world.now)
    assert world.g.row.submitted_at is None


def test_a_name_is_taken_out_of_consents_and_erased_answers_take_theirs_along(world):
    world.give(KEY)
    world.give(OTHER, by="同僚")
    assert take_name_out(SYSTEM, traces=traces_of(world.holder.id), now=world.now) == 1
    found = consents_at(world.h.assignment_id, now=world.now)
    assert {(one.by, one.count) for one in found} == {("", 1), ("同僚", 1)}
    erase_consents(SYSTEM, assignment_ids=[world.h.assignment_id])
    assert Consent.objects.count() == 2
    erase_consents(SYSTEM, assignment_ids=[world.g.assignment_id])
    assert not Consent.objects.exists()


def test_nobody_else_takes_back_a_consent(world):
    given = world.give()
    for actor in (
        world.h.actor(world.now),
        world.home.actor(world.now),
        replace(world.g.actor(world.now), kind=ActorKind.PERSON),
    ):
        with pytest.raises(NotFound):
            withdraw_consent(actor, uid=given.consent_uid, now=world.now)


def test_companies_that_ask_at_the_same_time_are_listed_with_what_is_the_same(world):
    found = together_for(world.g.actor(world.now), now=world.now)
    assert found.companies == 3
    assert found.same == found.of > 0
    assert {(one.place.asker_id, one.place.is_submitted) for one in found.others} == {
        (world.cast.h.id, True),
        (world.cast.home.id, False),
    }
    assert [one.place.uid for one in found.fillable] == [world.home.row.uid]


def test_submitting_one_fills_the_others_by_one_confirmation(world):
    actor = world.h.actor(world.now)
    wanted = frozenset({world.g.row.uid, world.home.row.uid})
    done = fill_others(actor, filling=Filling("ちか", wanted), now=world.now)
    assert [one.problem for one in done] == [None, None]
    assert answers(world) == answers(world, world.home) == answers(world, world.h)
    assert world.g.row.submitted_at is None
    assert Consent.objects.count() == 2


def test_the_others_are_submitted_only_on_wish(world):
    wanted = frozenset({world.g.row.uid})
    filling = Filling("ちか", wanted, submits=True)
    done = fill_others(world.h.actor(world.now), filling=filling, now=world.now)
    assert done[0].is_submitted
    assert world.g.row.state == "submitted"
    assert world.home.row.state == "waiting"


def test_an_ask_that_went_to_a_colleague_is_not_filled_from_here(world, cast):
    colleague = invite(
        cast, open_ask(cast, asker_id=cast.home.id), at_s(cast, "同僚", "peer@s.example")
    )
    wanted = frozenset({colleague.row.uid})
    with pytest.raises(Invalid, match="nobody_chosen"):
        fill_others(world.h.actor(world.now), filling=Filling("ちか", wanted), now=world.now)
    assert not Reply.objects.filter(pk=colleague.assignment_id).exists()
    with pytest.raises(Conflict, match="submit_first"):
        fill_others(world.g.actor(world.now), filling=Filling("ちか", wanted), now=world.now)
    assert not Consent.objects.exists()
