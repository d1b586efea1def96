from __future__ import annotations

import email
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.adapters.channels import Letter, Mailbox, Stamp, build_message, message_id
from sekisho.adapters.channels.messages import body_text, one_line
from sekisho.kernel.errors import Invalid

UID = uuid.UUID("01936f00-0000-7000-8000-000000000001")
STAMP = Stamp(message_id(UID, "home.test"), datetime(2026, 11, 22, tzinfo=UTC), "ja")
SENDER = Mailbox("架空自動車株式会社 情報セキュリティ室", "sekisho@home.test")
NAMES = {
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding", "Content-Language"),
}
NASTY = st.sampled_from(
    (
        *("\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u2029", "\ud800", "\u202e"),
        *("\r\nBcc: dan@b.test", "\nTo: dan@b.test\n\n", "=?utf-8?b?DQpCY2M6?=", "=?", "?="),
        *('"', "\\", "<", ">", ",", ";", "株式会社", "ｶﾌﾞｼｷ", "👩\u200d🔧", "é", " ", "\u3000"),
        *("a" * 90, "漢" * 120),
    )
)
TEXTS = st.lists(NASTY | st.text(max_size=30), max_size=12).map("".join)


def letter(**changes: Any) -> Letter:
    return replace(Letter("chika@a.test", "", "", ""), **changes)


def built(about: Letter, sender: Mailbox = SENDER, stamp: Stamp = STAMP) -> bytes:
    return build_message(about, sender, stamp)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def said(content: bytes) -> str:
    """The text; inside a mail its lines end in CR LF (RFC 2045, 6.8)."""
    return str(parsed(content).get_content()).replace("\r\n", "\n")


def shown_name(content: bytes, header: str = "To") -> str:
    """The name as the older parser reads it; the newer one adds blanks between encoded words."""
    raw = str(email.message_from_bytes(content)[header]).replace("\r\n", "")
    return str(make_header(decode_header(parseaddr(raw)[0])))


def check_safe(content: bytes, about: Letter) -> None:
    message = parsed(content)
    assert set(message.keys()) == NAMES | ({"Reply-To"} if about.reply_to else set())
    assert len(message.keys()) == len(set(message.keys()))
    assert [box.addr_spec for box in message["To"].addresses] == ["chika@a.test"]
    assert [box.addr_spec for box in message["From"].addresses] == ["sekisho@home.test"]
    assert not message.defects
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(["", "aoi@home.test"]))
def test_no_text_becomes_a_header_or_a_recipient(to_name, subject, text, from_name, reply_to):
    about = letter(to_name=to_name, subject=subject, text=text, reply_to=reply_to)
    content = built(about, Mailbox(from_name, "sekisho@home.test"))
    check_safe(content, about)
    assert parsed(content)["Subject"] == one_line(subject, 200)
    assert shown_name(content) == one_line(to_name, 100)
    assert said(content) == f"{body_text(text).removesuffix(chr(10))}\n"


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_becomes_a_header_in_five_thousand_cases(to_name, subject, text, from_name):
    about = letter(to_name=to_name, subject=subject, text=text)
    check_safe(built(about, Mailbox(from_name, "sekisho@home.test")), about)


@given(TEXTS.filter(lambda text: set(text) & set("\r\n\x00\u2028<>, ")))
def test_an_address_with_more_than_an_address_is_refused(text):
    for field in ("to_address", "reply_to"):
        with pytest.raises(Invalid):
            built(letter(**{field: f"x{text}x@a.test"}))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("株式会社あさひ部品　御中\n" + "長い行が続きます。" * 400 + "\n.\nFrom here\n", "base64"),
        ("Dear Ms Chika,\n" + "a long line " * 200 + "\ncafé\n", "quoted-printable"),
        ("Dear Ms Chika,\n\nplain and short.\n", "7bit"),
    ],
)
def test_long_and_japanese_lines_arrive_unharmed(text, encoding):
    content = built(letter(text=text))
    message = parsed(content)
    assert said(content) == text
    assert message["Content-Transfer-Encoding"] == encoding
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"


def test_a_long_japanese_subject_arrives_whole():
    subject = (
        "【架空自動車株式会社】情報セキュリティ緊急点検へのご回答のお願い（期限：12月10日 (木)）"
        * 2
    )
    content = built(letter(subject=subject, to_name="斎藤　佳 様"))
    assert parsed(content)["Subject"] == subject
    assert shown_name(content) == "斎藤 佳 様"
    assert shown_name(content, "From") == SENDER.name


def test_an_english_subject_stays_readable_in_the_source():
    subject = "Emergency check of information security: please answer by 10 December 2026, Thursday"
    content = built(letter(subject=subject))
    assert b"Subject: Emergency check" in content
    assert parsed(content)["Subject"] == subject


def test_only_a_code_says_that_it_was_sent_by_itself():
    assert "Auto-Submitted" not in parsed(built(letter()))
    code = Stamp(STAMP.message_id, STAMP.date, "en", is_automatic=True)
    message = parsed(built(letter(), stamp=code))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"


def test_a_letter_keeps_its_message_id():
    assert parsed(built(letter()))["Message-ID"] == f"<{UID}@home.test>"
    assert built(letter()) == built(letter())


def test_a_dotted_old_address_is_quoted_in_the_header():
    content = built(letter(to_address="old..mobile.@a.test"))
    assert b'To: "old..mobile."@a.test\r\n' in content
    assert parsed(content)["To"].addresses[0].username == "old..mobile."
