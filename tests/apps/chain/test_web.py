"""The pages of the chain: what each person sees, empty, small, large."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.chain.models import Kept
from sekisho.apps.chain.queries import standing
from tests.apps.inventory.world import added
from tests.factories.cast import CANARY_B, CANARY_H, office_client


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


def fetch(client, name, *args, **query):
    return client.get(reverse(f"chain:{name}", args=args), query)


def test_the_start_page_gives_the_first_answer_with_its_assumptions(cast):
    text = fetch(office_client(cast.aoi), "start").content.decode()
    assert "1社だけで当社を止める取引先" in text
    assert cast.a.name in text
    assert "仮定したこと" in text
    assert "67%" in text  # S stops two of the three sites of the group
    text = fetch(office_client(cast.emi), "start").content.decode()
    assert "在庫や代わりの調達先が分からないため" in text


def test_a_group_company_reads_nothing_of_its_sister(cast):
    added(cast, cast.b, name="秘密の装置")
    text = fetch(office_client(cast.emi), "start").content.decode()
    assert cast.a.name in text
    for secret in (CANARY_H, CANARY_B, "秘密の装置"):
        assert secret not in text


def test_a_large_chain_is_begun_by_a_button_and_its_page_shows_how_far_it_is(cast, monkeypatch):
    monkeypatch.setattr(standing, "MOST_BODIES_AT_ONCE", 0)
    client = office_client(cast.ben)
    assert "連鎖をまだ計算していません" in fetch(client, "start").content.decode()
    answer = client.post(reverse("chain:reckon"))
    run = Kept.objects.get().run_uid
    assert answer.headers["Location"] == reverse("work:run", args=[run])


def test_the_panel_of_a_partner_gets_its_figures(cast):
    client = office_client(cast.emi)
    text = client.get(reverse("partners:partner", args=[cast.a.uid])).content.decode()
    assert reverse("chain:partner", args=[cast.a.uid]) in text
    figures = fetch(client, "partner", cast.a.uid).content.decode()
    assert "ほかで代えられない供給の数" in figures
    assert fetch(client, "partner", cast.b.uid).status_code == 404
