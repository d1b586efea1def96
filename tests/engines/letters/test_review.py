from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sekisho.engines.letters import (
    FIELDS,
    LetterText,
    columns,
    fold_lines,
    letter_faults,
    parse_template,
    read_letter,
    render,
    sample_values,
)
from sekisho.kernel.errors import Invalid

BASE = "https://sekisho.example"
FOLDER = Path(__file__).parents[3] / "content" / "letters"
FILES = sorted(FOLDER.glob("*.yaml"))
SOUND = LetterText("点検のお願い", "{{addressee}}\n{{link}}")


def loaded(path):
    return read_letter(yaml.safe_load(path.read_text(encoding="utf-8")))


def codes(ja=SOUND, en=SOUND, **more):
    return [(f.code.removeprefix("letters."), f.place) for f in letter_faults(ja, en, BASE, **more)]


def test_these_letters_are_shipped():
    assert [path.stem for path in FILES] == [
        *("accepted", "code", "emergency-check", "extended", "notice"),
        *(
            "open-again",
            "open-ahead",
            "open-answer",
            "open-due",
            "open-ended",
            "open-news",
            "open-owner",
        ),
        *("reminder", "returned", "superior", "withdrawn"),
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_letter_is_sound_and_named_like_its_file(path):
    letter = loaded(path)
    assert letter.key == path.stem
    assert letter.name.is_complete
    assert letter_faults(letter.ja, letter.en, BASE, letter.required) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_shipped_letter_renders_whole_with_the_samples(path, language):
    text = getattr(loaded(path), language)
    for part in (text.subject, text.body):
        rendered = render(parse_template(part), sample_values(language))
        assert "{{" not in rendered
        folded = fold_lines(rendered, 72)
        assert all(columns(line) <= 72 or "://" in line for line in folded.split("\n"))
    assert columns(render(parse_template(text.subject), sample_values(language))) <= 100


@pytest.mark.parametrize(
    "stem",
    [
        *("emergency-check", "reminder", "returned", "accepted"),
        *("open-ahead", "open-due", "open-again", "open-news"),
    ],
)
def test_a_letter_about_an_ask_says_what_competition_law_wants_said(stem):
    letter = loaded(FOLDER / f"{stem}.yaml")
    for text, words in (
        (letter.ja, ("目的", "対象範囲", "だけを理由に", "費用", "{{contact_mail}}")),
        (letter.en, ("urpose", "Scope", "score", "cost", "{{contact_mail}}")),
    ):
        assert [
            word
            for word in words
            if word.lower() not in text.body.lower()
            and not (word == "urpose" and stem == "accepted")
        ] == []


def test_the_code_never_travels_with_a_link():
    letter = loaded(FOLDER / "code.yaml")
    assert "{{link}}" not in letter.ja.body + letter.en.body


def test_the_first_letter_keeps_the_formal_frame():
    body = loaded(FOLDER / "emergency-check.yaml").ja.body
    places = [body.index(word) for word in ("拝啓", "敬具", "\n記\n", "1. 目的", "以上\n")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("letter", "fault"),
    [
        (LetterText("", "{{link}}"), ("subject_empty", "ja.subject")),
        (LetterText("a\nBcc: x", "{{link}}"), ("subject_several_lines", "ja.subject")),
        (LetterText("{{reason}}", "{{link}}"), ("subject_several_lines", "ja.subject")),
        (LetterText("件" * 51, "{{link}}"), ("subject_too_long", "ja.subject")),
        (LetterText("件", "{{link}} {{nope}}"), ("unknown_field", "ja.body")),
        (LetterText("件", "{{link}} evil.test"), ("link_foreign", "ja.body")),
        (LetterText("件", "{{addressee}} 様 {{link}}"), ("honorific_doubled", "ja.body")),
        (LetterText("件", "甲社 御中 チカ様\n{{link}}"), ("honorific_doubled", "ja.body")),
        (LetterText("件", "甲社 御中\nご様子 {{link}}"), None),
        (LetterText("件", "甲社 様 御中 {{link}}"), ("honorific_doubled", "ja.body")),
        (LetterText("件", "拝啓 {{link}}"), ("closing_missing", "ja.body")),
        (LetterText("件", "{{link}}\n　記　\n1."), ("closing_missing", "ja.body")),
        (LetterText("件", "本文"), ("field_missing", "ja.body")),
    ],
)
def test_each_fault_of_a_letter_is_told_with_its_part(letter, fault):
    assert codes(ja=letter) == ([fault] if fault else [])


def test_both_languages_must_be_there_and_carry_the_link():
    assert codes(en=LetterText("", "")) == [
        ("subject_empty", "en.subject"),
        ("body_empty", "en.body"),
        ("field_missing", "en.body"),
    ]
    assert codes(en=LetterText("x {{oops", "y"), required=("code",)) == [
        ("field_missing", "ja.body"),
        ("unclosed", "en.subject"),
        ("field_missing", "en.body"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": None},
        {"body": {"ja": "x"}},
        {"required": ["password"]},
        {"required": "link"},
        {"version": "1"},
        {"key": 3},
    ],
)
def test_a_letter_file_with_a_wrong_part_is_refused(broken):
    text = {"ja": "x", "en": "y"}
    sound = {"key": "a", "version": 1, "name": text, "subject": text, "body": text, "required": []}
    assert read_letter(sound).ja == LetterText("x", "x")
    with pytest.raises(Invalid, match="file_wrong"):
        read_letter(sound | broken)


def test_the_link_is_the_only_field_that_every_ask_needs():
    assert [field.name for field in FIELDS if field.is_required] == ["link"]
