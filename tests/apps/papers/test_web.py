"""Pages of letters on paper, as the office uses them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import Assignment
from sekisho.apps.papers.queries.choices import PaperChoices, choices_of
from sekisho.apps.partners.models import Contact
from tests.factories.asking import Wish, draft_ask, freeze_ask, prepare
from tests.factories.cast import office_client
from tests.factories.papers import facts_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def aoi(cast, monkeypatch):
    monkeypatch.setattr("sekisho.kernel.clock.now", lambda: cast.now)
    return office_client(cast.aoi)


@pytest.fixture
def draft(cast):
    Contact.objects.filter(pk=cast.chika.id).update(email="")
    return draft_ask(cast, Wish(listed=("A-001", "B-001")))


def test_the_letter_stands_side_by_side_in_both_languages_and_is_saved_as_pdf(cast, aoi, draft):
    page = aoi.get(reverse("asks:preview", args=[draft.uid])).content.decode()
    address = reverse("papers:preview", args=[draft.uid])
    assert address in page
    shown = aoi.get(address, {"to": cast.a.id}).content.decode()
    assert "language=ja" in shown
    assert "language=en" in shown
    picture = aoi.get(reverse("papers:picture", args=[draft.uid]), {"to": cast.a.id, "page": "1"})
    assert picture.content.startswith(b"\x89PNG")
    file = aoi.get(reverse("papers:letter", args=[draft.uid]), {"to": cast.a.id})
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Cache-Control"] == "no-store"
    text = text_of(file.content)
    for part in (
        draft.number,
        "2026年11月16日（月）",
        "株式会社あさひ部品 御中",
        "晩秋の候",
        "敬具",
        "以上",
    ):
        assert part in text
    english = aoi.get(
        reverse("papers:letter", args=[draft.uid]), {"to": cast.b.id, "language": "en"}
    )
    assert "Dear Dan," in text_of(english.content)
    assert "Yours sincerely," in text_of(english.content)
    assert facts_of(english.content)["Tagged"] == "yes"


def test_choices_are_kept_and_the_season_can_be_left_out(aoi, draft):
    answer = aoi.post(reverse("papers:choices", args=[draft.uid]), {"attaches_pdf": "on"})
    assert answer.url == reverse("papers:preview", args=[draft.uid])
    assert choices_of(draft.id) == PaperChoices(has_season=False, attaches_pdf=True)
    file = aoi.get(reverse("papers:letter", args=[draft.uid]))
    assert "時下" in text_of(file.content)


def test_the_look_before_sending_offers_paper_to_those_without_an_address(aoi, draft):
    address = reverse("asks:check", args=[draft.uid])
    assert "紙で送る" in aoi.get(address).content.decode()
    given = {"sends_paper": "on", "has_season": "on", "back": "check"}
    assert aoi.post(reverse("papers:choices", args=[draft.uid]), given).url == address
    assert "紙で送らない" in aoi.get(address).content.decode()


def test_the_pack_is_printed_posted_and_told_on_the_board(cast, aoi, draft):
    prepare(freeze_ask(cast, draft))
    board = reverse("papers:board", args=[draft.uid])
    assert board in aoi.get(reverse("asks:board", args=[draft.uid])).content.decode()
    assert "これから印刷" in aoi.get(board).content.decode()
    pack = aoi.post(reverse("papers:print", args=[draft.uid]), {"duplex": "1"})
    assert pack.headers["Content-Type"] == "application/pdf"
    assert pack.headers["Content-Disposition"].startswith("attachment")
    assert pack.headers["Cache-Control"] == "no-store"
    assert "回答のご案内" in text_of(pack.content)
    again = aoi.post(reverse("papers:print", args=[draft.uid]))
    assert again.status_code == 409
    posted = reverse("papers:posted", args=[draft.uid])
    assert aoi.post(posted, {"posted_on": "いつか"}).status_code == 422
    assert aoi.post(posted, {"posted_on": "2027-01-01"}).status_code == 422
    assert aoi.post(posted, {"posted_on": "2026-11-16"}).url == board
    assert "紙でお渡し済み" in aoi.get(board).content.decode()
    assert Assignment.objects.get(subject_id=cast.a.id).state == "waiting"


def test_with_everybody_reachable_the_page_says_so(cast, aoi):
    ask = draft_ask(cast, Wish(listed=("B-001",)))
    prepare(freeze_ask(cast, ask))
    assert "紙の依頼状が必要な" in aoi.get(reverse("papers:board", args=[ask.uid])).content.decode()


def test_a_reader_and_a_coordinator_see_neither_letter_nor_pack(cast, draft):
    prepare(freeze_ask(cast, draft))
    for actor in (cast.ben, cast.emi):
        client = office_client(actor)
        for name in ("preview", "picture", "letter", "board"):
            assert client.get(reverse(f"papers:{name}", args=[draft.uid])).status_code == 403
        assert client.post(reverse("papers:print", args=[draft.uid])).status_code == 403
        board = client.get(reverse("asks:board", args=[draft.uid])).content.decode()
        assert reverse("papers:board", args=[draft.uid]) not in board
