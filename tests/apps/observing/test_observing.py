"""Files are read once and forgotten; what they show waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.inventory.queries.entries import EntryFilter, entries_for, entry_for
from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.sealed import open_words
from sekisho.apps.observing.actions.deciding import confirm_notices, take_values
from sekisho.apps.observing.actions.uploads import (
    KEPT_FOR,
    UNREAD_FOR,
    begin_reading,
    erase_observation,
    tidy,
)
from sekisho.apps.observing.jobs import read
from sekisho.apps.observing.models import Observation, Part
from sekisho.apps.observing.queries.observations import latest_observations, observation_for
from sekisho.apps.observing.web.words import CODES, finding_words
from sekisho.apps.work.models import Run
from sekisho.engines.inventory import Confidence, Source
from sekisho.engines.observing import AccountFault, MachineState, Usage, Verdict
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Grant, Role
from sekisho.kernel.errors import Conflict, Forbidden, NotFound, Problem, TooLarge, Unreadable
from tests.apps.inventory.world import SAID, answered
from tests.apps.observing.world import (
    CHOICE,
    brought,
    codes,
    connected,
    flow,
    log,
    read_through,
)
from tests.apps.partners.test_contracts import written as contracted

pytestmark = pytest.mark.django_db

ACCOUNTS = """アカウント名,取引先,最終サインイン,多要素認証,有効
chika@a.example,{a},2026-11-10,はい,有効
old@a.example,{a},2026-05-01,いいえ,有効
dan@b.example,{b},2026-11-10,,有効
who@x.example,知らない会社,2026-11-10,はい,有効
gone@b.example,{b},2026-01-01,いいえ,無効
,{a},2026-11-10,はい,有効
"""
MACHINES = """端末名,会社,インターネットからのマクロ
PC-1,{a},ブロック
PC-2,{a},許可
PC-3,{a},既定
"""


def confirmed(cast, found, numbers):
    words = {
        one["n"]: finding_words(one) for one in found.content["notices"] if one["n"] in numbers
    }
    return confirm_notices(
        cast.aoi, uid=found.uid, revision=found.revision, words=words, now=cast.now
    )


def manager(cast, *places):
    grants = frozenset(Grant(Role.MANAGER, one.id) for one in places)
    return replace(cast.emi, grants=grants)


def test_what_nobody_approved_and_what_nobody_uses_comes_up(cast):
    connected(cast, cast.a)
    idle = connected(cast, cast.b, cast.h, from_addresses="198.51.100.0/28")
    found = read_through(cast, log(flow(), flow(port=22), flow(port=22), flow("192.0.2.9")))
    assert codes(found) == [("unapproved", cast.a.id), ("stranger", 0), ("forgotten", cast.b.id)]
    first, _second, last = found.content["notices"]
    assert (first["detail"]["port"], first["detail"]["rows"]) == (22, 2)
    assert last["detail"]["entry"] == str(idle)
    assert found.content["verdicts"] == {"approved": 1, "unapproved": 1, "stranger": 1}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"approved_until": "2026-11-09"}, "expired"),
        ({"approved_until": None}, "undated"),
        ({"ports": None}, "unapproved"),
        ({"opened_from": None}, "unapproved"),
        ({"opened_from": "target"}, "unapproved"),
    ],
)
def test_an_approval_holds_only_as_far_as_it_is_known(cast, changed, code):
    values = {key: value for key, value in changed.items() if value is not None}
    uid = connected(cast, cast.a, **values)
    for key in (key for key, value in changed.items() if value is None):
        _forget_value(cast, uid, key)
    assert codes(read_through(cast, log(flow())))[0] == (code, cast.a.id)


def _forget_value(cast, uid, key):
    from sekisho.apps.inventory.actions.entries import EntryDraft, change_entry
    from sekisho.apps.inventory.actions.writing import Ends
    from tests.apps.inventory.world import TOLD

    entry = entry_for(cast.aoi, uid)
    given = EntryDraft("回線", {key: None}, TOLD, ends=Ends(entry.target.uid))
    change_entry(cast.aoi, uid=uid, revision=entry.revision, draft=given, now=cast.now)


def test_nothing_of_a_log_is_kept_but_the_sealed_summary(cast):
    connected(cast, cast.a)
    uid = brought(cast, log(flow(port=4711)))
    sealed = b"".join(bytes(one.sealed) for one in Part.objects.all())
    assert Part.objects.count() == 1
    assert b"203.0.113.5" not in sealed
    begin_with_guess(cast, uid)
    assert not Part.objects.exists()
    row = Observation.objects.get(uid=uid)
    assert all(word not in bytes(row.sealed) for word in (b"203.0.113.5", b"4711", b"flows.csv"))


def begin_with_guess(cast, uid):
    mapping = observation_for(cast.aoi, uid).content["guess"]
    run = begin_reading(cast.aoi, uid=uid, choice={**CHOICE, "mapping": mapping}, now=cast.now)
    read(str(run), Observation.objects.get(uid=uid).pk)
    return run


def test_a_broken_row_is_named_and_every_row_is_accounted_for(cast):
    found = read_through(cast, log(flow(), "kaputt", flow("nirgends"), flow("10.2.0.1")))
    assert found.content["lines"] == [3, 4]
    assert sum(found.content["counts"].values()) == found.content["rows"] == 4
    assert found.content["counts"]["broken"] == 2


def test_a_log_that_cannot_be_read_says_so_and_is_forgotten(cast):
    uid = brought(cast, log(flow()))
    choice = {**CHOICE, "mapping": {"source": "src_ip", "target": "weg", "port": "dst_port"}}
    run = begin_reading(cast.aoi, uid=uid, choice=choice, now=cast.now)
    read(str(run), Observation.objects.get(uid=uid).pk)
    found = observation_for(cast.aoi, uid)
    assert (found.state, found.content["fault"]) == ("failed", "flowlogs.column_missing")
    assert not Part.objects.exists()
    assert Run.objects.get(uid=run).state == "failed"


def test_a_reading_that_is_stopped_forgets_the_file(cast):
    uid = brought(cast, log(flow()))
    mapping = observation_for(cast.aoi, uid).content["guess"]
    run = begin_reading(cast.aoi, uid=uid, choice={**CHOICE, "mapping": mapping}, now=cast.now)
    Run.objects.filter(uid=run).update(is_cancel_asked=True)
    read(str(run), Observation.objects.get(uid=uid).pk)
    assert observation_for(cast.aoi, uid).state == "failed"
    assert (Run.objects.get(uid=run).state, Part.objects.count()) == ("cancelled", 0)


def test_an_answer_that_says_the_contrary_stands_beside_it(cast):
    connected(cast, cast.a)
    answered(cast, said=SAID)
    found = read_through(cast, log(flow(port=3389)))
    notice = found.content["notices"][0]
    assert "どれかわかりますか" in notice["contrary"]["ja"]
    assert confirmed(cast, found, {notice["n"]}) == 1
    row = Finding.objects.get(source="observation")
    words = open_words(row, row.uid, row.sealed)
    assert (row.organisation_id, row.asked_by_id, row.is_high) == (cast.a.id, cast.home.id, True)
    assert "どれかわかりますか" in words.question.ja
    assert "though" in words.question.en
    assert ":3389/tcp" in words.answer


def test_what_a_sister_company_was_told_contradicts_nothing_here(cast):
    connected(cast, cast.s, cast.g)
    answered(cast, asker=cast.h, holder=replace(cast.chika, organisation_id=cast.s.id), said=SAID)
    lead = manager(cast, cast.g)
    notice = read_through(cast, log(flow(port=3389)), actor=lead).content["notices"][0]
    assert (notice["at"], "contrary" in notice) == (cast.s.id, False)


def test_nothing_becomes_a_finding_by_itself_nor_twice_nor_without_a_partner(cast):
    connected(cast, cast.a)
    found = read_through(cast, log(flow(port=22), flow("192.0.2.9")))
    assert not Finding.objects.exists()
    assert confirmed(cast, found, {0, 1}) == 1
    again = observation_for(cast.aoi, found.uid)
    assert confirmed(cast, again, {0, 1}) == 0
    with pytest.raises(Conflict):
        confirmed(cast, found, {0})
    assert Finding.objects.count() == 1


def test_a_day_seen_is_written_into_the_connection_as_observed(cast):
    uid = connected(cast, cast.a)
    found = read_through(cast, log(flow()))
    assert take_values(cast.aoi, uid=found.uid, revision=found.revision, now=cast.now) == 1
    entry = entry_for(cast.aoi, uid)
    fact = entry.facts["last_seen_on"]
    assert (fact.value, entry.name) == ("2026-11-10", "回線")
    assert (fact.stamp.source, fact.stamp.confidence, fact.stamp.detail) == (
        Source.OBSERVATION,
        Confidence.OBSERVED,
        "flows.csv",
    )
    later = observation_for(cast.aoi, found.uid)
    with pytest.raises(Conflict):
        take_values(cast.aoi, uid=found.uid, revision=later.revision, now=cast.now)


def test_accounts_are_held_against_contracts_and_days(cast):
    contracted(cast, cast.a, cast.g, ends_on=None)
    contracted(cast, cast.b, cast.h, ends_on=(cast.now - timedelta(days=3)).date())
    data = ACCOUNTS.format(a=cast.a.name, b=cast.b.name).encode()
    found = read_through(cast, data, kind="accounts", name="accounts.csv")
    seen = {(one["code"], one["label"].split("@")[0]) for one in found.content["notices"]}
    assert seen == {
        ("without_mfa", "old"),
        ("unused", "old"),
        ("ended_contract", "dan"),
        ("mfa_unknown", "dan"),
        ("unknown_partner", "who"),
    }
    assert (found.content["lines"], found.content["disabled"]) == ([7], 1)
    assert take_values(cast.aoi, uid=found.uid, revision=found.revision, now=cast.now) == 4
    names = {one.name: one for one in entries_for(cast.aoi, EntryFilter(kind="account"))}
    assert names["old@a.example"].facts["mfa"].value == "no"
    assert "mfa" not in names["dan@b.example"].facts
    assert "who@x.example" not in names


def test_machines_whose_macros_are_not_surely_blocked_come_up(cast):
    data = MACHINES.format(a=cast.a.name).encode()
    found = read_through(cast, data, kind="machines", name="macros.csv")
    assert codes(found) == [("open", cast.a.id), ("macro_unknown", cast.a.id)]
    assert found.content["blocked"] == 1


def test_only_who_may_run_at_the_place_sees_a_file(cast):
    uid = brought(cast, log(flow()))
    for one in (cast.ben, cast.emi, manager(cast, cast.g)):
        assert latest_observations(one) == ()
        with pytest.raises(NotFound):
            observation_for(one, uid)
        with pytest.raises(NotFound):
            erase_observation(one, uid=uid, now=cast.now)
    with pytest.raises(Forbidden):
        brought(cast, log(flow()), actor=cast.emi)


def test_a_summary_tells_nothing_of_another_company_of_its_uploader(cast):
    connected(cast, cast.a)
    connected(cast, cast.b, cast.h, from_addresses="198.51.100.0/28")
    both = manager(cast, cast.g, cast.h)
    found = read_through(cast, log(flow(port=22), flow("198.51.100.3")), actor=both)
    place = found.organisation_id
    other = cast.b.id if place == cast.g.id else cast.a.id
    assert other not in {at for _code, at in codes(found)}


def test_files_nobody_reads_and_old_summaries_are_forgotten(cast):
    connected(cast, cast.a)
    unread = brought(cast, log(flow()))
    done = read_through(cast, log(flow(port=22))).uid
    tidy(SYSTEM, now=cast.now + UNREAD_FOR + timedelta(minutes=1))
    assert not Part.objects.exists()
    with pytest.raises(NotFound):
        observation_for(cast.aoi, unread)
    assert observation_for(cast.aoi, done).state == "done"
    tidy(SYSTEM, now=clock.now() + KEPT_FOR + timedelta(days=1))
    assert {bytes(row.sealed) for row in Observation.objects.all()} == {b""}
    assert AuditEntry.objects.filter(verb="observing.forgotten").count() == 2


def test_an_erased_summary_leaves_its_findings(cast):
    connected(cast, cast.a)
    found = read_through(cast, log(flow(port=22)))
    confirmed(cast, found, {0})
    erase_observation(cast.aoi, uid=found.uid, now=cast.now)
    assert latest_observations(cast.aoi) == ()
    assert Finding.objects.count() == 1


def test_a_file_beyond_the_limit_or_of_another_sort_is_refused(cast, settings):
    with pytest.raises(Unreadable):
        brought(cast, b"PAR1 nothing")
    with pytest.raises(Problem):
        brought(cast, b"\x00\x01", kind="accounts", name="a.xlsx")
    settings.SEKISHO_UPLOAD_LIMIT_MB = 0
    with pytest.raises(TooLarge):
        brought(cast, log(flow()))
    assert not Observation.objects.exists()


def test_every_code_that_may_come_up_has_words():
    told = {*AccountFault, *Verdict, *Usage} - {Verdict.APPROVED, Verdict.BLOCKED, Usage.SEEN}
    assert {str(one) for one in told} | {MachineState.OPEN.value, "macro_unknown"} == set(CODES)
