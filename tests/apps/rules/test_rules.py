"""From a rule to an edition in force, sent, attested, and exceptions decided by two people."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.rules.actions.editions import (
    EditionFacts,
    Upload,
    change_edition,
    create_edition,
    issue_edition,
)
from sekisho.apps.rules.actions.exceptions import (
    Decision,
    NewException,
    decide_exception,
    record_exception,
)
from sekisho.apps.rules.actions.rules import RuleFacts, create_rule
from sekisho.apps.rules.actions.sending import SendingPlan, draft_attestation
from sekisho.apps.rules.jobs import take_up
from sekisho.apps.rules.models import Deviation, Edition
from sekisho.apps.rules.queries.attested import attested_counts, board_for, edition_of_link
from sekisho.apps.rules.queries.exceptions import (
    DeviationFilter,
    DeviationWords,
    every_exception,
    exception_counts,
    exception_for,
)
from sekisho.apps.rules.queries.guard import look_over
from sekisho.apps.rules.queries.rules import (
    RuleWords,
    edition_for,
    file_of,
    path_of,
    rule_for,
    rules_for,
    rules_to_review,
)
from sekisho.engines.attestations import Attested, EditionState
from sekisho.kernel.actor import Role
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.apps.rules.world import (
    EARLY,
    NEXT,
    TEXT,
    UNTIL,
    issued,
    sent,
    with_exception,
    written,
)
from tests.factories.cast import add_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
ALL = DeviationFilter()


def facts(number="1.0", text=TEXT, upload=None):
    return EditionFacts(number, EARLY, text, Bilingual(), upload)


@pytest.fixture
def second(cast):
    return add_member("zoku", "second", Role.MANAGER, cast.home.id)


def test_an_edition_in_force_never_changes_and_the_next_one_supersedes_it(cast):
    rule = written(cast)
    first = issued(cast, rule)
    with pytest.raises(Conflict):
        change_edition(cast.aoi, uid=first, revision=1, facts=facts("9"), now=cast.now)
    with pytest.raises(Conflict):
        issue_edition(cast.aoi, uid=first, seen_revision=1, now=cast.now)
    issued(cast, rule, "2.0", date(2026, 11, 10), NEXT)
    found = rule_for(cast.aoi, rule, today=TODAY)
    assert [(one.number, one.state) for one in found.editions] == [
        ("2.0", EditionState.IN_FORCE),
        ("1.0", EditionState.SUPERSEDED),
    ]
    assert rule_for(cast.aoi, rule, today=EARLY).in_force.number == "1.0"


def test_an_edition_changed_after_it_was_looked_at_is_not_issued(cast):
    uid = create_edition(cast.aoi, rule_uid=written(cast), facts=facts(), now=cast.now)
    change_edition(cast.aoi, uid=uid, revision=1, facts=facts(text=NEXT), now=cast.now)
    with pytest.raises(Conflict) as caught:
        issue_edition(cast.aoi, uid=uid, seen_revision=1, now=cast.now)
    assert caught.value.code == "rules.changed_meanwhile"
    assert Edition.objects.get().issued_at is None
    issue_edition(cast.aoi, uid=uid, seen_revision=2, now=cast.now)
    assert Edition.objects.get().issued_at == cast.now


def test_a_number_stands_once_and_is_made_of_figures(cast):
    rule = written(cast)
    create_edition(cast.aoi, rule_uid=rule, facts=facts(), now=cast.now)
    with pytest.raises(Conflict):
        create_edition(cast.aoi, rule_uid=rule, facts=facts(), now=cast.now)
    with pytest.raises(Invalid):
        create_edition(cast.aoi, rule_uid=rule, facts=facts("第三"), now=cast.now)


def test_an_edition_with_nothing_to_read_is_not_issued(cast):
    empty = facts(text=Bilingual("一", ""))
    uid = create_edition(cast.aoi, rule_uid=written(cast), facts=empty, now=cast.now)
    with pytest.raises(Invalid):
        issue_edition(cast.aoi, uid=uid, seen_revision=1, now=cast.now)


def test_a_file_lies_encrypted_and_an_exchanged_one_is_gone(cast):
    rule = written(cast)
    body = b"Rule on outsourcing, first edition\n"
    given = facts(upload=Upload(io.BytesIO(body), "rule.txt"))
    uid = create_edition(cast.aoi, rule_uid=rule, facts=given, now=cast.now)
    _rule, edition = edition_for(cast.aoi, uid, today=TODAY)
    row = Edition.objects.get(uid=uid)
    assert file_of(edition) == body
    assert body not in path_of(row.stored_name).read_bytes()
    assert TEXT.ja.encode() not in bytes(row.sealed)
    again = facts(upload=Upload(io.BytesIO(b"second\n"), "rule.txt"))
    change_edition(cast.aoi, uid=uid, revision=1, facts=again, now=cast.now)
    assert not path_of(row.stored_name).exists()
    assert file_of(edition_for(cast.aoi, uid, today=TODAY)[1]) == b"second\n"


def test_a_draft_is_not_sent_and_neither_is_a_superseded_edition(cast):
    rule = written(cast)
    draft = create_edition(cast.aoi, rule_uid=rule, facts=facts(), now=cast.now)
    plan = SendingPlan((cast.g.uid,))
    with pytest.raises(Conflict):
        draft_attestation(cast.aoi, uid=draft, plan=plan, now=cast.now)
    issue_edition(cast.aoi, uid=draft, seen_revision=1, now=cast.now)
    ask = ask_for(cast.aoi, draft_attestation(cast.aoi, uid=draft, plan=plan, now=cast.now))
    assert list(look_over(ask, AskAudience(), cast.now)) == []
    issued(cast, rule, "2.0", date(2026, 11, 10), NEXT)
    assert [one.code for one in look_over(ask, AskAudience(), cast.now)] == ["rules.superseded"]
    with pytest.raises(Conflict):
        draft_attestation(cast.aoi, uid=draft, plan=plan, now=cast.now)


def test_the_board_says_who_attested_and_how_many_were_told(cast):
    told = sent(cast)
    told.say(cast.g.id, R_KEPT="yes", N_TOLD="8", N_OF="10")
    board = board_for(cast.aoi, told.ask, now=told.now, today=TODAY)
    assert {one.line.subject.id: one.standing for one in board.rows} == {
        cast.g.id: Attested.KEPT,
        cast.h.id: Attested.SILENT,
    }
    assert (board.told.told, board.told.of, board.told_by) == (8, 10, 1)
    _rule, edition = edition_for(cast.aoi, told.edition, today=TODAY)
    count = attested_counts(cast.aoi, [edition])[edition.id]
    assert (count.attested, count.asked) == (1, 2)


def test_an_answered_exception_comes_into_the_register_once_and_sealed(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    take_up(told.assignment(cast.g.id).pk)
    (found,) = every_exception(cast.aoi, ALL, today=TODAY)
    assert (found.organisation.id, found.state, found.is_answered) == (cast.g.id, "asked", True)
    assert found.words.passage == "第二条"
    assert found.until == date.fromisoformat(UNTIL)
    assert "人手".encode() not in bytes(Deviation.objects.get().sealed)


def test_a_changed_answer_changes_what_waits_and_nothing_that_was_decided(cast, second):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    (one,) = every_exception(cast.aoi, ALL, today=TODAY)
    decide_exception(
        cast.aoi, uid=one.uid, decision=Decision(one.revision, "proposed"), now=cast.now
    )
    told.say(cast.g.id, R_X1_REASON="機材が足りない")
    (one,) = every_exception(cast.aoi, ALL, today=TODAY)
    assert (one.state, one.words.reason) == ("asked", "機材が足りない")
    for actor, verdict in ((cast.aoi, "proposed"), (second, "granted")):
        revision = exception_for(actor, one.uid, today=TODAY).revision
        decision = Decision(revision, verdict)
        decide_exception(actor, uid=one.uid, decision=decision, now=cast.now)
    told.say(cast.g.id, R_KEPT="yes")
    assert exception_for(cast.aoi, one.uid, today=TODAY).state == "granted"


def test_an_exception_taken_back_and_said_again_is_asked_for_anew(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    told.say(cast.g.id, R_KEPT="yes")
    assert states(cast) == ["ended"]
    told.say(cast.g.id, R_KEPT="except")
    take_up(told.assignment(cast.g.id).pk)
    assert states(cast) == ["asked", "ended"]


def test_another_exception_in_the_place_of_a_decided_one_comes_into_the_register(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    decide(cast, "refused", remark="半年では長すぎます。")
    take_up(told.assignment(cast.g.id).pk)
    assert states(cast) == ["refused"]
    told.say(cast.g.id, R_X1_PASSAGE="第九条")
    take_up(told.assignment(cast.g.id).pk)
    assert states(cast) == ["asked", "refused"]
    told.say(cast.g.id, R_X1_REASON="機材が足りない")
    assert states(cast) == ["asked", "refused"]


def test_a_proposal_with_another_last_day_outlives_the_answer_told_again(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    decide(cast, "proposed", until=date(2026, 12, 31))
    take_up(told.assignment(cast.g.id).pk)
    assert states(cast) == ["proposed"]
    told.say(cast.g.id, R_X1_UNTIL="2027-03-31")
    assert states(cast) == ["asked"]


def states(cast):
    return sorted(one.state for one in every_exception(cast.aoi, ALL, today=TODAY))


def decide(cast, verdict, **more):
    (one,) = every_exception(cast.aoi, ALL, today=TODAY)
    decide_exception(
        cast.aoi, uid=one.uid, decision=Decision(one.revision, verdict, **more), now=cast.now
    )


def test_whoever_proposes_does_not_grant_and_it_runs_out_on_its_day(cast, second):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    (one,) = every_exception(cast.aoi, ALL, today=TODAY)
    decide_exception(
        cast.aoi, uid=one.uid, decision=Decision(one.revision, "proposed"), now=cast.now
    )
    grant = Decision(one.revision + 1, "granted", "半年後に見直す")
    with pytest.raises(Forbidden):
        decide_exception(cast.aoi, uid=one.uid, decision=grant, now=cast.now)
    decide_exception(second, uid=one.uid, decision=grant, now=cast.now)
    last = date.fromisoformat(UNTIL)
    assert exception_for(cast.aoi, one.uid, today=last).state == "granted"
    assert exception_for(cast.aoi, one.uid, today=last + timedelta(days=1)).state == "ran_out"
    assert exception_counts(cast.aoi, today=last - timedelta(days=30))["ending"] == 1
    assert exception_counts(cast.aoi, today=last - timedelta(days=31))["ending"] == 0
    assert AuditEntry.objects.filter(verb="rules.exception_granted").count() == 1


def test_a_refusal_says_why_and_nothing_is_decided_twice(cast):
    uid = by_hand(cast)
    with pytest.raises(Invalid):
        decide_exception(cast.aoi, uid=uid, decision=Decision(1, "refused"), now=cast.now)
    with pytest.raises(Conflict):
        decide_exception(cast.aoi, uid=uid, decision=Decision(1, "granted"), now=cast.now)
    refused = Decision(1, "refused", "代わりの手段が足りない")
    decide_exception(cast.aoi, uid=uid, decision=refused, now=cast.now)
    with pytest.raises(Conflict):
        decide_exception(cast.aoi, uid=uid, decision=Decision(2, "proposed"), now=cast.now)


def by_hand(cast, until=date(2026, 12, 10), company=None):
    rule = written(cast)
    words = DeviationWords("第三条", "設備の都合", "目で確かめる")
    new = NewException(rule, company or cast.g.uid, words, until)
    return record_exception(cast.aoi, new=new, now=cast.now)


def test_an_exception_needs_a_day_to_come_and_words(cast):
    with pytest.raises(Invalid):
        by_hand(cast, until=date(2026, 11, 15))
    assert exception_for(cast.aoi, by_hand(cast), today=TODAY).words.instead == "目で確かめる"


def test_a_group_company_sees_what_was_sent_to_it_and_its_own_exceptions(cast):
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    told.say(cast.h.id, **with_exception(R_X1_REASON="秘密の事情"))
    issued(cast, told.rule, "2.0", date(2026, 11, 10), NEXT)
    written(cast)
    (rule,) = rules_for(cast.emi, today=TODAY)
    assert [one.number for one in rule.editions] == ["1.0"]
    (mine,) = every_exception(cast.emi, ALL, today=TODAY)
    assert mine.organisation.id == cast.g.id
    board = board_for(cast.emi, told.ask, now=told.now, today=TODAY)
    assert [one.line.subject.id for one in board.rows] == [cast.g.id]
    others = [one for one in every_exception(cast.aoi, ALL, today=TODAY) if one.uid != mine.uid]
    with pytest.raises(NotFound):
        exception_for(cast.emi, others[0].uid, today=TODAY)


def test_a_rule_sent_to_another_company_is_not_there(cast):
    told = sent(cast, cast.h.uid)
    assert rules_for(cast.emi, today=TODAY) == ()
    with pytest.raises(NotFound):
        edition_for(cast.emi, told.edition, today=TODAY)


def test_nobody_below_writes_sends_or_decides(cast):
    boss = add_member("boss", "manager of G", Role.MANAGER, cast.g.id)
    told = sent(cast)
    told.say(cast.g.id, **with_exception())
    (mine,) = every_exception(boss, ALL, today=TODAY)
    with pytest.raises(NotFound):
        decide_exception(boss, uid=mine.uid, decision=Decision(1, "proposed"), now=cast.now)
    with pytest.raises(NotFound):
        create_edition(boss, rule_uid=told.rule, facts=facts("3"), now=cast.now)
    with pytest.raises(NotFound):
        written(cast, cast.ben)
    own = written(cast, boss, cast.g.uid)
    assert [one.uid for one in rules_to_review(boss, today=TODAY)] == [own]


def test_the_holder_of_a_link_reads_the_edition_asked_about(cast):
    told = sent(cast)
    issued(cast, told.rule, "2.0", date(2026, 11, 10), NEXT)
    _rule, edition = edition_of_link(told.link(cast.g.id))
    assert (edition.number, edition.words.text) == ("1.0", TEXT)


def test_a_title_stands_in_both_languages(cast):
    lame = RuleFacts(RuleWords(Bilingual("題", "")))
    with pytest.raises(Invalid):
        create_rule(cast.aoi, organisation_uid=cast.home.uid, facts=lame, now=cast.now)
