"""From an alert to received, acting, done and proven on the board."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.apps.alerts.actions.alerts import Revising, revise_alert, withdraw_alert
from sekisho.apps.alerts.actions.notices import NoticePlan, draft_notice
from sekisho.apps.alerts.queries.alerts import alert_for, alerts_for, editions_of, notices_of
from sekisho.apps.alerts.queries.notices import (
    BoardChoice,
    board_for,
    notice_for,
    notice_of_link,
)
from sekisho.apps.asks.actions.acknowledge import acknowledge
from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.reviews import accept_reply
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.jobs.letters import render_requests
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.asks.queries.drafts import AudienceSpec, ask_for
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.engines.notices import RECEIVED, STATE, NoticeKind, Standing, Tlp, action_key
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual
from tests.apps.alerts.world import MORE, TEXT, passed_on, written
from tests.factories.asking import set_up_sender

pytestmark = pytest.mark.django_db
NOTE = Bilingual("再起動が加わりました。", "A restart was added.")


@pytest.fixture
def told(cast):
    return passed_on(cast, written(cast))


def standings(cast, told, actor=None):
    actor = actor or cast.aoi
    board = board_for(actor, notice_for(actor, told.ask), BoardChoice(), now=told.now)
    return {row.line.subject.id: row.standing for row in board.page}


def answer(actor, told, **given):
    for key, choice in given.items():
        save_answer(
            actor,
            question_key=key.replace("_", "-"),
            answer=Answer((choice,)) if isinstance(choice, str) else choice,
            base_revision=0,
            now=told.now,
        )


def say_done(actor, told):
    answer(actor, told, N_STATE="done", N_A_01="yes", N_A_02="yes")
    seen = reply_for(actor, now=told.now).revision
    submit_reply(actor, signer=Signer("ちか"), seen_revision=seen, now=told.now)


def test_everybody_in_group_and_chain_is_told_once_and_silent_at_first(cast, told):
    assert set(standings(cast, told)) == {
        one.id for one in (cast.g, cast.h, cast.a, cast.b, cast.s, cast.r)
    }
    assert set(standings(cast, told).values()) == {Standing.SILENT}


def test_received_needs_the_link_alone_and_one_human_choice(cast, told):
    actor = told.link(cast.a.id, is_confirmed=False)
    assert acknowledge(actor, question_key=STATE, choice_key=RECEIVED, now=told.now)
    assert standings(cast, told)[cast.a.id] is Standing.RECEIVED
    assert AuditEntry.objects.filter(verb="asks.acknowledged").count() == 1


def test_saying_received_again_never_takes_back_what_was_said_since(cast, told):
    answer(told.link(cast.a.id), told, N_STATE="acting")
    actor = told.link(cast.a.id, is_confirmed=False)
    assert not acknowledge(actor, question_key=STATE, choice_key=RECEIVED, now=told.now)
    assert standings(cast, told)[cast.a.id] is Standing.ACTING


def test_a_submitted_reply_is_not_reopened_by_the_link_alone(cast, told):
    say_done(told.link(cast.a.id), told)
    actor = told.link(cast.a.id, is_confirmed=False)
    assert not acknowledge(actor, question_key=STATE, choice_key=RECEIVED, now=told.now)
    assert Assignment.objects.get(subject_id=cast.a.id).state == "submitted"


@pytest.mark.parametrize(("key", "choice"), [(STATE, "proven"), ("N-NONE", "received")])
def test_nothing_but_a_choice_of_the_question_can_be_acknowledged(cast, told, key, choice):
    with pytest.raises(NotFound):
        acknowledge(told.link(cast.a.id), question_key=key, choice_key=choice, now=told.now)
    assert not Reply.objects.exists()


def test_done_is_proven_only_when_the_office_has_accepted_it(cast, told):
    actor = told.link(cast.a.id)
    say_done(actor, told)
    assert standings(cast, told)[cast.a.id] is Standing.DONE
    row = Assignment.objects.get(ask__uid=told.ask, subject_id=cast.a.id)
    seen = Reply.objects.get(pk=row.pk).revision
    accept_reply(cast.aoi, uid=row.uid, seen_revision=seen, now=told.now)
    assert standings(cast, told)[cast.a.id] is Standing.PROVEN


def test_staff_told_adds_up_over_those_who_gave_both_figures(cast, told):
    for own, told_count, of in ((cast.a.id, "8", "10"), (cast.b.id, "5", "")):
        answer(told.link(own), told, N_STATE="received")
        answer(told.link(own), told, N_TOLD=Answer(number=told_count), N_OF=Answer(number=of))
    board = board_for(cast.aoi, notice_for(cast.aoi, told.ask), BoardChoice(), now=told.now)
    assert (board.told.told, board.told.of, board.told_by) == (8, 10, 1)


def test_emi_counts_her_part_of_the_chain_only(cast, told):
    assert set(standings(cast, told, cast.emi)) == {cast.g.id, cast.a.id, cast.s.id}


def test_the_board_is_narrowed_to_one_standing_and_to_group_or_partners(cast, told):
    answer(told.link(cast.a.id), told, N_STATE="acting")
    notice = notice_for(cast.aoi, told.ask)
    acting = board_for(cast.aoi, notice, BoardChoice(standing="acting"), now=told.now)
    assert [row.line.subject.id for row in acting.page] == [cast.a.id]
    group = board_for(cast.aoi, notice, BoardChoice(members="group"), now=told.now)
    assert {row.line.subject.id for row in group.page} == {cast.g.id, cast.h.id}


def test_a_correction_is_read_by_everybody_and_asks_nobody_again(cast, told):
    view = alert_for(cast.aoi, told.alert)
    corrected = replace(TEXT, summary=Bilingual("修正版が公開されました。", "A fix has come out."))
    revise_alert(
        cast.aoi, uid=told.alert, text=corrected, how=Revising(view.revision), now=told.now
    )
    after = alert_for(cast.aoi, told.alert)
    assert (after.version, after.edition) == (1, 2)
    assert notice_for(cast.aoi, told.ask).is_current
    assert notice_of_link(told.link(cast.a.id, is_confirmed=False)).text == corrected


def test_a_material_change_is_a_new_version_and_what_was_said_stays_with_the_old(cast, told):
    say_done(told.link(cast.a.id), told)
    view = alert_for(cast.aoi, told.alert)
    how = Revising(view.revision, is_material=True, note=NOTE)
    revise_alert(cast.aoi, uid=told.alert, text=MORE, how=how, now=told.now)
    assert not notice_for(cast.aoi, told.ask).is_current
    assert notice_of_link(told.link(cast.a.id)).text == TEXT
    again = passed_on(cast, told.alert, after=5)
    assert standings(cast, again)[cast.a.id] is Standing.SILENT
    assert standings(cast, told)[cast.a.id] is Standing.DONE
    read = notice_of_link(again.link(cast.a.id))
    assert (read.version, read.note, len(read.text.actions)) == (2, NOTE, 3)
    assert {
        one.version for one in notices_of(cast.aoi, alert_for(cast.aoi, told.alert), now=again.now)
    } == {1, 2}


def test_an_action_more_cannot_pass_as_a_correction(cast, told):
    view = alert_for(cast.aoi, told.alert)
    with pytest.raises(Invalid, match="is_material"):
        revise_alert(cast.aoi, uid=told.alert, text=MORE, how=Revising(view.revision), now=told.now)
    how = Revising(view.revision, is_material=True)
    with pytest.raises(Invalid, match="note_missing"):
        revise_alert(cast.aoi, uid=told.alert, text=MORE, how=how, now=told.now)


def test_a_draft_changes_freely_and_keeps_its_first_version(cast):
    uid = written(cast)
    revise_alert(cast.aoi, uid=uid, text=MORE, how=Revising(1), now=cast.now)
    view = alert_for(cast.aoi, uid)
    assert (view.version, view.edition, len(view.text.actions)) == (1, 1, 3)
    assert len(editions_of(view)) == 1
    with pytest.raises(Conflict):
        revise_alert(cast.aoi, uid=uid, text=TEXT, how=Revising(1), now=cast.now)


def test_withdrawing_ends_its_asks(cast, told):
    assert withdraw_alert(cast.aoi, uid=told.alert, now=told.now + timedelta(minutes=1)) == 1
    assert ask_for(cast.aoi, told.ask).state == "closed"
    with pytest.raises(Conflict):
        draft_notice(cast.aoi, uid=told.alert, plan=NoticePlan(), now=told.now)


@pytest.mark.parametrize(
    ("label", "members", "code"),
    [
        (Tlp.RED, "group", "alerts.tlp_group"),
        (Tlp.AMBER_STRICT, "both", "alerts.tlp_partners"),
        (Tlp.AMBER_STRICT, "partners", "alerts.tlp_partners"),
    ],
)
def test_a_label_stricter_than_the_audience_is_refused(cast, label, members, code):
    uid = written(cast, replace(TEXT, tlp=label))
    with pytest.raises(Invalid, match=code):
        draft_notice(cast.aoi, uid=uid, plan=NoticePlan(members=members), now=cast.now)


def test_an_audience_widened_afterwards_is_stopped_before_sending(cast):
    from sekisho.apps.asks.actions.drafts import save_audience

    uid = written(cast, replace(TEXT, tlp=Tlp.AMBER_STRICT))
    ask = draft_notice(cast.aoi, uid=uid, plan=NoticePlan(members="group"), now=cast.now)
    view = ask_for(cast.aoi, ask)
    assert "alerts.tlp_partners" not in codes(cast, view)
    wider = AudienceSpec(mode="filter", members="both")
    save_audience(cast.aoi, uid=ask, revision=view.revision, audience=wider, now=cast.now)
    assert "alerts.tlp_partners" in codes(cast, ask_for(cast.aoi, ask))


def codes(cast, view):
    return {snag.code for snag in preflight_of(cast.aoi, view, now=cast.now).snags}


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_shipped_words_leave_nothing_to_answer_about_fair_dealing(cast, kind):
    set_up_sender(cast)
    uid = written(cast, replace(TEXT, tlp=Tlp.CLEAR))
    ask = ask_for(
        cast.aoi,
        draft_notice(cast.aoi, uid=uid, plan=NoticePlan(kind=kind, members="both"), now=cast.now),
    )
    assert not {code for code in codes(cast, ask) if code.startswith("fairness.")}


def test_an_incomplete_alert_or_one_without_actions_is_not_passed_on(cast):
    for text, code in (
        (replace(TEXT, title=Bilingual("題")), "alerts.not_ready"),
        (replace(TEXT, actions=()), "alerts.no_actions"),
    ):
        uid = written(cast, text)
        with pytest.raises(Invalid, match=code):
            draft_notice(cast.aoi, uid=uid, plan=NoticePlan(), now=cast.now)


def test_a_hunt_needs_no_action_and_asks_for_period_and_hits(cast):
    uid = written(cast, replace(TEXT, actions=()))
    told = passed_on(cast, uid, NoticePlan(kind=NoticeKind.HUNT, members="partners"))
    keys = [question.key for question in reply_for(told.link(cast.a.id), now=told.now).asked]
    assert keys[-2:] == ["N-H-HITS", "N-H-WHAT"]
    assert action_key("01") not in keys


def test_the_letter_carries_reason_link_and_check_number(cast, told):
    row = Assignment.objects.get(ask__uid=told.ask, subject_id=cast.a.id)
    waiting = OutboxLetter.objects.get(object_id=row.pk)
    ref = LetterRef(waiting.pk, row.pk, waiting.recipient_id, "ja")
    text = render_requests([ref])[waiting.pk].text
    ask = ask_for(cast.aoi, told.ask)
    assert "修正版を当てる" in text
    assert "架空省 2026-7 2026-11-20" in text
    assert f"{ask.check_number[:4]}-" in text
    assert "alerts.example" not in text


def test_another_company_of_the_group_reads_but_does_not_change(cast, told):
    assert [line.alert.uid for line in alerts_for(cast.emi, now=told.now)] == [told.alert]
    with pytest.raises(NotFound):
        draft_notice(cast.emi, uid=told.alert, plan=NoticePlan(), now=told.now)
    with pytest.raises(NotFound):
        withdraw_alert(cast.ben, uid=told.alert, now=told.now)


def test_a_draft_notice_is_stopped_once_the_alert_has_changed_in_any_way(cast):
    uid = written(cast)
    ask = draft_notice(cast.aoi, uid=uid, plan=NoticePlan(), now=cast.now)
    assert "alerts.overtaken" not in codes(cast, ask_for(cast.aoi, ask))
    later = cast.now + timedelta(minutes=1)
    revise_alert(cast.aoi, uid=uid, text=MORE, how=Revising(1), now=later)
    assert "alerts.overtaken" in codes(cast, ask_for(cast.aoi, ask))


def test_what_a_company_above_has_not_passed_on_is_not_there(cast):
    uid = written(cast, replace(TEXT, tlp=Tlp.RED))
    assert not alerts_for(cast.emi, now=cast.now).total
    with pytest.raises(NotFound):
        alert_for(cast.emi, uid)
    assert alert_for(cast.ben, uid).uid == uid
