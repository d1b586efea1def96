"""Entries by hand: kept sealed, seen by those who reach both ends, known to the chain."""

from __future__ import annotations

import pytest
from django.db import connection

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.inventory.actions.entries import change_entry, remove_entry, restore_entry
from sekisho.apps.inventory.actions.writing import Ends
from sekisho.apps.inventory.models import Entry
from sekisho.apps.inventory.queries.entries import (
    EntryFilter,
    entries_for,
    entry_for,
    kind_counts,
)
from sekisho.apps.inventory.queries.material import chain_material_for
from sekisho.engines.inventory import Confidence
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from tests.apps.inventory.world import SECRET, added, draft, linked

pytestmark = pytest.mark.django_db


def names(actor, **more):
    return [one.name for one in entries_for(actor, EntryFilter(**more))]


def test_a_device_is_kept_sealed_with_where_each_value_comes_from(cast):
    uid = added(cast, cast.a, name=SECRET, version=SECRET, mfa="no")
    row = Entry.objects.get()
    plain = " ".join(str(getattr(row, one.name)) for one in Entry._meta.fields)
    assert SECRET not in plain
    assert SECRET.encode() not in bytes(row.sealed)
    found = entry_for(cast.aoi, uid)
    assert (found.name, found.facts["version"].value) == (SECRET, SECRET)
    assert found.facts["mfa"].stamp.detail == "訪問"
    assert found.weakest is Confidence.DECLARED
    assert row.unknown_count == len(found.unknown) == len(found.kind.fields) - 2
    assert AuditEntry.objects.latest("seq").verb == "inventory.added"


def test_the_name_of_a_site_stands_in_the_clear_and_is_found_by_a_part(cast):
    added(cast, cast.a, kind="site", name="架空第一工場")
    added(cast, cast.a, name="秘密の装置")
    assert names(cast.aoi, query="第一") == ["架空第一工場"]
    assert names(cast.aoi, query="秘密") == []
    assert names(cast.aoi, query="秘密の 装置") == ["秘密の装置"]
    assert len(names(cast.aoi, query="あさひ")) == 2


def test_an_entry_is_seen_only_from_where_its_company_is(cast):
    at_a, at_b = added(cast, cast.a, name="A装置"), added(cast, cast.b, name="B装置")
    assert names(cast.emi) == ["A装置"]
    assert kind_counts(cast.emi) == {"device": 1}
    assert entry_for(cast.emi, at_a).name == "A装置"
    with pytest.raises(NotFound):
        entry_for(cast.emi, at_b)
    with pytest.raises(NotFound):
        added(cast, cast.b, actor=cast.emi)
    with pytest.raises(NotFound):
        added(cast, cast.a, actor=cast.ben)


def test_a_link_is_seen_only_by_who_reaches_both_ends(cast):
    linked(cast, cast.s, cast.g, name="Gとの線")
    hidden = linked(cast, cast.s, cast.h, name="Hとの線")
    assert names(cast.emi) == ["Gとの線"]
    with pytest.raises(NotFound):
        entry_for(cast.emi, hidden)
    with pytest.raises(NotFound):
        remove_entry(cast.emi, uid=hidden, now=cast.now)
    assert {one.key for one in chain_material_for(cast.emi).links if not one.is_assumed} == {
        f"entry:{Entry.objects.exclude(uid=hidden).get().uid}"
    }


def test_a_link_joins_things_that_fit_its_ends(cast):
    device = added(cast, cast.a, name="入口")
    site = added(cast, cast.g, kind="site", name="工場")
    ends = Ends(cast.g.uid, source_item=device, target_item=site, via_item=device)
    from sekisho.apps.inventory.actions.entries import add_entry

    def add(kind, these):
        return add_entry(
            cast.aoi, kind=kind, organisation_uid=cast.a.uid, draft=draft("", these), now=cast.now
        )

    found = entry_for(cast.aoi, add("connection", ends))
    assert (found.source_item.name, found.target_item.name) == ("入口", "工場")
    assert found.via_item.uid == device
    for kind, these, code in (
        ("connection", Ends(), "no_target"),
        ("connection", Ends(cast.g.uid, source_item=site), "end_unfit"),
        ("supply", Ends(cast.g.uid, source_item=device), "end_unfit"),
        ("location", Ends(cast.a.uid), "item_needed"),
        ("connection", Ends(cast.a.uid), "to_itself"),
    ):
        with pytest.raises(Invalid) as refused:
            add(kind, these)
        assert refused.value.code == f"inventory.{code}"


