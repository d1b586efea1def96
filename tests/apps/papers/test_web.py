"""Pages of letters on paper, as the office uses them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sekisho.apps.asks.models import Assignment
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.papers.queries.choices import PaperChoices, choices_of
from sekisho.apps.partners.models import Contact
from sekisho.kernel.errors import Invalid
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
    page = aoi.get(address).content.decode()
    assert 'name="sends_paper"' in page
    assert "紙で送らない" not in page
    given = {"sends_paper": "on", "has_season": "on", "back": "check"}
    assert aoi.post(reverse("papers:choices", args=[draft.uid]), given).url == address
    page = aoi.get(address).content.decode()
    assert 'name="sends_paper"' not in page
    assert "紙で送らない" in page


@pytest.fixture
def open_ask(cast, draft):
    prepare(freeze_ask(cast, draft))
    return draft


def address_of(name, ask):
    return reverse(f"papers:{name}", args=[ask.uid])


def hidden(page, action):
    """The hidden fields of the form that goes to this address."""
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form[0])
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def test_the_pack_is_printed_posted_and_told_on_the_board(cast, aoi, open_ask):
    board, to_print = address_of("board", open_ask), address_of("print", open_ask)
    posted = address_of("posted", open_ask)
    uid = str(Assignment.objects.get(subject_id=cast.a.id).uid)
    assert board in aoi.get(reverse("asks:board", args=[open_ask.uid])).content.decode()
    page = aoi.get(board).content.decode()
    assert page.count(BADGES["to_print"]) == 1
    assert posted not in page
    assert hidden(page, to_print) == [("due", uid)]
    pack = aoi.post(to_print, {"duplex": "1", "due": [uid]})
    assert pack.headers["Content-Type"] == "application/pdf"
    assert pack.headers["Content-Disposition"].startswith("attachment")
    assert pack.headers["Cache-Control"] == "no-store"
    assert "回答のご案内" in text_of(pack.content)
    page = aoi.get(board).content.decode()
    assert [page.count(BADGES[state]) for state in ("to_print", "printed")] == [0, 1]
    assert hidden(page, to_print) == []
    assert hidden(page, posted) == [("only", uid)]
    assert aoi.post(posted, {"posted_on": "2026-11-16", "only": [uid]}).url == board
    rows = aoi.get(board).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    assert BADGES["posted"] in rows
    assert Assignment.objects.get(subject_id=cast.a.id).state == "waiting"


BADGES = {
    "to_print": "これから印刷</span>",
    "printed": "印刷済み・未発送</span>",
    "posted": "紙でお渡し済み</span>",
}


def test_a_second_press_prints_the_same_and_not_the_next_ones(cast, aoi, open_ask):
    uid = str(Assignment.objects.get(subject_id=cast.a.id).uid)
    page = aoi.get(address_of("board", open_ask)).content.decode()
    buttons = re.findall(r"<button class=\"btn btn-primary\"[^>]*>", page)
    assert buttons
    assert all("data-once" in button for button in buttons)
    texts = [
        text_of(aoi.post(address_of("print", open_ask), {"due": [uid]}).content) for _press in "12"
    ]
    assert texts[0] == texts[1]
    assert PaperLetter.objects.get().prints == 2


def test_a_letter_that_could_not_be_set_is_still_to_print(cast, aoi, open_ask, monkeypatch):
    def fails(*_letter, **_how):
        raise Invalid("documents.not_laid_out")

    uid = str(Assignment.objects.get(subject_id=cast.a.id).uid)
    with monkeypatch.context() as patched:
        patched.setattr("sekisho.apps.papers.web.packs.pack_pdf", fails)
        assert aoi.post(address_of("print", open_ask), {"due": [uid]}).status_code == 400
    assert (PaperLetter.objects.get().printed_at, PaperLetter.objects.get().prints) == (None, 0)
    page = aoi.get(address_of("board", open_ask)).content.decode()
    assert hidden(page, address_of("print", open_ask)) == [("due", uid)]
    assert aoi.post(address_of("print", open_ask), {"due": [uid]}).status_code == 200
    assert PaperLetter.objects.get().printed_at == cast.now


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, 409), ({"due": ["x"]}, 400), ({"only": ["x"]}, 400), ({"only": ["x", None]}, 400)],
)
def test_a_damaged_choice_prints_nothing(cast, aoi, open_ask, given, status):
    uid = str(Assignment.objects.get(subject_id=cast.a.id).uid)
    values = {name: [one or uid for one in rows] for name, rows in given.items()}
    assert aoi.post(address_of("print", open_ask), values).status_code == status
    assert not PaperLetter.objects.exists()


def test_a_damaged_choice_or_a_wrong_day_posts_nothing(cast, aoi, open_ask):
    uid = str(Assignment.objects.get(subject_id=cast.a.id).uid)
    aoi.post(address_of("print", open_ask), {"due": [uid]})
    posted = address_of("posted", open_ask)
    for values, status in (
        ({"posted_on": "いつか", "only": [uid]}, 422),
        ({"posted_on": "2027-01-01", "only": [uid]}, 422),
        ({"posted_on": "2026-11-15", "only": [uid]}, 422),
        ({"posted_on": "2026-11-16", "only": [uid, "x"]}, 422),
        ({"posted_on": "2026-11-16", "only": ["x"]}, 422),
        ({"posted_on": "2026-11-16", "only": [uid] * 201}, 413),
        ({"posted_on": "2026-11-16"}, 409),
    ):
        assert aoi.post(posted, values).status_code == status, values
    assert PaperLetter.objects.get().posted_on is None
    assert aoi.post(posted, {"posted_on": "2026-11-16", "only": [uid]}).status_code == 302


def test_with_everybody_reachable_the_page_says_so(cast, aoi):
    ask = draft_ask(cast, Wish(listed=("B-001",)))
    prepare(freeze_ask(cast, ask))
    assert "紙の依頼状が必要な" in aoi.get(reverse("papers:board", args=[ask.uid])).content.decode()


def test_a_reader_and_a_coordinator_see_neither_letter_nor_pack(cast, open_ask):
    for actor in (cast.ben, cast.emi):
        client = office_client(actor)
        for name in ("preview", "picture", "letter", "board"):
            assert client.get(address_of(name, open_ask)).status_code == 403
        for name in ("print", "posted"):
            assert client.post(address_of(name, open_ask)).status_code == 403
    board = office_client(cast.ben).get(reverse("asks:board", args=[open_ask.uid]))
    assert board.status_code == 200
    assert address_of("board", open_ask) not in board.content.decode()
