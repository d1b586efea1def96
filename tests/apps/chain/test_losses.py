"""The loss in yen: reckoned in the background, with stated amounts, kept sealed, seen by whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.chain import jobs
from sekisho.apps.chain.actions.losses import enter_amounts, reckon_loss, want_losses
from sekisho.apps.chain.models import Study, StudyKind
from sekisho.apps.chain.queries import standing
from sekisho.apps.chain.queries.losses import amounts_for, losses_for
from sekisho.apps.work.models import Run
from sekisho.kernel.errors import Invalid, NotFound
from tests.factories.cast import office_client

PAGE = "chain:losses"


@pytest.fixture(autouse=True)
def _fresh():
    standing.forget_chains_in_memory()


def reckoned(cast, actor):
    want_losses(actor, now=cast.now)
    row = Study.objects.filter(kind=StudyKind.LOSS).latest("id")
    reckon_loss(row.pk, now=cast.now)
    return losses_for(actor)[0].content


def test_the_result_says_what_it_rests_on_and_comes_out_again(cast):
    first, again = reckoned(cast, cast.emi), reckoned(cast, cast.emi)
    assert first == again
    assert first["entered"] == []
    assert len(first["digest"]) == 64
    mean, error = first["mean"]
    assert mean > 0
    assert 0 < error < mean
    shares = [share for _yen, share, _error in first["curve"]]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(first["any"])
    assert first["percentiles"]["99"][0] >= first["percentiles"]["90"][0]


def test_entered_amounts_count_and_are_told_apart_from_assumed_ones(cast):
    before = reckoned(cast, cast.aoi)
    nothing = dict.fromkeys(
        ("margin_day_yen", "response_yen", "data_yen", "record_yen"), (0.0, 0.0, 0.0)
    )
    enter_amounts(cast.aoi, ranges=nothing, now=cast.now)
    assert {one.key for one in amounts_for(cast.aoi) if one.is_entered} == set(nothing)
    after = reckoned(cast, cast.aoi)
    assert before["mean"][0] > 0
    assert after["mean"][0] == 0
    assert after["digest"] == before["digest"]
    assert not any(one.is_entered for one in amounts_for(cast.emi))  # her chain is another one
    enter_amounts(cast.aoi, ranges={}, now=cast.now)
    assert reckoned(cast, cast.aoi)["mean"] == before["mean"]
    assert AuditEntry.objects.filter(verb="chain.amounts_entered").count() == 2


def test_who_may_not_enter_amounts_does_not(cast):
    for actor in (cast.ben, cast.emi):
        with pytest.raises(NotFound):
            enter_amounts(actor, ranges={}, now=cast.now)
    with pytest.raises(Invalid):
        enter_amounts(cast.aoi, ranges={"data_yen": (3, 2, 1)}, now=cast.now)


def test_a_result_is_seen_by_those_who_see_the_same_chain_and_lies_sealed(cast):
    reckoned(cast, cast.emi)
    assert losses_for(cast.aoi) == ()
    assert len(losses_for(cast.emi)) == 1
    row = Study.objects.get(kind=StudyKind.LOSS)
    assert b"mean" not in bytes(row.sealed)


def test_older_results_are_let_go(cast):
    for _ in range(13):
        want_losses(cast.aoi, now=cast.now)
    assert Study.objects.filter(kind=StudyKind.LOSS).count() == 10


def test_the_page_begins_empty_shows_the_work_and_then_the_figures(cast):
    client = office_client(cast.ben)
    page = reverse(PAGE)
    assert "まだ計算していません" in client.get(page).content.decode()
    answer = client.post(page)
    study = Study.objects.get(kind=StudyKind.LOSS)
    assert answer.headers["Location"] == reverse("work:run", args=[study.run_uid])
    assert "新しい結果を計算しています" in client.get(page).content.decode()
    jobs.reckon_losses(str(study.run_uid), study.pk)
    assert Run.objects.get(uid=study.run_uid).state == "done"
    text = client.get(page).content.decode()
    assert "超過確率曲線" in text
    assert "P95" in text
    assert text.count("仮定") >= 5
    assert "<svg" in text


def test_amounts_are_entered_by_a_form(cast):
    client = office_client(cast.aoi)
    page = reverse("chain:amounts")
    wrong = client.post(page, {"data_yen-low": "5", "data_yen-likely": "2"})
    assert wrong.status_code == 422
    assert client.post(page, {"data_yen-likely": "7"}).status_code == 302
    (data,) = [one for one in amounts_for(cast.aoi) if one.key == "data_yen"]
    assert (data.low, data.likely, data.high) == (7, 7, 7)


@pytest.mark.parametrize("ending", ["svg", "png", "xlsx", "csv"])
def test_curve_and_table_are_taken_away(cast, ending):
    client = office_client(cast.emi)
    address = reverse("chain:losses_file", args=[ending])
    assert client.get(address).headers["Location"] == reverse(PAGE)
    reckoned(cast, cast.emi)
    answer = client.get(address)
    assert answer.status_code == 200
    head = {"svg": b"<svg", "png": b"\x89PNG", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}[ending]
    assert answer.content.startswith(head)
