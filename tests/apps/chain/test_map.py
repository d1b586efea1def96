"""The map: who stands around one, everybody on a canvas, and nothing of others in what is sent."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.chain.queries import standing
from sekisho.apps.chain.queries.labels import node_for
from sekisho.apps.chain.queries.mapping import (
    Around,
    Narrowed,
    everybody_for,
    neighbourhood_for,
)
from sekisho.apps.chain.queries.standing import chain_for
from sekisho.kernel.errors import NotFound
from tests.apps.inventory.world import added, linked
from tests.factories.cast import CANARY_B, CANARY_H, office_client

FAR = Around(2, 1, 12, is_free=False)
OPEN = Narrowed()


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


def fetch(client, name, *args, **query):
    return client.get(reverse(f"chain:{name}", args=args), query)


def body(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def around(cast, actor, at, far=FAR, narrowed=OPEN):
    chain = chain_for(actor, now=cast.now)
    middle = node_for(actor, chain, at)
    return neighbourhood_for(actor, chain, middle, far=far, narrowed=narrowed)


def steps(found):
    return {
        spot.label.company.id: spot.step
        for spot in found.spots
        if spot.label.kind == "organisation"
    }


def read_places(answer):
    """What map.js reads: a line of JSON, then the columns."""
    data = answer.content
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + length])
    at, columns = 4 + length, {}
    n, m = head["nodes"], head["ties"]
    for name, kind, count in (
        *(("number", "<u4", n), ("from", "<u4", m), ("to", "<u4", m)),
        *(("x", "<u2", n), ("y", "<u2", n), ("tie", "<u1", m), ("kind", "<u1", n)),
    ):
        size = count * int(kind[-1])
        columns[name] = np.frombuffer(data[at : at + size], kind)
        at += size
    assert at == len(data)
    return head, columns


def test_suppliers_stand_up_and_customers_down_the_one_in_the_middle(cast):
    found = around(cast, cast.aoi, cast.g.uid)
    assert steps(found) == {cast.g.id: 0, cast.a.id: -1, cast.s.id: -1}
    by_company = {spot.label.company.id: spot for spot in found.spots}
    assert by_company[cast.a.id].x < by_company[cast.g.id].x
    assert len({(spot.x, spot.y) for spot in found.spots}) == len(found.spots)
    assert around(cast, cast.aoi, cast.a.uid, Around(0, 1, 12, is_free=True)).left_out == {}


def test_things_stand_beside_their_company_and_it_is_found_from_a_thing(cast):
    device = added(cast, cast.a, name="装置X", is_exposed="yes", is_patched="no", mfa="no")
    found = around(cast, cast.aoi, device)
    assert found.spots[0].label.company.id == cast.a.id
    assert "装置X" in {spot.label.name for spot in found.spots}
    place = next(at for at, spot in enumerate(found.spots) if spot.label.name == "装置X")
    assert (place, 0, 0) in found.ties


def test_so_many_a_step_are_shown_and_the_rest_is_counted(cast):
    found = around(cast, cast.aoi, cast.g.uid, Around(1, 0, 1, is_free=False))
    assert found.left_out == {-1: 1}
    assert len(found.spots) == 2


def test_the_map_is_narrowed_by_risk_tier_country_and_kind(cast):
    added(cast, cast.a, name="装置X", is_exposed="yes", is_patched="no", mfa="no")
    chain = chain_for(cast.aoi, now=cast.now)

    def companies(**narrowed):
        found = everybody_for(cast.aoi, chain, Narrowed(**narrowed), is_free=False)
        return {int(chain.owner[node]) for node in found.nodes}

    assert companies(risk="weak") == {cast.a.id}
    assert cast.a.id not in companies(risk="unsure")
    assert companies(kinds=frozenset({"device"})) == {cast.a.id}
    assert cast.home.id in companies(tiers=frozenset({0}))
    assert cast.a.id not in companies(tiers=frozenset({0}))
    assert companies(countries=frozenset({"ZZ"})) == set()


def test_the_page_begins_with_a_search_and_draws_without_a_script(cast):
    client = office_client(cast.aoi)
    text = body(fetch(client, "map"))
    assert "<svg xmlns" not in text
    assert "ここから始めることもできます" in text
    text = body(fetch(client, "map", q=cast.a.name))
    assert f"at={cast.a.uid}" in text
    text = body(fetch(client, "map", at=cast.g.uid))
    (picture,) = re.findall(r"<svg xmlns.*?</svg>", text, flags=re.DOTALL)
    assert cast.a.name in picture
    assert f"pick={cast.a.uid}" in picture
    assert "style=" not in picture
    assert "表で見る" in text
    assert "合うものがありません" in body(fetch(client, "map", q="どこにもない名"))


def test_the_side_of_a_node_tells_ways_stops_answers_and_gaps(cast):
    added(cast, cast.a, name="装置X", is_exposed="yes", is_patched="no", mfa="no")
    linked(cast, cast.a, cast.g)
    client = office_client(cast.emi)
    text = body(fetch(client, "map_node", cast.a.uid))
    assert "装置X" in text  # the way begins there
    assert cast.g.name in text
    assert reverse("partners:partner", args=[cast.a.uid]) in text
    assert f"?partner={cast.a.uid}" in text
    assert "入られやすい" in text
    page = body(fetch(client, "map", at=cast.a.uid, pick=cast.a.uid))
    assert "当社の大切なものへの経路" in page  # the same without a script


def test_a_group_company_gets_nothing_of_its_sister(cast):
    added(cast, cast.b, name="秘密の装置")
    client = office_client(cast.emi)
    told = [fetch(client, name) for name in ("map", "map_all", "map_places", "map_tones")]
    told += [fetch(client, "map", at=cast.s.uid), fetch(client, "map", q="秘密の装置")]
    told += [fetch(client, "map_all_file", ending) for ending in ("csv", "svg")]
    chain = chain_for(cast.emi, now=cast.now)
    everything = ",".join(str(one) for one in range(500))
    told.append(fetch(client, "map_names", chain=chain.digest[:12], nodes=everything))
    for answer in told:
        text = answer.content.decode(errors="replace")
        for secret in (CANARY_H, CANARY_B, str(cast.b.uid), str(cast.h.uid)):
            assert secret not in text
    assert all("秘密の装置" not in one.content.decode(errors="replace") for one in told[:5])
    _head, columns = read_places(fetch(client, "map_places"))
    owners = {int(chain.owner[node]) for node in columns["number"]}
    assert owners == {cast.g.id, cast.a.id, cast.s.id}
    for name, given in (("map_node", [cast.b.uid]), ("map_node", [cast.h.uid])):
        assert fetch(client, name, *given).status_code == 404
    assert fetch(client, "map", at=cast.b.uid).status_code == 404
    assert fetch(client, "map_file", "svg", at=cast.b.uid).status_code == 404
    with pytest.raises(NotFound):
        around(cast, cast.emi, cast.h.uid)


def test_the_canvas_gets_places_tones_and_names_of_the_same_nodes(cast):
    client = office_client(cast.aoi)
    head, columns = read_places(fetch(client, "map_places"))
    tones = fetch(client, "map_tones").content
    assert len(tones) == 2 * head["nodes"]
    assert len(set(zip(columns["x"], columns["y"], strict=True))) == head["nodes"]
    assert columns["from"].max() < head["nodes"]
    assert [band["words"] for band in head["bands"]][-1] == "販売先 1次"
    numbers = ",".join(str(one) for one in columns["number"])
    found = fetch(client, "map_names", chain=head["chain"], nodes=numbers).json()
    assert len(found["names"]) == head["nodes"]
    assert cast.a.name in {name for name, _kind, _uid in found["names"].values()}
    older = fetch(client, "map_names", chain="0" * 12, nodes=numbers).json()
    assert older == {"is_older": True, "names": {}}
    assert fetch(client, "map_places", how="free").content != fetch(client, "map_places").content


@pytest.mark.parametrize("name", ["map", "map_all"])
def test_what_is_shown_is_saved_as_picture_and_table_and_put_on_record(cast, name):
    client = office_client(cast.aoi)
    before = AuditEntry.objects.filter(verb="chain.exported").count()
    svg = fetch(client, f"{name}_file", "svg", at=cast.g.uid)
    assert svg.content.startswith(b"<svg xmlns")
    png = fetch(client, f"{name}_file", "png", at=cast.g.uid)
    assert png.content.startswith(b"\x89PNG")
    table = fetch(client, f"{name}_file", "csv", at=cast.g.uid).content.decode("utf-8-sig")
    assert cast.a.name in table
    assert fetch(client, f"{name}_file", "exe").status_code == 404
    assert AuditEntry.objects.filter(verb="chain.exported").count() == before + 3