def test_a_change_keeps_the_rest_and_one_that_came_too_late_is_refused(cast):
    uid = added(cast, cast.a, vendor="架空", mfa="no")
    change_entry(cast.aoi, uid=uid, revision=1, draft=draft("装置", mfa="yes"), now=cast.now)
    found = entry_for(cast.aoi, uid)
    assert (found.facts["vendor"].value, found.facts["mfa"].value) == ("架空", "yes")
    with pytest.raises(Conflict):
        change_entry(cast.aoi, uid=uid, revision=1, draft=draft("装置"), now=cast.now)


def test_a_code_is_taken_once_until_its_entry_is_removed(cast):
    from dataclasses import replace

    from sekisho.apps.inventory.actions.entries import add_entry

    def add(name):
        coded = replace(draft(name), own_code="D-1")
        return add_entry(
            cast.aoi, kind="device", organisation_uid=cast.a.uid, draft=coded, now=cast.now
        )

    first = add("一")
    with pytest.raises(Conflict):
        add("二")
    remove_entry(cast.aoi, uid=first, now=cast.now)
    add("二")
    with pytest.raises(Conflict):
        restore_entry(cast.aoi, uid=first, now=cast.now)


def test_a_removed_thing_takes_its_links_along_and_brings_them_back(cast):
    from sekisho.apps.inventory.actions.entries import add_entry

    device = added(cast, cast.a, name="入口")
    ends = Ends(cast.g.uid, source_item=device)
    add_entry(
        cast.aoi, kind="connection", organisation_uid=cast.a.uid, draft=draft("", ends),
        now=cast.now,
    )  # fmt: skip
    remove_entry(cast.aoi, uid=device, now=cast.now)
    assert names(cast.aoi) == []
    restore_entry(cast.aoi, uid=device, now=cast.now)
    assert len(names(cast.aoi)) == 2


def test_the_chain_gets_every_value_known_assumed_or_at_its_worst(cast):
    device = added(cast, cast.a, name="入口", mfa="yes")
    linked(cast, cast.a, cast.g, kind="supply", stock_days=5)
    found = chain_material_for(cast.aoi)
    (item,) = (one for one in found.items if one.key == f"entry:{device}")
    assert (item.facts["mfa"].value, item.facts["mfa"].confidence) == ("yes", "declared")
    assert (item.facts["is_patched"].value, item.facts["is_patched"].confidence) == (
        *("no", "unknown"),
    )
    supplies = {(one.source_id, one.target_id): one for one in found.links}
    mine = supplies[cast.a.id, cast.g.id]
    assert (mine.is_assumed, mine.facts["stock_days"].value) == (False, 5)
    assumed = supplies[cast.b.id, cast.h.id]
    assert (assumed.is_assumed, assumed.facts["stock_days"].value) == (True, 1)
    assert {one.organisation_id for one in found.items if one.kind == "site"} == set(
        found.organisation_ids
    )


def test_the_chain_of_a_group_company_holds_nothing_of_its_sister(cast):
    added(cast, cast.b)
    found = chain_material_for(cast.emi)
    assert not {cast.h.id, cast.b.id} & set(found.organisation_ids)
    ends = {end for one in found.links for end in (one.source_id, one.target_id)}
    assert not {cast.h.id, cast.b.id} & ends
    assert cast.b.id not in {one.organisation_id for one in found.items}


def test_lists_and_chain_ask_as_often_for_a_hundred_as_for_one(cast, django_assert_max_num_queries):
    for number in range(100):
        added(cast, (cast.a, cast.b, cast.s)[number % 3], name=f"装置{number}")
    with django_assert_max_num_queries(12):
        assert len(entries_for(cast.aoi, EntryFilter())) == 50
    with django_assert_max_num_queries(12):
        assert len(chain_material_for(cast.aoi).items) > 100


def test_a_filter_tells_what_is_sure_and_what_is_unknown(cast):
    added(cast, cast.a, name="空の装置")
    every = {"people": 3, "outsiders": 0, "mfa": "yes", "is_protected": "yes", "kept_in": "none"}
    added(cast, cast.a, kind="build", name="置き場", part="repository", **every)
    assert names(cast.aoi, has_unknown=True) == ["空の装置"]
    assert names(cast.aoi, confidence="declared") == ["置き場"]
    assert names(cast.aoi, confidence="unknown") == ["空の装置"]
    assert names(cast.aoi, organisation_id=cast.b.id) == []


def test_a_copied_database_tells_no_name_of_a_device(cast):
    added(cast, cast.a, name=SECRET, vendor=SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inventory_entry")
        cells = [cell for row in cursor.fetchall() for cell in row]
    raw = [bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in cells]
    assert raw
    assert not [cell for cell in raw if SECRET.encode() in cell]
