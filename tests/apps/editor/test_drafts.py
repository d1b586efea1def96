"""Question sets are begun, changed, undone and published; nobody overwrites anybody."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import yaml

from sekisho.adapters.content import content_folder
from sekisho.apps.asks.actions.sets import load_question_sets, publish_set
from sekisho.apps.asks.models import QuestionSetVersion
from sekisho.apps.asks.queries.set_documents import set_document_for
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.editor.actions.drafts import (
    begin_draft,
    begin_empty,
    begin_from_set,
    change_draft,
    discard_draft,
    next_version,
    undo_step,
)
from sekisho.apps.editor.actions.publishing import confirm_carry, publish_draft
from sekisho.apps.editor.models import DraftStep
from sekisho.apps.editor.queries.carry import carry_between, carry_map
from sekisho.apps.editor.queries.drafts import draft_for, drafts_for, steps_of
from sekisho.engines.question_drafts import (
    document_from,
    draft_from,
    empty_document,
    put_question,
    remove_question,
)
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.cast import add_member

pytestmark = pytest.mark.django_db
SHEET = {
    "title": {"ja": "取引先の様式", "en": "A partner's sheet"},
    "questions": [{"ja": "ひとつ"}],
}


@pytest.fixture
def alert_set(cast):
    load_question_sets(SYSTEM, now=cast.now)
    return next(one for one in sets_for(cast.aoi) if one.key == "meti2022-alert")


@pytest.fixture
def draft(cast, alert_set):
    return begin_from_set(
        cast.aoi, organisation_uid=cast.home.uid, set_uid=alert_set.uid, now=cast.now
    )


def uid_of(actor, draft, key):
    rows = draft_for(actor, draft).draft["questions"]
    return next(row["uid"] for row in rows if row["id"] == key)


def write(actor, draft, key, now, *, seen=1, **fields):
    change = partial(put_question, uid=uid_of(actor, draft, key), fields=fields, seen=seen)
    return change_draft(actor, uid=draft, change=change, what="question", now=now)


def publish(cast, draft, carry=None):
    seen = draft_for(cast.aoi, draft).revision
    return publish_draft(cast.aoi, uid=draft, seen=seen, carry=carry, now=cast.now)


def test_another_room_begins_a_draft_from_values_that_are_incomplete(cast):
    uid = begin_draft(cast.aoi, organisation_uid=cast.g.uid, document=SHEET, now=cast.now)
    view = draft_for(cast.aoi, uid)
    assert view.line.title.ja == "取引先の様式"
    assert view.line.organisation.id == cast.g.id
    with pytest.raises(Invalid):
        publish(cast, uid)
    verbs = [row.verb for row in AuditEntry.objects.all()]
    assert "editor.draft_begun" in verbs


def test_the_next_version_is_the_next_free_one(cast, draft, alert_set):
    assert draft_for(cast.aoi, draft).draft["version"] == "1.1"
    assert next_version("1.0", ("1.0", "1.1")) == "1.2"
    assert next_version("7", ("7",)) == "8"


def test_only_those_who_act_for_the_company_see_and_change_its_drafts(cast):
    manager = add_member("manager.h", "manager h", Role.MANAGER, cast.h.id)
    uid = begin_draft(cast.aoi, organisation_uid=cast.g.uid, document=SHEET, now=cast.now)
    assert [one.uid for one in drafts_for(cast.emi)] == [uid]
    assert not drafts_for(manager)
    for actor in (manager, cast.emi, cast.ben):
        with pytest.raises(NotFound):
            change_draft(actor, uid=uid, change=lambda draft: draft, what="x", now=cast.now)
    with pytest.raises(NotFound):
        begin_empty(manager, organisation_uid=cast.g.uid, key="x", title={}, now=cast.now)


def test_two_people_do_not_overwrite_each_other(cast, draft):
    write(cast.aoi, draft, "M22-RR-01", cast.now, ja="新しい文")
    with pytest.raises(Conflict):
        write(cast.aoi, draft, "M22-RR-01", cast.now, ja="古い画面から")
    write(cast.aoi, draft, "M22-RR-02", cast.now, ja="別の設問は平気")
    rows = {row["id"]: row["ja"] for row in draft_for(cast.aoi, draft).draft["questions"]}
    assert (rows["M22-RR-01"], rows["M22-RR-02"]) == ("新しい文", "別の設問は平気")


def test_saving_what_is_there_already_makes_no_step(cast, draft):
    assert change_draft(cast.aoi, uid=draft, change=dict, what="x", now=cast.now) is None
    assert not DraftStep.objects.exists()


def test_a_change_is_taken_back_for_a_day_and_not_twice(cast, draft):
    step = write(cast.aoi, draft, "M22-RR-01", cast.now, ja="新しい文")
    late = cast.now + timedelta(hours=25)
    with pytest.raises(Conflict):
        undo_step(cast.aoi, uid=draft, step_uid=step, now=late)
    undo_step(cast.aoi, uid=draft, step_uid=step, now=cast.now)
    assert "推測されやすい" in draft_for(cast.aoi, draft).draft["questions"][0]["ja"]
    assert [one.can_undo for one in steps_of(draft_for(cast.aoi, draft), now=cast.now)] == [False]
    with pytest.raises(Conflict):
        undo_step(cast.aoi, uid=draft, step_uid=step, now=cast.now)


def test_publishing_makes_a_version_that_asks_can_use_and_keeps_the_map(cast, draft, alert_set):
    uid = uid_of(cast.aoi, draft, "M22-RR-01")
    change_draft(
        cast.aoi, uid=draft, change=partial(remove_question, uid=uid), what="x", now=cast.now
    )
    _view, document = set_document_for(cast.aoi, alert_set.uid)
    carry = {row["id"]: row["id"] for row in document["questions"]} | {"M22-RR-01": ""}
    published = publish(cast, draft, carry)
    (view,) = [one for one in sets_for(cast.aoi) if one.uid == published]
    assert (view.key, view.version, view.question_count) == ("meti2022-alert", "1.1", 15)
    kept = carry_between(alert_set.key, "1.0", "1.1")
    assert (kept["M22-RR-01"], kept["M22-RR-02"]) == ("", "M22-RR-02")
    assert carry_map(view.id, alert_set.id) is None


def test_without_a_confirmed_map_nothing_crosses_a_material_change(cast, draft, alert_set):
    write(cast.aoi, draft, "M22-RR-01", cast.now, ja="まったく別のことを聞く設問ですか。")
    write(cast.aoi, draft, "M22-RR-02", cast.now, id="NEW-02")
    newer = publish(cast, draft)
    kept = carry_between(alert_set.key, "1.0", "1.1")
    assert (kept["M22-RR-01"], kept["M22-RR-02"], kept["M22-RR-03"]) == ("", "", "M22-RR-03")
    confirm_carry(
        cast.aoi,
        older_uid=alert_set.uid,
        newer_uid=newer,
        carry={"M22-RR-02": "NEW-02", "M22-RR-04": "M22-RR-03"},
        now=cast.now,
    )
    kept = carry_between(alert_set.key, "1.0", "1.1")
    assert (kept["M22-RR-02"], kept["M22-RR-03"]) == ("NEW-02", "")
    assert kept["M22-RR-04"] == "M22-RR-03"
    assert carry_between(alert_set.key, "0.9", "1.1") == {}


def test_a_version_is_published_once_and_only_as_it_was_looked_over(cast, draft):
    seen = draft_for(cast.aoi, draft).revision
    write(cast.aoi, draft, "M22-RR-01", cast.now, ja="新しい文ですか。")
    with pytest.raises(Conflict):
        publish_draft(cast.aoi, uid=draft, seen=seen, carry=None, now=cast.now)
    publish(cast, draft)
    with pytest.raises(Conflict) as refused:
        publish(cast, draft)
    assert refused.value.code == "editor.version_exists"


def test_a_map_that_leads_two_questions_to_one_is_refused(cast, draft, alert_set):
    with pytest.raises(Invalid):
        publish(cast, draft, {"M22-RR-01": "M22-RR-02", "M22-RR-02": "M22-RR-02"})
    assert len([one for one in sets_for(cast.aoi) if one.key == alert_set.key]) == 1


def test_a_reader_confirms_no_map(cast, draft, alert_set):
    newer = publish(cast, draft)
    with pytest.raises(Forbidden):
        confirm_carry(cast.ben, older_uid=alert_set.uid, newer_uid=newer, carry={}, now=cast.now)
    confirm_carry(
        cast.aoi, older_uid=alert_set.uid, newer_uid=newer, carry={"M22-RR-01": ""}, now=cast.now
    )


def test_a_draft_thrown_away_leaves_what_was_published(cast, draft):
    published = publish(cast, draft)
    discard_draft(cast.aoi, uid=draft, now=cast.now)
    with pytest.raises(NotFound):
        draft_for(cast.aoi, draft)
    assert published in {one.uid for one in sets_for(cast.aoi)}


def mine(words):
    """A published set of our own, as short as can be."""
    document = empty_document("own-check", ja="自社の点検", en="Our own check")
    document |= {"version": "9.0", "use": {"ja": "社内の点検", "en": "Our own checks"}}
    document["categories"][0] |= {"ja": "はじめに", "en": "To begin with"}
    document["questions"][0] |= {"ja": words, "en": words}
    return document_from(draft_from(document, lambda: str(new_id())))


def ship(monkeypatch, tmp_path, cast, document):
    folder = tmp_path / "question-sets"
    folder.mkdir(exist_ok=True)
    for schema in (content_folder() / "question-sets").glob("*.json"):
        (folder / schema.name).write_bytes(schema.read_bytes())
    (folder / "own-check.yaml").write_text(yaml.safe_dump(document, allow_unicode=True))
    monkeypatch.setattr("sekisho.apps.asks.actions.sets.content_folder", lambda: tmp_path)
    return load_question_sets(SYSTEM, now=cast.now)


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_shipped_file_never_replaces_what_somebody_published_here(
    cast, monkeypatch, tmp_path, caplog, is_sent
):
    ours = mine("自社の設問ですか。")
    uid = publish_set(cast.aoi, document=ours, now=cast.now, is_own=True)
    QuestionSetVersion.objects.filter(uid=uid).update(is_frozen=is_sent)
    assert ship(monkeypatch, tmp_path, cast, mine("別の設問ですか。")) == 0
    assert "own-check 9.0" in caplog.text
    _view, kept = set_document_for(cast.aoi, uid)
    assert kept["questions"][0]["ja"] == "自社の設問ですか。"


def test_publishing_over_a_version_with_other_words_is_refused_by_the_store_itself(cast):
    first = mine("ひとつめですか。")
    publish_set(cast.aoi, document=first, now=cast.now, is_own=True)
    publish_set(cast.aoi, document=first, now=cast.now, is_own=True)
    other = mine("ふたつめですか。")
    for is_own in (True, False):
        with pytest.raises(Conflict, match="set_exists"):
            publish_set(cast.aoi, document=other, now=cast.now, is_own=is_own)


def test_a_set_of_an_alert_is_replaced_until_it_is_sent(cast):
    publish_set(cast.aoi, document=mine("ひとつめですか。"), now=cast.now)
    uid = publish_set(cast.aoi, document=mine("ふたつめですか。"), now=cast.now)
    assert set_document_for(cast.aoi, uid)[1]["questions"][0]["ja"] == "ふたつめですか。"
