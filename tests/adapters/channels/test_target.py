from __future__ import annotations

import pytest

from sekisho.adapters.channels import parse_smtp_url
from sekisho.adapters.channels.target import Security
from sekisho.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://mail.partners.jp", "mail.partners.jp", 25, Security.NONE),
        ("smtps://mail.partners.jp/", "mail.partners.jp", 465, Security.TLS),
        ("smtp+starttls://mail.partners.jp", "mail.partners.jp", 587, Security.STARTTLS),
        ("smtp://[::1]:2525", "::1", 2525, Security.NONE),
    ],
)
def test_the_scheme_tells_protection_and_usual_port(url, host, port, security):
    target = parse_smtp_url(url)
    assert (target.host, target.port, target.security) == (host, port, security)


def test_user_and_password_may_hold_any_sign():
    target = parse_smtp_url("smtps://desk%40home.test:p%3A%2F%40%E9%96%A2@mail.home.test")
    assert (target.user, target.password) == ("desk@home.test", "p:/@関")
    assert "関" not in repr(target)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.home.test",
        "http://mail.home.test",
        "smtp://",
        "smtp://host:0",
        "smtp://host:99999",
        "smtp://host:port",
        "smtp://host/path",
        "smtp://host?tls=yes",
        "smtp://[::1",
    ],
)
def test_anything_else_is_refused_without_repeating_it(url):
    with pytest.raises(Invalid) as caught:
        parse_smtp_url(url)
    assert caught.value.code == "channels.smtp_url_wrong"
    assert not caught.value.params


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("m.jp", False),
    ],
)
def test_only_this_machine_is_loopback(host, is_loopback):
    assert parse_smtp_url(f"smtp://{host}").is_loopback is is_loopback
