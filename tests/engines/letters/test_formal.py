from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.content import content_folder
from sekisho.engines.letters import (
    FormalLetter,
    Head,
    formal_letter,
    paper_words,
    parse_template,
    read_letter,
    render,
    sample_values,
    with_season,
)

TEXT = """SK-2026-014
2026年11月22日（日）

架空部品株式会社
チカ 様

件名：緊急点検のお願い

拝啓　時下ますますご清栄のこととお慶び申し上げます。
さて、お願いがございます。

敬　具

　　記

1. 目的
   被害を防ぐため
   二行目
２．期限
   12月7日

折り返しの文です。

以 上
"""
HEAD = Head(
    ("SK-2026-014", "2026年11月22日（日）", "架空部品株式会社", "チカ 様"), "緊急点検のお願い"
)


def kinds(found: FormalLetter):
    return [(block.kind.value, block.label, block.text) for block in found.blocks]


def test_the_parts_of_a_letter_are_found_in_their_order():
    found = formal_letter(TEXT, HEAD)
    assert found.title == "緊急点検のお願い"
    assert kinds(found) == [
        ("paragraph", "", "拝啓　時下ますますご清栄のこととお慶び申し上げます。"),
        ("paragraph", "", "さて、お願いがございます。"),
        ("closing", "", "敬具"),
        ("mark", "", "記"),
        ("item", "1.", "目的"),
        ("item", "２．", "期限"),
        ("paragraph", "", "折り返しの文です。"),
        ("end", "", "以上"),
    ]
    assert found.blocks[4].lines == ("被害を防ぐため", "二行目")


def test_a_salutation_is_no_line_of_the_head():
    found = formal_letter("Chika\n\nDear Chika,\n\nWe ask.", Head(("Chika",), "Check"))
    assert [block.text for block in found.blocks] == ["Dear Chika,", "We ask."]


def test_a_label_before_a_value_of_the_head_goes_with_it():
    found = formal_letter("文書番号：SK-1\n本文です。", Head(("SK-1",), ""))
    assert [block.text for block in found.blocks] == ["本文です。"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", ["emergency-check", "notice", "reminder"])
def test_nothing_of_a_shipped_letter_but_its_head_is_lost(key, language):
    file = content_folder() / "letters" / f"{key}.yaml"
    letter = read_letter(yaml.safe_load(file.read_text("utf-8")))
    values = sample_values(language)
    body = render(parse_template(getattr(letter, language).body), values)
    names = ("ask_number", "sent_on", "sender_organisation", "sender_department")
    head = Head(
        (*(values[name] for name in names), *values["addressee"].splitlines()), values["ask_title"]
    )
    found = formal_letter(body, head)
    told = " ".join(" ".join((b.label, b.text, *b.lines)) for b in found.blocks)
    kept = re.sub(r"\s", "", told)
    lost = [line for line in body.splitlines() if re.sub(r"\s", "", line) not in kept]
    assert {line.strip() for line in lost if line.strip()} <= {
        *head.values, *(line for line in lost if values["ask_title"] in line),
    }  # fmt: skip


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_without_losing_a_word(text):
    found = formal_letter(text, Head((), ""))
    told = "".join("".join((b.label, b.text, *b.lines)) for b in found.blocks)
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", "".join(text.splitlines()))


@pytest.mark.parametrize(
    ("month", "greeting"), [(1, "新春の候"), (6, "初夏の候"), (11, "晩秋の候"), (12, "初冬の候")]
)
def test_the_season_takes_the_place_of_the_words_that_fit_any(month, greeting):
    assert with_season("拝啓　時下ますますご清栄", month) == f"拝啓　{greeting}、ますますご清栄"


def test_other_openings_keep_their_words():
    for text in ("拝啓　秋冷の候、ますます", "前略　時下", "時下の話"):
        assert with_season(text, 11) == text


def test_a_letter_on_paper_does_not_speak_of_a_mail():
    assert paper_words("このメールに不審な点") == "この書面に不審な点"
