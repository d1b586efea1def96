from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.channels import checked_address, is_reserved, parse_mailbox
from sekisho.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("chika@a.test", "chika@a.test"),
        (" Chika.Sato+s@A.TEST ", "Chika.Sato+s@a.test"),
        ("old..mobile.@docomo.test", '"old..mobile."@docomo.test'),
        ("desk@日本語.jp", "desk@xn--wgv71a119e.jp"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_sound_addresses_take_the_form_of_mail_servers(given, expected):
    assert checked_address(given) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "chika", "@a.test", "chika@", "a b@a.test", "a@b@a.test", "a@a..test", "a@-a.test"),
        *("chika@a.test\r\nBcc: dan@b.test", "chika@a.test\n", "chika\u2028@a.test"),
        *("chika@a.test, dan@b.test", "<chika@a.test>", "Chika <chika@a.test>", "千香@a.test"),
        *(f"{'a' * 65}@a.test", f"a@{'b' * 64}.test", f"a@{'.'.join(['b' * 60] * 5)}.test"),
        *("chika@[127.0.0.1]", '"a\\"b"@a.test', "a@a.test\x00", "a@a.test>"),
    ],
)
def test_what_is_no_single_plain_address_is_refused(text):
    with pytest.raises(Invalid) as caught:
        checked_address(text)
    assert caught.value.code == "channels.address_wrong"


@given(st.text(max_size=60) | st.emails())
def test_whatever_passes_is_one_address_to_the_standard_library_too(text):
    try:
        address = checked_address(text)
    except Invalid:
        return
    assert address.isascii()
    assert address.isprintable()
    assert Address(addr_spec=address).addr_spec == address


def test_a_sender_may_have_a_name():
    mailbox = parse_mailbox("架空自動車 セキュリティ <desk@home.test>")
    assert (mailbox.name, mailbox.address) == ("架空自動車 セキュリティ", "desk@home.test")
    assert mailbox.domain == "home.test"
    with pytest.raises(Invalid):
        parse_mailbox("nobody")


@pytest.mark.parametrize(
    "domain",
    [
        *("a.test", "test", "A.EXAMPLE", "x.invalid", "localhost", "x.localhost", "a.example."),
        *("example.com", "mail.example.net", "example.org", "example.jp", "a.example1.co.jp"),
    ],
)
def test_domains_of_examples_and_tests_are_reserved(domain):
    assert is_reserved(f"x@{domain}")


@pytest.mark.parametrize(
    "domain", ["myexample.com", "example.com.jp", "example-parts.co.jp", "contest", "test.jp"]
)
def test_domains_that_somebody_may_own_are_not_reserved(domain):
    assert not is_reserved(f"x@{domain}")
