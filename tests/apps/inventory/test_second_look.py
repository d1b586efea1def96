"""What a second reader of the room found: each of these once went wrong."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from sekisho.apps.inventory.actions.entries import (
    EntryDraft,
    add_entry,
    change_entry,
    remove_entry,
    restore_entry,
)
from sekisho.apps.inventory.actions.intakes.steps import Upload, start_intake, take_intake
from sekisho.apps.inventory.actions.proposals import (
    Taken,
    decide_answer,
    draw_proposals,
    take_proposal,
)
from sekisho.apps.inventory.actions.writing import Ends
from sekisho.apps.inventory.jobs import bring_in
from sekisho.apps.inventory.models import Entry, Intake, Proposal
from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for, entry_for
from sekisho.apps.inventory.queries.intakes import intake_for
from sekisho.apps.inventory.queries.proposals import proposals_for
from sekisho.engines.inventory import Confidence
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import Grant, Role
from sekisho.kernel.errors import Conflict, NotFound
from tests.apps.inventory.world import (
    SAID,
    SECRET,
    TOLD,
    added,
    answered,
    decide_all,
    draft,
    linked,
    sheet,
)

pytestmark = pytest.mark.django_db
SEEN = replace(TOLD, confidence=Confidence.OBSERVED)


def waiting(actor):
    return {one.name: one for one in proposals_for(actor).rows}


def uids(actor):
    return [one.uid for one in proposals_for(actor).rows]


def told_again(visitor, monkeypatch, **changed):
    """The same answer as it would read after it was returned and submitted once more."""
    from sekisho.apps.inventory.actions import proposals

    reply = proposals.reached_reply(proposals.SYSTEM, visitor.assignment_id)
    later = replace(reply, answers={**reply.answers, **changed})
    monkeypatch.setattr(proposals, "reached_reply", lambda *_args: later)


def observed(cast, at, name, **values):
    given = EntryDraft(name=name, values=values, stamp=SEEN, ends=Ends())
    return add_entry(cast.aoi, kind="device", organisation_uid=at.uid, draft=given, now=cast.now)


def brought(actor, kind, now, *rows):
    upload = Upload(BytesIO(sheet(*rows)), "一覧.xlsx")
    return start_intake(actor, kind=kind, upload=upload, now=now)


def test_the_place_of_a_proposal_does_not_tell_a_thief_what_was_answered(cast):
    said = {**SAID, "CI-04": Answer(choice_keys=("no",), followup="現場の箱")}
    answered(cast, said=said)
    places = " ".join(Proposal.objects.values_list("place", flat=True))
    assert "現場の箱" in waiting(cast.aoi)
    assert not any(word in places for word in ("CI-", "no", "partial", "vpn"))


def test_a_line_put_before_one_that_was_decided_is_proposed(cast, monkeypatch):
    visitor = answered(cast)
    found = waiting(cast.aoi)[SECRET]
    take_proposal(cast.aoi, uid=found.uid, taken=Taken(found.name, found.values), now=cast.now)
    longer = Answer(choice_keys=("yes",), followup=f"新しい箱\n{SECRET}\n架空ルーター 2台")
    told_again(visitor, monkeypatch, **{"CI-06": longer})
    draw_proposals(assignment_id=visitor.assignment_id, now=cast.now)
    assert sorted(waiting(cast.aoi)) == sorted(["受発注の回線", "新しい箱", "架空ルーター 2台"])


def test_a_value_that_was_answered_otherwise_after_the_decision_comes_up_again(cast, monkeypatch):
    visitor = answered(cast)
    decide_all(cast, cast.aoi, visitor.row.uid, is_taken=True)
    told_again(visitor, monkeypatch, **{"CI-07": Answer(choice_keys=("no",))})
    draw_proposals(assignment_id=visitor.assignment_id, now=cast.now)
    assert waiting(cast.aoi)[SECRET].values["is_supported"] == "no"


def test_all_at_once_means_what_was_shown_and_nothing_that_came_since(cast):
    visitor = answered(cast)
    shown = uids(cast.aoi)[:2]
    assert (
        decide_answer(
            cast.aoi, assignment_uid=visitor.row.uid, uids=shown, is_taken=True, now=cast.now
        )
        == 2
    )
    assert len(waiting(cast.aoi)) == 1


def test_an_answer_all_at_once_never_overwrites_what_was_observed(cast):
    known = observed(cast, cast.a, SECRET, is_supported="no")
    visitor = answered(cast)
    assert decide_all(cast, cast.aoi, visitor.row.uid, is_taken=True) == 2
    assert entry_for(cast.aoi, known).facts["is_supported"].value == "no"
    left = waiting(cast.aoi)[SECRET]
    assert left.outweighed == ("is_supported",)
    take_proposal(cast.aoi, uid=left.uid, taken=Taken(left.name, left.values), now=cast.now)
    assert entry_for(cast.aoi, known).facts["is_supported"].value == "yes"


def test_a_name_that_two_entries_have_is_not_settled_by_chance(cast):
    for code in ("甲", "乙"):
        given = replace(draft(SECRET, is_supported="no"), own_code=code)
        add_entry(cast.aoi, kind="device", organisation_uid=cast.a.uid, draft=given, now=cast.now)
    visitor = answered(cast)
    found = waiting(cast.aoi)[SECRET]
    with pytest.raises(Conflict) as caught:
        take_proposal(cast.aoi, uid=found.uid, taken=Taken(found.name, found.values), now=cast.now)
    assert caught.value.code == "inventory.name_shared"
    assert decide_all(cast, cast.aoi, visitor.row.uid, is_taken=True) == 2
    assert {
        one.facts["is_supported"].value for one in entries_for(cast.aoi, EntryFilter(query=SECRET))
    } == {"no"}


def test_an_explanation_under_another_choice_hides_no_device(cast):
    said = {**SAID, "CI-06": Answer(choice_keys=("no",), followup="担当者が不在")}
    answered(cast, said=said)
    assert "VPN装置" in waiting(cast.aoi)


def test_the_forty_first_line_of_an_answer_is_proposed_too(cast):
    lines = "\n".join(f"箱{number}" for number in range(60))
    answered(cast, said={**SAID, "CI-06": Answer(choice_keys=("yes",), followup=lines)})
    assert Proposal.objects.filter(kind="device").count() == 60


def test_a_thing_taken_out_leaves_the_links_of_others_alone(cast):
    device = added(cast, cast.s)
    ends = Ends(cast.h.uid, device)
    given = EntryDraft(name="", values={}, stamp=TOLD, ends=ends)
    hidden = add_entry(
        cast.aoi, kind="connection", organisation_uid=cast.s.uid, draft=given, now=cast.now
    )
    with pytest.raises(NotFound):
        entry_for(cast.emi, hidden)
    remove_entry(cast.emi, uid=device, now=cast.now)
    assert not entry_for(cast.aoi, hidden).is_removed
    restore_entry(cast.emi, uid=device, now=cast.now)
    assert not entry_for(cast.aoi, device).is_removed


def test_a_code_that_stands_at_a_hidden_link_refuses_the_row_and_breaks_nothing(cast):
    hidden = linked(cast, cast.s, cast.h)
    Entry.objects.filter(uid=hidden).update(own_code="C-1")
    lead = replace(cast.emi, grants=frozenset({Grant(Role.MANAGER, cast.g.id)}))
    head = ("自社の管理番号", "つなぐ側", "つながる先", "用途")
    uid = brought(lead, "connection", cast.now, head, ("C-1", cast.s.name, cast.g.name, "保守"))
    row = intake_for(lead, uid).rows[0]
    assert (row.verdict, row.faults[0].code) == ("refused", "inventory.row.code_taken")


def test_a_list_is_looked_over_with_what_it_will_be_brought_in_with(cast):
    both = replace(
        cast.emi, grants=frozenset({Grant(Role.MANAGER, one.id) for one in (cast.g, cast.h)})
    )
    head = ("組織", "名称")
    uid = brought(both, "device", cast.now, head, (cast.a.name, "甲"), (cast.b.name, "乙"))
    found = intake_for(both, uid)
    run = take_intake(both, uid=uid, now=cast.now)
    bring_in(str(run), found.id)
    good = len(found.good_rows)
    assert Entry.objects.count() == good
    only_g = replace(cast.emi, grants=frozenset({Grant(Role.MANAGER, cast.g.id)}))
    only_h = replace(cast.emi, grants=frozenset({Grant(Role.MANAGER, cast.h.id)}))
    for one in (only_g, only_h):
        names = {row.name for row in intake_rows(one, uid) if row.verdict != "refused"}
        assert names <= {view.name for view in entries_for(one, EntryFilter())}


def intake_rows(actor, uid):
    try:
        return intake_for(actor, uid).rows
    except NotFound:
        return ()


def test_a_row_that_could_not_be_brought_in_any_more_is_counted(cast):
    head = ("自社の管理番号", "組織", "名称")
    uid = brought(cast.aoi, "device", cast.now, head, ("D-1", cast.a.name, "甲"))
    run = take_intake(cast.aoi, uid=uid, now=cast.now)
    for _twin in range(2):
        added(cast, cast.a, name="甲")
    Intake.objects.filter(uid=uid).update(done_rows=0)
    bring_in(str(run), Intake.objects.get(uid=uid).pk)
    assert intake_for(cast.aoi, uid).counts["left"] == 1


def test_the_record_names_who_brought_the_list_in_not_who_uploaded_it(cast):
    from sekisho.apps.audit.models import AuditEntry

    uid = brought(cast.aoi, "device", cast.now, ("組織", "名称"), (cast.a.name, "甲"))
    second = replace(cast.aoi, uid=cast.ben.uid)
    run = take_intake(second, uid=uid, now=cast.now)
    bring_in(str(run), Intake.objects.get(uid=uid).pk)
    done = AuditEntry.objects.get(verb="inventory.list_done")
    assert done.actor_uid == second.uid != cast.aoi.uid


def test_a_change_by_an_answer_is_noticed_by_who_has_the_entry_open(cast):
    known = added(cast, cast.a, name=SECRET)
    seen = entry_for(cast.aoi, known).revision
    visitor = answered(cast)
    decide_all(cast, cast.aoi, visitor.row.uid, is_taken=True)
    with pytest.raises(Conflict):
        change_entry(cast.aoi, uid=known, revision=seen, draft=draft(SECRET), now=cast.now)
