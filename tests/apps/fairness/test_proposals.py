"""Words that Aoi proposes to many partners are looked over like a request."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sekisho.apps.measures.models import Finding
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.kernel import clock
from tests.apps.measures.test_board import TODAY, board  # noqa: F401
from tests.factories.cast import office_client

AHEAD = timedelta(days=60)
LATER = timezone.localdate(clock.now()) + AHEAD
FORCED = "SuperGuard Proを導入してください。"


def given(board, **more):  # noqa: F811
    picks = " ".join(f"{board[n].uid}:{board[n].revision}" for n in (1, 2))
    return {"action": "propose", "picks": picks, "proposed_on": str(LATER), **more}


def test_a_product_that_is_demanded_waits_for_an_answer_and_the_answer_is_kept(cast, board):  # noqa: F811
    client, sent = office_client(cast.aoi), given(board, advice_ja=FORCED)
    page = client.post(reverse("measures:do"), sent)
    assert page.status_code == 422
    assert FORCED in page.content.decode()
    assert Finding.objects.filter(proposed_on=LATER).count() == 0
    keys = re.findall(r'name="point" value="([0-9a-f]+)"', page.content.decode())
    assert len(keys) == 1
    empty = {**sent, "point": keys, f"reason-{keys[0]}": " "}
    assert client.post(reverse("measures:do"), empty).status_code == 422
    told = {**sent, "point": keys, f"reason-{keys[0]}": "契約で定めた製品です"}
    assert client.post(reverse("measures:do"), told).status_code == 302
    note = finding_for(cast.aoi, board[1].uid, today=TODAY).words.steps[-1]
    assert [(one["kind"], one["reason"]) for one in note.points] == [
        ("explained", "契約で定めた製品です")
    ]
    page = client.get(reverse("measures:finding", args=[board[1].uid])).content.decode()
    assert "契約で定めた製品です" in page


@pytest.mark.parametrize(
    "sent", [{"advice_ja": "共通の手順をご覧ください。"}, {"advice_en": "Keep a backup apart."}]
)
def test_words_that_demand_nothing_leave_at_once(cast, board, sent):  # noqa: F811
    done = office_client(cast.aoi).post(reverse("measures:do"), given(board, **sent))
    assert done.status_code == 302


def test_little_time_is_named_and_one_reason_answers_all_in_an_emergency(cast, board):  # noqa: F811
    client = office_client(cast.aoi)
    sent = given(board, advice_ja=FORCED, proposed_on=str(LATER - AHEAD))
    keys = re.findall(
        r'name="point" value="([0-9a-f]+)"',
        client.post(reverse("measures:do"), sent).content.decode(),
    )
    assert len(keys) == 2
    told = {**sent, "point": keys, "reason-all": "攻撃が続いています"}
    assert client.post(reverse("measures:do"), told).status_code == 302
