"""Letters on paper: what poppler reads out of them, and what the files promise."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from sekisho.adapters.documents import qr_svg, render_pdf, render_pictures
from sekisho.kernel.errors import Unavailable
from tests.factories.papers import FONTS, facts_of, pages_of, text_of

HOSTILE = [
    '#import "x" #set text(fill: red) $x^2$ @ref *太字* _斜体_ `c` [角] {波} <tag> \\ // /* =見出',
    "𠮷田髙﨑㈱①ﾊﾝｶｸ〜−",
    '{"json": "も\\u0041文字"} "; #panic()',
    "株式会社" + "とても長い社名" * 40,
]


def block(kind, text, **more):
    return {
        "kind": kind,
        "text": text,
        "label": "",
        "lines": [],
        "spaced": False,
        "indent": False,
    } | more


def letter(**more):
    return {
        "language": "ja",
        "reference": ["SK-2026-014", "2026年11月22日（日）"],
        "addressee": ["架空部品株式会社", "情報システム部", "チカ 様"],
        "sender": ["関所工業株式会社", "情報セキュリティ室", "担当　アオイ"],
        "title": "緊急点検のお願い",
        "blocks": [
            block("paragraph", "拝啓　時下ますますご清栄のこととお慶び申し上げます。", indent=True),
            block("closing", "敬具"),
            block("mark", "記"),
            block("item", "目的", label="1.", lines=["被害の広がりを防ぐため", "https://home.example/r/x"]),
            block("end", "以上"),
        ],
        "slip": None,
    } | more  # fmt: skip


def slip():
    return {
        "title": "回答のご案内", "addressee": ["架空部品株式会社 御中"],
        "intro": "画面でお答えください。",
        "steps": ["読み取ります。", "入力します。"], "qr": qr_svg("https://home.example/r/abc"),
        "qr_alt": "回答ページ", "qr_label": "回答ページ", "notes": ["貴社専用です。"],
        "facts": [{"label": "確認コード", "value": "ABCD EFGH JKMN", "large": True}],
    }  # fmt: skip


def sheet(*letters, **more):
    found = {"title": "緊急点検", "author": "関所工業", "language": "ja", "duplex": False}
    return found | {"letters": list(letters)} | more


def test_a_letter_reads_in_its_order_with_dates_in_one_piece():
    text = text_of(render_pdf("letter", sheet(letter()), FONTS))
    parts = [
        *("SK-2026-014", "2026年11月22日（日）", "架空部品株式会社", "チカ 様", "関所工業株式会社"),
        *("緊急点検のお願い", "拝啓", "敬具", "記", "1.", "目的", "以上"),
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_file_keeps_for_the_archive_and_speaks_to_a_screen_reader():
    at = datetime(2026, 11, 22, tzinfo=UTC)
    pdf = render_pdf("letter", sheet(letter()), FONTS, at=at)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"/Lang" in pdf
    facts = facts_of(pdf)
    assert (facts["Tagged"], facts["Title"], facts["Pages"]) == ("yes", "緊急点検", "1")
    assert "A4" in facts["Page size"]
    assert render_pdf("letter", sheet(letter()), FONTS, at=at) == pdf


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("place", ["title", "addressee", "sender", "item"])
def test_what_looks_like_markup_is_printed_as_text(words, place):
    changed = {
        "title": {"title": words},
        "addressee": {"addressee": [words]},
        "sender": {"sender": [words]},
        "item": {"blocks": [block("item", words, label="1.", lines=[words])]},
    }[place]
    text = text_of(render_pdf("letter", sheet(letter(**changed)), FONTS))
    assert "".join(words.split()) in "".join(text.split())


def test_what_the_font_cannot_draw_is_marked_and_never_a_silent_hole():
    names = ["絵文字😀社", "שלום 社", "한국 社", "葛\U000e0100飾", "e\u0301社", "\u202eevil\u2066"]
    text = text_of(render_pdf("letter", sheet(letter(addressee=names)), FONTS))
    for shown in ("絵文字〓社", "〓〓〓〓 社", "〓〓 社", "葛飾", "é社", "evil"):
        assert shown in text


def test_letters_of_a_pack_begin_on_a_page_of_their_own_and_on_a_front_when_printed_on_both_sides():
    pack = sheet(letter(title="一通目"), letter(title="二通目", slip=slip()))
    pages = pages_of(render_pdf("letter", pack, FONTS))
    assert ["一通目" in pages[0], "二通目" in pages[1], "ABCD EFGH JKMN" in pages[2]] == [True] * 3
    both = pages_of(render_pdf("letter", {**pack, "duplex": True}, FONTS))
    assert not both[1].strip()
    assert "二通目" in both[2]


def test_the_pages_of_one_letter_are_counted_by_themselves():
    pages = pages_of(render_pdf("letter", sheet(letter(), letter(slip=slip())), FONTS))
    assert ["/" in page.strip().splitlines()[-1] for page in pages] == [False, True, True]
    assert "1 / 2".replace(" ", "") in pages[1].replace(" ", "")


def test_a_page_can_be_looked_at_as_a_picture():
    (picture,) = render_pictures("letter", sheet(letter()), FONTS, pixels_per_inch=48)
    assert picture.startswith(b"\x89PNG")


def test_fifty_letters_are_ready_in_seconds():
    filled = letter(blocks=[block("paragraph", "本文です。" * 60)] * 3, slip=slip())
    begun = time.process_time()
    pdf = render_pdf("letter", sheet(*[filled] * 50), FONTS)
    assert facts_of(pdf)["Pages"] == "100"
    assert time.process_time() - begun < 15


def test_a_missing_font_is_named(tmp_path):
    with pytest.raises(Unavailable) as told:
        render_pdf("letter", sheet(letter()), tmp_path)
    assert told.value.code == "documents.font_missing"
