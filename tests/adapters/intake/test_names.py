"""File names from outside come out visible, short and harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.intake import clean_name


@pytest.mark.parametrize(
    ("declared", "cleaned"),
    [
        ("取引先一覧.xlsx", "取引先一覧.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\一覧.csv", "一覧.csv"),
        ("rcs\u202efdp.exe", "rcsfdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.a.pdf", "_LPT1.a.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        (".pdf", "file.pdf"),
        ("", "file"),
        ("...", "file"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("長" * 400 + ".xlsx", "長" * 78 + ".xlsx"),
    ],
)
def test_a_name_is_cleaned(declared, cleaned):
    assert clean_name(declared) == cleaned


@given(st.text(st.characters()))
def test_a_cleaned_name_is_never_dangerous_and_stays_as_it_is(declared):
    name = clean_name(declared)
    assert 0 < len(name) <= 120
    assert len(name.encode()) <= 240
    assert not set(name) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(one).startswith("C") for one in name)
    assert name not in {".", ".."}
    assert clean_name(name) == name
