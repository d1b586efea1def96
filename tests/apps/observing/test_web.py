"""The pages of observing, as the office uses them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sekisho.apps.measures.models import Finding
from sekisho.apps.observing.jobs import read
from sekisho.apps.observing.models import Observation
from sekisho.kernel import clock
from tests.apps.observing.world import connected, flow, log, read_through
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db
LIST = "/o/observing/"


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.now)


def text(response):
    return response.content.decode()


def sent(client, data, kind="flows", name="flows.csv"):
    return client.post(LIST, {"kind": kind, "file": SimpleUploadedFile(name, data)})


def test_a_log_is_brought_its_columns_corrected_and_its_result_confirmed(cast, aoi):
    connected(cast, cast.a)
    odd = log(flow(port=22)).replace(b"src_ip", b"from")
    answer = sent(aoi, odd)
    page = text(aoi.get(answer.url))
    assert "203.0.113.5" in page
    begin = reverse("observing:begin", args=[Observation.objects.get().uid])
    columns = {"c_target": "dst_ip", "c_port": "dst_port", "c_time": "time"}
    assert aoi.post(begin, columns).status_code == 422
    assert aoi.post(begin, {**columns, "c_source": "geheim"}).status_code == 422
    assert aoi.post(begin, {**columns, "c_source": "from"}).status_code == 302
    row = Observation.objects.get()
    read(str(row.run_uid), row.pk)
    page = text(aoi.get(answer.url))
    assert "承認のない接続点" in page
    assert cast.a.name in page
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    confirm = reverse("observing:confirm", args=[row.uid])
    assert aoi.post(confirm, {"n": "0", "revision": "x"}).status_code == 409
    assert aoi.post(confirm, {"n": "0", "revision": revision}).status_code == 302
    assert "指摘済み" in text(aoi.get(answer.url))
    finding = reverse("measures:finding", args=[Finding.objects.get().uid])
    assert "flows.csv" in text(aoi.get(finding))


def test_a_file_that_is_none_is_refused_beside_its_field(aoi):
    answer = sent(aoi, b"\n\n")
    assert answer.status_code == 422
    assert "見出しがありません" in text(answer)


def test_only_what_contradicts_an_answer_or_one_sort_is_shown(cast, aoi):
    connected(cast, cast.a)
    found = read_through(cast, log(flow(port=22), flow("192.0.2.9")))
    address = reverse("observing:observation", args=[found.uid])
    page = text(aoi.get(f"{address}?code=stranger"))
    assert "192.0.2.0/24" in page
    assert ":22/tcp" not in page
    assert "食い違いはありません" in text(aoi.get(f"{address}?code=contrary"))


def test_words_of_a_file_do_no_harm_on_the_page(cast, aoi):
    data = b"name,partner,mfa\n<script>alert(1)</script>,<b>x</b>,no\n"
    found = read_through(cast, data, kind="accounts", name="<i>.csv")
    page = text(aoi.get(reverse("observing:observation", args=[found.uid])))
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_page_says_what_it_is_for(aoi):
    page = text(aoi.get(LIST))
    assert "まだ観測がありません" in page
    assert "一度だけ読み取り" in page


@pytest.mark.parametrize("who", ["ben", "emi"])
def test_who_may_not_run_sees_no_page(cast, who):
    client = office_client(getattr(cast, who))
    assert client.get(LIST).status_code == 403


def test_the_number_of_queries_of_a_result_does_not_grow(cast, aoi, django_assert_max_num_queries):
    connected(cast, cast.a)
    found = read_through(cast, log(*(flow(port=port) for port in range(1000, 1045))))
    with django_assert_max_num_queries(25):
        aoi.get(reverse("observing:observation", args=[found.uid]))
