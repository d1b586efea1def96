from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.letters import SHORTENERS, link_faults

BASE = "https://sekisho.example/desk"


@pytest.mark.parametrize(
    "text",
    [
        *("{{link}}", "https://sekisho.example/desk", "https://sekisho.example/desk/r/a?b=1#c"),
        *("（https://sekisho.example/desk）へ", "こちらはsekisho.example/desk/aへ"),
        *("https://SEKISHO.example:443/desk/a.", "aoi@sekisho.example", "aoi.b@mail.evil.test"),
        *("Kaku Co.Ltd, Co.,Ltd. e.g. this", "check.xlsx", "3.5", "03.1234.5678", "です。a.b"),
    ],
)
def test_own_addresses_mail_addresses_and_plain_words_are_no_fault(text):
    assert link_faults(text, BASE) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://evil.test/x", "https://evil.test/x"),
        ("http://sekisho.example/desk/", "http://sekisho.example/desk/"),
        ("https://sekisho.example/desktop", "https://sekisho.example/desktop"),
        ("https://sekisho.example/", "https://sekisho.example/"),
        ("https://sekisho.example:8443/desk/", "https://sekisho.example:8443/desk/"),
        ("https://sekisho.example.evil.test/desk/", "https://sekisho.example.evil.test/desk/"),
        ("https://sekisho.example@evil.test/desk/", "https://sekisho.example@evil.test/desk/"),
        ("https://sekisho.example\\@evil.test/desk/", "https://sekisho.example\\@evil.test/desk/"),
        ("https://sekisho.example/desk/../x", "https://sekisho.example/desk/../x"),
        ("https:\\\\evil.test/", "https:\\\\evil.test/"),
        ("//evil.test/x", "evil.test/x"),
        ("javascript://evil", "javascript://evil"),
        ("https://[bad/", "https://[bad/"),
        ("https://sekisho.example:99999/desk", "https://sekisho.example:99999/desk"),
        ("ＨＴＴＰＳ：／／ｅｖｉｌ．ｔｅｓｔ", "HTTPS://evil.test"),
        ("詳しくはevil.testへ", "evil.test"),
        ("www.evil.co.jp", "www.evil.co.jp"),
        ("evil.test.Next", "evil.test"),
        ("日本語.jp へ", "日本語.jp"),
        ("192.0.2.1/x", "192.0.2.1/x"),
        ("{{link}}, evil.com.", "evil.com"),
        ("https://ѕekisho.example/desk/", "https://ѕekisho.example/desk/"),
    ],
)
def test_an_address_that_leads_elsewhere_is_found(text, found):
    faults = link_faults(text, BASE)
    assert [(fault.code, fault.found) for fault in faults] == [("letters.link_foreign", found)]


@given(st.sampled_from(sorted(SHORTENERS)), st.sampled_from(["", "https://", "http://www."]))
def test_a_shortened_address_is_named_as_such(host, start):
    (fault,) = link_faults(f"回答は {start}{host}/abc へ", BASE)
    assert (fault.code, fault.position) == ("letters.link_shortened", 4)


def test_each_address_has_its_place_in_the_text_as_written():
    text = "㈱架空 ｂｉｔ．ｌｙ／ａ と evil.test"
    assert [fault.position for fault in link_faults(text, BASE)] == [4, text.index("evil")]


def test_without_a_base_every_address_is_foreign():
    (fault,) = link_faults("https://sekisho.example/", "")
    assert fault.code == "letters.link_foreign"


@given(st.text("htps:/\\.@[]evil.comsekisho（）ａ。 \n", max_size=40))
def test_no_text_makes_the_search_stumble(text):
    for fault in link_faults(text, BASE):
        assert 0 <= fault.position < len(text)
