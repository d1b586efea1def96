"""The chain of an actor: within reach only, up to date, large ones reckoned by the worker."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.chain import jobs
from sekisho.apps.chain.actions.reckoning import forget_unused, reckon_kept, want_chain
from sekisho.apps.chain.models import Kept, Piece
from sekisho.apps.chain.queries import standing
from sekisho.apps.chain.queries.labels import labels_for, node_for, nodes_named
from sekisho.apps.chain.queries.overview import overview_for
from sekisho.apps.chain.queries.standing import chain_for, drawn_for, standing_for
from sekisho.apps.inventory.actions.entries import remove_entry
from sekisho.apps.organisations.actions import NewRelation, add_relations
from sekisho.apps.work.models import Run
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import NotFound, Unavailable
from tests.apps.inventory.world import added, linked
from tests.factories.cast import CANARY_B, CANARY_H


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


@pytest.fixture
def large(monkeypatch):
    """As if every chain were large."""
    monkeypatch.setattr(standing, "MOST_BODIES_AT_ONCE", 0)


def run_jobs(cast):
    """What the worker does, at the day of the cast."""
    for row in Kept.objects.exclude(run_uid=None):
        reckon_kept(row.pk, tick=lambda _done: None, now=cast.now)


def names(actor, chain):
    labels = labels_for(actor, chain, range(chain.snapshot.nodes))
    return {one.company.id for one in labels.values() if one.company}


def test_from_the_register_alone_everybody_within_reach_is_in_the_chain(cast):
    chain = chain_for(cast.aoi, now=cast.now)
    assert names(cast.aoi, chain) == {
        one.id for one in (cast.home, cast.g, cast.h, cast.a, cast.b, cast.s, cast.r)
    }
    assert chain.names[chain.assets[0]] == f"organisation:{cast.home.id}"


def test_a_group_company_sees_its_own_part_and_nothing_of_its_sister(cast):
    secret = added(cast, cast.b, name="秘密の装置")
    chain = chain_for(cast.emi, now=cast.now)
    assert names(cast.emi, chain) == {cast.g.id, cast.a.id, cast.s.id}
    assert f"entry:{secret}" not in chain.place
    with pytest.raises(NotFound):
        node_for(cast.emi, chain, secret)
    with pytest.raises(NotFound):
        node_for(cast.emi, chain, cast.h.uid)
    for words in (CANARY_H, CANARY_B, "秘密の装置"):
        assert nodes_named(cast.emi, chain, words) == ()
    assert chain.names[chain.assets[0]] == f"organisation:{cast.g.id}"


def test_a_node_is_found_by_name_and_named_through_the_gate(cast):
    uid = added(cast, cast.a, name="装置X")
    chain = chain_for(cast.aoi, now=cast.now)
    (node,) = nodes_named(cast.aoi, chain, "装置X")
    assert node == node_for(cast.aoi, chain, uid)
    label = labels_for(cast.aoi, chain, [node])[node]
    assert (label.name, label.kind, label.company.id, label.is_entry) == (
        "装置X",
        "device",
        cast.a.id,
        True,
    )
    body = node_for(cast.aoi, chain, cast.a.uid)
    assert labels_for(cast.aoi, chain, [body])[body].name == cast.a.name
    assert body in nodes_named(cast.aoi, chain, "あさひ")


def test_the_same_chain_stays_in_memory_until_something_changes(cast):
    first = chain_for(cast.aoi, now=cast.now)
    assert chain_for(cast.ben, now=cast.now) is first  # the same reach
    assert chain_for(cast.emi, now=cast.now) is not first
    changes = [
        lambda: added(cast, cast.a, name="装置"),
        lambda: linked(cast, cast.a, cast.g),
        lambda: add_relations(
            SYSTEM,
            relations=[NewRelation(cast.a.id, cast.h.id, "procurement", "部品")],
            now=cast.now,
        ),
    ]
    for change in changes:
        change()
        second = chain_for(cast.aoi, now=cast.now)
        assert second.digest != first.digest
        first = second
    assert chain_for(cast.aoi, now=cast.now + timedelta(days=1)) is not first


def test_what_was_removed_is_in_no_chain_any_more(cast):
    uid = added(cast, cast.a)
    assert f"entry:{uid}" in chain_for(cast.aoi, now=cast.now).place
    remove_entry(cast.aoi, uid=uid, now=cast.now)
    assert f"entry:{uid}" not in chain_for(cast.aoi, now=cast.now).place


def test_a_large_chain_waits_for_the_worker_and_comes_back_the_same(cast, large):
    added(cast, cast.a, is_exposed="yes")
    assert standing_for(cast.aoi, now=cast.now) is None
    with pytest.raises(Unavailable):
        chain_for(cast.aoi, now=cast.now)
    run = want_chain(cast.aoi, now=cast.now)
    assert want_chain(cast.ben, now=cast.now) == run  # one piece of work for all who see the same
    run_jobs(cast)
    found = standing_for(cast.ben, now=cast.now)
    assert found.is_current
    assert found.chain.digest == drawn_for(cast.aoi, now=cast.now).digest
    assert found.chain.counts == drawn_for(cast.aoi, now=cast.now).counts
    assert want_chain(cast.aoi, now=cast.now) is None
    assert standing_for(cast.emi, now=cast.now) is None


def test_the_job_ends_the_run_and_may_be_started_again(cast, large):
    run = want_chain(cast.aoi, now=clock.now())
    row = Kept.objects.get()
    for _ in range(2):
        jobs.reckon(str(run), row.pk)
        assert Run.objects.get(uid=run).state == "done"
    assert standing_for(cast.aoi, now=clock.now()).is_current


def test_after_a_change_the_older_chain_is_shown_as_such_until_the_newer_is_there(cast, large):
    want_chain(cast.aoi, now=cast.now)
    run_jobs(cast)
    added(cast, cast.a)
    assert not standing_for(cast.aoi, now=cast.now).is_current
    want_chain(cast.aoi, now=cast.now)
    run_jobs(cast)
    assert standing_for(cast.aoi, now=cast.now).is_current
    assert set(Piece.objects.values_list("edition", flat=True)) == {2}


def test_nothing_of_a_kept_chain_stands_in_the_clear(cast, large):
    uid = added(cast, cast.a, is_exposed="yes")
    want_chain(cast.aoi, now=cast.now)
    run_jobs(cast)
    for piece in Piece.objects.all():
        data = bytes(piece.sealed)
        assert str(uid).encode() not in data
        assert b"organisation" not in data
        assert b"numpy" not in data


def test_chains_that_nobody_wants_are_forgotten_after_a_month(cast, large):
    want_chain(cast.aoi, now=cast.now)
    assert forget_unused(SYSTEM, now=cast.now + timedelta(days=20)) == 0
    assert forget_unused(SYSTEM, now=cast.now + timedelta(days=40)) == 1
    assert not Kept.objects.exists()


def test_the_first_answer_names_who_would_stop_us_and_the_weakest_ways_in(cast):
    found = overview_for(cast.emi, chain_for(cast.emi, now=cast.now))
    assert {row.label.company.id for row in found.rows} == {cast.a.id, cast.s.id}
    assert found.are_alike
    assert {way.start.company.id for way in found.weakest} == {cast.a.id, cast.s.id}
    assert found.defaults["entry"] == 2
    assert found.unsure_share == 1
    linked(cast, cast.a, cast.g, kind="supply", stock_days=12)
    found = overview_for(cast.emi, chain_for(cast.emi, now=cast.now))
    assert [row.label.company.id for row in found.rows] == [cast.s.id, cast.a.id]
    assert [row.stock_days for row in found.rows] == pytest.approx([1, 12])
    assert not found.are_alike
